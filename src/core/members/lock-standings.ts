import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Opens the standing of each member, empty. Harmless when it is open already. */
export async function openStanding(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  const rows = memberIds.toSorted().map((memberId) => ({ memberId }));
  if (rows.length > 0) await tx.insert(standing).values(rows).onConflictDoNothing();
}

/**
 * Locks the members' standings until the transaction ends, in the one order that everybody keeps. It comes before any
 * other lock on a member.
 */
export async function lockStandings(tx: Tx, ...memberIds: MemberId[]): Promise<void> {
  if (memberIds.length === 0) return;
  await tx
    .select({ memberId: standing.memberId })
    .from(standing)
    .where(inArray(standing.memberId, memberIds))
    .orderBy(asc(standing.memberId))
    .for('update');
}

/** Says to whoever has just looked at this member that something has changed: their receipt is worked out anew. */
export async function touchStanding(tx: Tx, memberId: MemberId): Promise<void> {
  await tx
    .update(standing)
    .set({ version: sql`${standing.version} + 1` })
    .where(eq(standing.memberId, memberId));
}
