import { asc, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/**
 * Locks these members until the transaction ends, in the one order that everybody keeps. Whoever may touch their points
 * later on locks the standings before (`lockStandings`): accepting a receipt takes them in that order.
 */
export async function lockMembers(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  if (memberIds.length === 0) return;
  await tx
    .select({ memberId: member.memberId })
    .from(member)
    .where(inArray(member.memberId, memberIds))
    .orderBy(asc(member.memberId))
    .for('update');
}
