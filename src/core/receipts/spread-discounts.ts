// Discounts of a whole receipt belong to its lines in the end: when a line comes back, what was really paid for it is
// given back.

import type { BasketLine, Discount } from '../rules/basket.ts';
import { spreadPoints } from '../rules/spread-points.ts';

/**
 * Our discount on each line, in the order of the basket's lines (its line 0 last, where there is one), in minor units:
 * the line's own and its share of those off the whole receipt, by what the line costs. Lines that the law keeps out have
 * none.
 */
export function spreadDiscounts(lines: readonly BasketLine[], discounts: readonly Discount[]): number[] {
  if (discounts.length === 0) return [];
  const ours = lines.map(({ lineNo }) =>
    discounts.reduce((sum, each) => sum + (each.lineNo === lineNo ? each.amountMinor : 0), 0),
  );
  const whole = discounts.reduce((sum, each) => sum + (each.lineNo === null ? each.amountMinor : 0), 0);
  if (whole === 0) return ours;
  const left = lines.map((line, place) => (line.excluded ? 0 : line.amountMinor - (ours[place] ?? 0)));
  const spread = spreadPoints(whole, left);
  return ours.map((own, place) => own + (spread[place] ?? 0));
}
