// What a cashier has typed, read: the receipt that would be accepted, or what is still missing.
import { receiptNumber } from '#src/contract/till.ts';
import { readMoney } from '../parts/read-money.ts';
import type { Draft } from './till-flow.ts';

export interface SaleInput {
  /** Null while it is missing or not in shape. */
  receiptNumber: string | null;
  amountMinor: number | null;
  /** Null when what was typed is no whole number of points. */
  burn: number | null;
}

export function readSale(draft: Draft): SaleInput {
  const number = receiptNumber.safeParse(draft.receiptNumber);
  const burn = draft.burn.replace(/\s/g, '');
  return {
    receiptNumber: number.success ? number.data : null,
    amountMinor: readMoney(draft.amount),
    burn: burn === '' ? 0 : /^\d{1,9}$/.test(burn) ? Number(burn) : null,
  };
}

/** What is left to pay in money, in minor units. */
export function leftToPay({
  amountMinor,
  burn,
  pointValueMinor,
}: {
  amountMinor: number;
  burn: number;
  pointValueMinor: number;
}): number {
  return Math.max(0, amountMinor - burn * pointValueMinor);
}

/** Whole tens are counted out fastest. */
const ROUND_TO_MINOR = 10_00;

/**
 * How many points round the sum: what is left to pay ends in a whole ten, as far as points can do it, with as few points
 * as possible. Null where that takes none, or more than may be burnt.
 */
export function roundingBurn({
  amountMinor,
  most,
  pointValueMinor,
}: {
  amountMinor: number;
  most: number;
  pointValueMinor: number;
}): number | null {
  // What a whole number of points cannot pay stays.
  const points = Math.floor((amountMinor % ROUND_TO_MINOR) / pointValueMinor);
  return points > 0 && points <= most ? points : null;
}

/** What a receipt says of coupons: nothing where none are named. */
export function couponsOf({ coupons = [], keepCoupons = [] }: Draft): {
  coupons?: string[];
  keepCoupons?: string[];
} {
  return {
    ...(coupons.length > 0 ? { coupons: [...coupons] } : {}),
    ...(keepCoupons.length > 0 ? { keepCoupons: [...keepCoupons] } : {}),
  };
}

/** Whether what was scanned is a coupon's code rather than a card: letters in it, and none of our own marks. */
export function looksLikeCoupon(code: string): boolean {
  return /\p{L}/u.test(code) && !/^K[1R]-/i.test(code) && code.length <= 80;
}

/** Whether what was scanned is the code of an order to hand over. */
export function isPickUpCode(code: string): boolean {
  return /^KR-/i.test(code);
}
