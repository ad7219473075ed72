// Offers that do not add up with one another: of those a member holds, the one works that brings most on this receipt,
// and the others stay with the member for another time.
import { ownPoints } from '../ledger/points.ts';
import type { HeldCoupon, LeftCoupon } from '../offers/held-coupon.ts';
import { offersOf } from '../offers/known-offers.ts';
import { titleOf } from '../offers/offer-content.ts';
import type { Evaluation } from '../rules/basket.ts';
import type { CompiledBook } from '../rules/compile-book.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { Asked } from './apply-coupons.ts';

export interface Chosen {
  chosen: HeldCoupon[];
  beaten: LeftCoupon[];
}

export interface ChooseAlone {
  rules: KnownRules;
  book: CompiledBook;
  asked: Asked;
  /** What a book becomes for a receipt of this kind. */
  ready: (book: CompiledBook) => CompiledBook;
}

/** `held`: of each offer one. Nothing is asked while at most one of them stands alone. */
export function chooseAlone(held: readonly HeldCoupon[], context: ChooseAlone): Chosen {
  const { byKey } = offersOf(context.rules);
  const alone = held.filter(({ key }) => byKey.get(key)?.content.gives?.group !== null);
  if (alone.length < 2) return { chosen: [...held], beaten: [] };
  let best: { coupon: HeldCoupon; worth: number } | null = null;
  const before = worthOf(evaluateReceipt(context.book, context.asked), context.book);
  const worth = new Map<string, number>();
  for (const coupon of alone) {
    const gain = worthWith(coupon, context) - before;
    worth.set(coupon.couponId, gain);
    if (gain > (best?.worth ?? 0)) best = { coupon, worth: gain };
  }
  // Where none of them brings anything, each says for itself why not.
  if (!best) return { chosen: [...held], beaten: [] };
  const { coupon: winner } = best;
  const beats = (each: HeldCoupon) =>
    each !== winner && alone.includes(each) && (worth.get(each.couponId) ?? 0) > 0;
  return {
    chosen: held.filter((each) => !beats(each)),
    beaten: held
      .filter(beats)
      .map(({ code, key }) => ({ code, title: titleOf(byKey.get(key)?.content), why: 'group' })),
  };
}

function worthWith({ key }: HeldCoupon, { rules, book, asked, ready }: ChooseAlone): number {
  const joined = rules.coupons ? ready(rules.coupons.join(book, [key])) : book;
  return worthOf(evaluateReceipt(joined, asked), joined);
}

/** In minor units: money off, points at what they pay, and a gift a little above nothing. */
export function worthOf({ discounts, awards, gifts }: Evaluation, { pointValueMinor }: CompiledBook): number {
  const off = discounts.reduce((sum, each) => sum + each.amountMinor, 0);
  const points = ownPoints(awards);
  return off + points * pointValueMinor + gifts.length;
}
