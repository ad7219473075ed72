import { describe, expect, it } from 'vitest';
import { type HeldCoupon, usableAt } from '#src/core/offers/held-coupon.ts';

const AT = Date.UTC(2027, 4, 20, 11);
const MINUTE_MS = 60_000;

const aCoupon = (fields: Partial<HeldCoupon>): HeldCoupon => ({
  couponId: 'cpn_1',
  offerId: 'off_1',
  key: 'off_1:1',
  code: 'A',
  takenAt: AT - MINUTE_MS,
  expiresAt: Number.POSITIVE_INFINITY,
  ...fields,
});
const codes = (coupons: HeldCoupon[], isPaid = false, keep?: string[]) =>
  usableAt(coupons, { at: AT, isPaid, keep }).map(({ code }) => code);

describe('a coupon', () => {
  it('when it was taken while the receipt was rung up, then it works on it', () => {
    expect(codes([aCoupon({ takenAt: AT + 59 * MINUTE_MS })])).toEqual(['A']);
  });

  it('when it was taken long after, or after the receipt was paid, then it does not', () => {
    expect(codes([aCoupon({ takenAt: AT + 61 * MINUTE_MS })])).toEqual([]);
    expect(codes([aCoupon({ takenAt: AT + 11 * MINUTE_MS })], true)).toEqual([]);
  });

  it('when it was taken before the receipt was paid by a till whose clock is behind, then it works', () => {
    expect(codes([aCoupon({ takenAt: AT + 9 * MINUTE_MS })], true)).toEqual(['A']);
  });

  it('when its time was over at the moment of the receipt, or it is kept for later, then it does not', () => {
    expect(codes([aCoupon({ expiresAt: AT })])).toEqual([]);
    expect(codes([aCoupon({})], false, ['A'])).toEqual([]);
  });

  it('when there are several of one offer, then the next to expire works, and one of every other offer', () => {
    const soon = aCoupon({ code: 'B', expiresAt: AT + MINUTE_MS });
    const other = aCoupon({ code: 'C', offerId: 'off_2' });
    expect(codes([aCoupon({}), soon, other])).toEqual(['B', 'C']);
  });
});
