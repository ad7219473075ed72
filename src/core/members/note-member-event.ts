import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { memberEvent } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { readMember } from './read-member.ts';

/**
 * Writes down what another system tells of a member; false when it was told before. Throws Refusal `member_not_found`,
 * `member_erased`, `key_reused` (same key, another event).
 */
export async function noteMemberEvent(
  tx: Tx,
  event: { memberId: MemberId; key: string; name: string; toldBy: string; occurredAt: Date; at: Date },
): Promise<boolean> {
  const { memberId, key: eventKey, name, toldBy, occurredAt, at } = event;
  await readMember(tx, memberId);
  const [made] = await tx
    .insert(memberEvent)
    .values({ memberId, eventKey, name, toldBy, occurredAt, recordedAt: at })
    .onConflictDoNothing()
    .returning({ eventKey: memberEvent.eventKey });
  if (made) return true;
  const [stored] = await tx
    .select({ name: memberEvent.name })
    .from(memberEvent)
    .where(and(eq(memberEvent.memberId, memberId), eq(memberEvent.eventKey, eventKey)));
  if (stored?.name !== name) throw new Refusal('key_reused');
  return false;
}
