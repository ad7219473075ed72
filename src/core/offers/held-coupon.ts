// Coupons that a member holds, as receipts look at them.
import type { CouponId, OfferId } from '#src/lib/id.ts';
import { couponRuleKey } from '../rules/coupon-rules.ts';
import { RECEIPT_LASTS_MS } from '../rules/receipt-lasts.ts';
import type { Text } from '../rules/rule.ts';

export interface HeldCoupon {
  couponId: CouponId;
  offerId: OfferId;
  /** Of its rule. */
  key: string;
  code: string;
  /** Milliseconds. */
  takenAt: number;
  /** Infinity: never. */
  expiresAt: number;
}

/** [couponId, offerId, version, code, takenAt, expiresAt], as SQL writes it into one JSON value. */
export type HeldRow = [CouponId, OfferId, number, string, number, number | null];

export function heldCoupon([couponId, offerId, version, code, takenAt, expiresAt]: HeldRow): HeldCoupon {
  const key = couponRuleKey({ ruleId: offerId, version });
  return { couponId, offerId, key, code, takenAt, expiresAt: expiresAt ?? Number.POSITIVE_INFINITY };
}

/** Of a receipt that is paid already only the till's clock is in doubt. */
const CLOCK_SKEW_MS = 10 * 60_000;

/**
 * Those that can work on a receipt of that moment, those too that were taken while it was rung up: of each offer one, the
 * next to expire; without those whose code is kept for another time, and without what was taken after it was paid.
 */
export function usableAt(
  held: readonly HeldCoupon[],
  { at, isPaid, keep = [] }: { at: number; isPaid: boolean; keep?: readonly string[] | undefined },
): HeldCoupon[] {
  const takenBy = at + (isPaid ? CLOCK_SKEW_MS : RECEIPT_LASTS_MS);
  const chosen = new Map<OfferId, HeldCoupon>();
  for (const coupon of held) {
    if (coupon.takenAt > takenBy || coupon.expiresAt <= at || keep.includes(coupon.code)) continue;
    const other = chosen.get(coupon.offerId);
    if (!other || coupon.expiresAt < other.expiresAt) chosen.set(coupon.offerId, coupon);
  }
  return [...chosen.values()];
}

/** A coupon that has worked on a receipt, as it is kept and told. */
export interface ToldCoupon {
  couponId: CouponId;
  offerId: OfferId;
  code: string;
  title: Text;
  /** Money off, in minor units. */
  savedMinor: number;
  /** Points of the first currency. */
  points: number;
  /** The lines that it was about, by number; null: all of the receipt. */
  lines: number[] | null;
}

/** Why a coupon that the member holds, or a code that was named, has not worked. */
export type CouponLeft =
  | 'condition'
  | 'dates'
  | 'hours'
  | 'group'
  | 'exclusive'
  | 'noLines'
  /** Its goods are there, and cost nothing any more; or caps took all of its points. */
  | 'nothing'
  | 'paused'
  | 'paid'
  /** Of a code that was named. */
  | 'unknown'
  | 'ofAnother'
  | 'used'
  | 'expired'
  | 'ended'
  | 'gone'
  | 'limit'
  | 'needsCard';

export interface LeftCoupon {
  code: string;
  title: Text;
  why: CouponLeft;
}
