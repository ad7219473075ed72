// Discounts of a whole receipt belong to its lines in the end: when a line comes back, what was really paid for it is
// given back.
import type { BasketLine, Discount } from '../rules/basket.ts';

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
  const spread = spreadWhole(whole, left);
  return ours.map((own, place) => own + (spread[place] ?? 0));
}

/** Spreads a whole number by weights so that the parts are whole and sum to it: the largest remainders get the rest. */
export function spreadWhole(whole: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, each) => sum + each, 0);
  if (all === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (whole * weight) / all);
  const parts = exact.map(Math.floor);
  let rest = whole - parts.reduce((sum, each) => sum + each, 0);
  const byRemainder = exact
    .map((value, place) => ({ place, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.place - b.place);
  for (const { place } of byRemainder) {
    if (rest === 0) break;
    parts[place] = (parts[place] ?? 0) + 1;
    rest--;
  }
  return parts;
}
