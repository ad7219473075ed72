// What time does to points, in the order in which it is done: what is let go may expire, and what expires changes tiers
// no more. Each takes at most `limit` things and answers how many it took, so that it is called again while there is more.
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { returnGifts } from '#src/core/ledger/return-gift.ts';
import { forgetMerges } from '#src/core/ledger/undo-merge.ts';
import { expireHolds } from '#src/core/ledger/void-hold.ts';
import { warnExpiring } from '#src/core/ledger/warn-expiring.ts';
import { recountMonths } from '#src/core/members/recount-months.ts';
import { reviewTiers } from '#src/core/members/review-tiers.ts';
import { closeUndo, expireOrders, warnOrders } from '#src/core/rewards/watch-orders.ts';
import type { Tx } from '#src/db/client.ts';

export interface PointsChore {
  chore: (tx: Tx, at: Date, limit: number) => Promise<number>;
  /** Small enough that nobody at a till waits for what it has locked, and no event for its transaction to end. */
  limit: number;
}

export const POINTS_CHORES: readonly PointsChore[] = [
  { chore: expireHolds, limit: 200 },
  { chore: activateLots, limit: 200 },
  { chore: returnGifts, limit: 100 },
  { chore: closeUndo, limit: 500 },
  { chore: warnOrders, limit: 200 },
  { chore: expireOrders, limit: 100 },
  { chore: expireLots, limit: 200 },
  { chore: warnExpiring, limit: 500 },
  { chore: recountMonths, limit: 200 },
  { chore: reviewTiers, limit: 200 },
  { chore: forgetMerges, limit: 200 },
];
