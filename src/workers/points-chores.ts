// What time does to points, in the order in which it is done: what is let go may expire, and what expires changes tiers
// no more. Each takes at most `limit` things and answers how many it took, so that it is called again while there is more.
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { endInactivity } from '#src/core/ledger/end-inactivity.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { returnGifts } from '#src/core/ledger/return-gift.ts';
import { forgetMerges } from '#src/core/ledger/undo-merge.ts';
import { expireHolds } from '#src/core/ledger/void-hold.ts';
import { warnExpiring } from '#src/core/ledger/warn-expiring.ts';
import { reviewTiers } from '#src/core/members/review-tiers.ts';
import type { Tx } from '#src/db/client.ts';

export type BoundedChore = (tx: Tx, at: Date, limit: number) => Promise<number>;

export const POINTS_CHORES: readonly BoundedChore[] = [
  expireHolds,
  activateLots,
  returnGifts,
  expireLots,
  warnExpiring,
  endInactivity,
  reviewTiers,
  forgetMerges,
];
