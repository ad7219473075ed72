import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { memberExternalId as table } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { findByExternalId } from './external-id.ts';
import { readMember } from './read-member.ts';

/**
 * Takes a name away from a member, so that it is free for anybody: true when they had it, false when nobody has. Throws Refusal
 * `external_id_taken` when it is another's, `member_not_found`, `member_erased`.
 */
export async function unlinkExternalId(
  tx: Tx,
  { memberId, externalId, actor, at }: { memberId: MemberId; externalId: string; actor: string; at: Date },
): Promise<boolean> {
  await readMember(tx, memberId);
  const holder = await findByExternalId(tx, externalId);
  if (holder === null) return false;
  if (holder !== memberId) throw new Refusal('external_id_taken');
  const gone = await tx.delete(table).where(eq(table.externalId, externalId)).returning();
  if (gone.length === 0) return false;
  // The name itself is the other system's word for a person, and the log is never forgotten.
  await recordAudit(tx, { actor, action: 'member.unlink', subject: memberId, at });
  return true;
}
