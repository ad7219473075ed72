import { mostPoints } from './find-problems.ts';
import type { PrizeDraft, QuestDraft } from './quest-draft.ts';

export interface QuestPrice {
  /** Points of all tasks, for who does everything right. */
  perPlayer: number;
  /** Points of the prizes that everybody can win, each player. */
  everyone: number;
  /** Points of the prizes of which there are only so many. */
  fixed: number;
  /** How many are given; null: as many as qualify. */
  coupons: number | null;
  gifts: number | null;
}

/** What a quest may cost at most: with so many players, `players * (perPlayer + everyone) + fixed` points. */
export function priceQuest({ tasks, prizes }: Pick<QuestDraft, 'tasks' | 'prizes'>): QuestPrice {
  const price: QuestPrice = { perPlayer: 0, everyone: 0, fixed: 0, coupons: 0, gifts: 0 };
  for (const task of tasks) price.perPlayer += mostPoints(task);
  for (const each of prizes) {
    if (each.prize.kind === 'coupon') price.coupons = addTo(price.coupons, each);
    if (each.prize.kind === 'gift') price.gifts = addTo(price.gifts, each);
    if (each.prize.kind !== 'points') continue;
    if (each.stock === null) price.everyone += each.prize.points;
    else price.fixed += each.prize.points * each.stock;
  }
  return price;
}

function addTo(sum: number | null, { stock }: PrizeDraft): number | null {
  return sum === null || stock === null ? null : sum + stock;
}
