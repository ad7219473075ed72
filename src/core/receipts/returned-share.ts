// How much of a receipt's money and points belongs to what has come back. Always counted from the whole of what has come
// back so far, so that any order of partial returns ends the same, and a whole return is exact to the point.
import type { CouponId, RuleId } from '#src/lib/id.ts';
import type { ToldCoupon } from '../offers/held-coupon.ts';
import type { Part } from '../rules/basket.ts';

/** How much of each line has come back, before and after a return. */
export interface Returned {
  /** Line number -> thousandths bought and come back. Line 0 is what the sum holds beyond its lines, in minor units. */
  lines: ReadonlyMap<number, { bought: bigint; back: bigint }>;
  /** Of the whole receipt, in minor units. */
  money: { bought: bigint; back: bigint };
  /** The part of it that points could pay: without the lines that the law keeps out. */
  payable: { bought: bigint; back: bigint };
}

/** floor(whole x back / bought); the whole once all has come back. */
export function share(whole: bigint, { bought, back }: { bought: bigint; back: bigint }): bigint {
  if (back >= bought) return whole;
  return (whole * back) / bought;
}

/**
 * Points of a transfer that belong to what has come back, by rule: [rule, points] for each part, of the sign of the
 * transfer. Parts that name no lines go by the money.
 */
export function pointsBack(
  parts: readonly Pick<Part, 'ruleId' | 'points' | 'lines'>[],
  returned: Returned,
): [RuleId, bigint][] {
  return parts.map((part) => {
    let points = 0n;
    let named = 0;
    for (const [lineNo, linePoints] of part.lines) {
      named += linePoints;
      points += share(BigInt(linePoints), returned.lines.get(lineNo) ?? returned.money);
    }
    return [part.ruleId, points + share(BigInt(part.points - named), returned.money)];
  });
}

/** What a burn gives back: lots with their own expiry, the last to expire first, cut out of the whole from `from` to `to`. */
export function lotsBack<Lot extends { amount: bigint; expiresAt: Date | null }>(
  drawn: readonly Lot[],
  { from, to }: { from: bigint; to: bigint },
): { amount: bigint; expiresAt: Date | null }[] {
  const late = (lot: Lot) => lot.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const back: { amount: bigint; expiresAt: Date | null }[] = [];
  let before = 0n;
  for (const lot of drawn.toSorted((a, b) => late(b) - late(a))) {
    const start = before > from ? before : from;
    const end = before + lot.amount < to ? before + lot.amount : to;
    if (end > start) back.push({ amount: end - start, expiresAt: lot.expiresAt });
    before += lot.amount;
  }
  return back;
}

/**
 * The coupons of a receipt that are given back with what has come back by now: one that was about some of its lines once
 * all of those have, one that was about the receipt once nothing of it is left.
 */
export function couponsBack(
  coupons: readonly Pick<ToldCoupon, 'couponId' | 'lines'>[],
  { after, whole }: { after: Returned; whole: boolean },
): CouponId[] {
  const isBack = (lineNo: number) => {
    const line = after.lines.get(lineNo);
    return line !== undefined && line.back >= line.bought;
  };
  return coupons
    .filter(({ lines }) => whole || (lines !== null && lines.length > 0 && lines.every(isBack)))
    .map(({ couponId }) => couponId);
}
