// The names that a shop's own system gives to members.
import { eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { memberExternalId as table } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { memberNow } from './member-now.ts';
import { readMember } from './read-member.ts';

/** The end of a name, enough to tell it from another: a third of it, four characters at most. It may be a phone over there. */
export function maskExternalId(externalId: string): string {
  const shown = Math.min(4, Math.floor(externalId.length / 3));
  return `•••${new RegExp(`.{${shown}}$`, 'su').exec(externalId)?.[0] ?? ''}`;
}

/** Who is called so, or who they have become part of; null for nobody. */
export async function findByExternalId(db: Reader, externalId: string): Promise<MemberId | null> {
  const [row] = await db
    .select({ memberId: table.memberId })
    .from(table)
    .where(eq(table.externalId, externalId));
  return row ? await memberNow(db, row.memberId) : null;
}

/** Names a member; the same again is harmless. Throws Refusal `external_id_taken`, `member_not_found`, `member_erased`. */
export async function linkExternalId(
  tx: Tx,
  { memberId, externalId, at }: { memberId: MemberId; externalId: string; at: Date },
): Promise<void> {
  await readMember(tx, memberId);
  await tx.insert(table).values({ externalId, memberId, linkedAt: at }).onConflictDoNothing();
  const [row] = await tx
    .select({ memberId: table.memberId })
    .from(table)
    .where(eq(table.externalId, externalId));
  // It may be the name of somebody who has become part of this member.
  if (!row || (await memberNow(tx, row.memberId)) !== memberId) throw new Refusal('external_id_taken');
}
