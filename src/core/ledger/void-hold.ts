import { and, asc, eq, lte } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import { lockHold } from './capture-hold.ts';
import type { Hold, HoldName } from './read-hold.ts';
import { releaseHolds } from './release-holds.ts';

/**
 * Lets go of all that a hold keeps. Harmless when it was let go already, by whatever. Returns the hold as it was
 * before. Throws Refusal `hold_not_found`, `hold_settled` {status: 'captured'}.
 */
export async function voidHold(tx: Tx, { at, ...name }: HoldName & { at: Date }): Promise<Hold> {
  const found = await lockHold(tx, name);
  if (found.status === 'captured') throw new Refusal('hold_settled', { status: found.status });
  await releaseHolds(tx, { holdIds: [found.holdId], status: 'voided', at });
  return found;
}

/** Lets go of everything that is held for a member, whose accounts the caller has locked. Returns how many holds. */
export async function voidHolds(tx: Tx, { memberId, at }: { memberId: MemberId; at: Date }): Promise<number> {
  const open = await tx
    .select({ holdId: hold.holdId })
    .from(hold)
    .where(and(eq(hold.memberId, memberId), eq(hold.status, 'open')));
  return await releaseHolds(tx, { holdIds: open.map((each) => each.holdId), status: 'voided', at });
}

/** Releases up to `limit` holds whose time is up. Returns how many. Several processes may do it at once. */
export async function expireHolds(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = await tx
    .select({ memberId: hold.memberId, holdId: hold.holdId })
    .from(hold)
    .where(and(eq(hold.status, 'open'), lte(hold.expiresAt, at)))
    .orderBy(asc(hold.expiresAt))
    .limit(limit);
  await lockStandings(tx, ...new Set(due.map((each) => each.memberId)));
  return await releaseHolds(tx, { holdIds: due.map((each) => each.holdId), status: 'expired', at });
}
