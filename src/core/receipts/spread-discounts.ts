// Discounts of a whole receipt belong to its lines in the end: when a line comes back, what was really paid for it is
// given back.

import type { Evaluation } from '../rules/basket.ts';

/**
 * Our discount by line number, in minor units: the line's own, and what those off the whole receipt took from it. Line 0 is
 * what the sum holds beyond its lines.
 */
export function spreadDiscounts({
  discounts,
  offReceipt,
}: Pick<Evaluation, 'discounts' | 'offReceipt'>): Map<number, number> {
  const ours = new Map<number, number>();
  const add = (lineNo: number, amountMinor: number) =>
    ours.set(lineNo, (ours.get(lineNo) ?? 0) + amountMinor);
  for (const { lineNo, amountMinor } of discounts) if (lineNo !== null) add(lineNo, amountMinor);
  for (const [lineNo, amountMinor] of offReceipt) add(lineNo, amountMinor);
  return ours;
}
