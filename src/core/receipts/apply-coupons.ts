// What a member's coupons did on a receipt: which of them worked and what they brought, and why the others did not. In
// memory.
import { ownPoints } from '../ledger/points.ts';
import type { HeldCoupon, LeftCoupon, ToldCoupon } from '../offers/held-coupon.ts';
import { offersOf } from '../offers/known-offers.ts';
import { titleOf } from '../offers/offer-content.ts';
import type { Basket, BudgetsLeft, Evaluation, MemberFacts, NotApplied } from '../rules/basket.ts';
import type { CompiledBook } from '../rules/compile-book.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import type { KnownRules } from '../rules/known-rules.ts';

export interface AppliedCoupons {
  used: ToldCoupon[];
  left: LeftCoupon[];
}

export interface Asked {
  basket: Basket;
  member: MemberFacts;
  budgets: BudgetsLeft;
}

export interface ApplyCoupons {
  evaluation: Evaluation;
  rules: KnownRules;
  book: CompiledBook;
  asked: Asked;
  /** Nothing can be taken off it any more. */
  isPaid: boolean;
}

/** The most reasons that are kept with a receipt. */
const MOST_LEFT = 10;

/** What an evaluation with these coupons' rules among its book came to, coupon by coupon. */
export function appliedCoupons(
  coupons: readonly HeldCoupon[],
  { evaluation, rules, book, asked, isPaid }: ApplyCoupons,
): AppliedCoupons {
  const { byKey } = offersOf(rules);
  const used: ToldCoupon[] = [];
  const idle: HeldCoupon[] = [];
  for (const coupon of coupons) {
    const brought = broughtBy(coupon, evaluation);
    const { couponId, offerId, code } = coupon;
    if (brought)
      used.push({ couponId, offerId, code, title: titleOf(byKey.get(coupon.key)?.content), ...brought });
    else idle.push(coupon);
  }
  const reasons = idle.length === 0 ? new Map<string, NotApplied>() : whyNot(idle, { rules, book, asked });
  const left = idle.slice(0, MOST_LEFT).map((coupon): LeftCoupon => {
    const { code, offerId, key } = coupon;
    const offer = byKey.get(key);
    const why = offer?.status === 'paused' || !offer ? 'paused' : leftBy(reasons.get(offerId), isPaid);
    return { code, title: titleOf(offer?.content), why };
  });
  return { used, left };
}

/** What a coupon brought, or null where it came to nothing: then it stays with the member. */
function broughtBy(
  { offerId }: HeldCoupon,
  { discounts, awards, gifts, messages, events }: Evaluation,
): Pick<ToldCoupon, 'savedMinor' | 'points' | 'lines'> | null {
  const off = discounts.filter((each) => each.ruleId === offerId);
  const parts = awards
    .flatMap((each) => each.parts)
    .filter((part) => part.ruleId === offerId && part.points > 0);
  const gift = gifts.some((each) => each.ruleId === offerId);
  const said = [...messages, ...events].some((each) => each.ruleId === offerId);
  if (off.length === 0 && parts.length === 0 && !gift && !said) return null;
  const lines = new Set<number>();
  let whole = gift || (off.length === 0 && parts.length === 0);
  for (const { lineNo } of off) {
    if (lineNo === null) whole = true;
    else lines.add(lineNo);
  }
  for (const part of parts) {
    if (part.lines.length === 0) whole = true;
    for (const [lineNo] of part.lines) lines.add(lineNo);
  }
  return {
    savedMinor: off.reduce((sum, each) => sum + each.amountMinor, 0),
    points: ownPoints(parts),
    lines: whole ? null : [...lines].sort((a, b) => a - b),
  };
}

/** Asked once more, this time about the idle ones alone and with reasons. */
function whyNot(
  idle: readonly HeldCoupon[],
  { rules, book, asked }: { rules: KnownRules; book: CompiledBook; asked: Asked },
): Map<string, NotApplied> {
  const alone = rules.coupons?.only(
    book,
    idle.map((each) => each.key),
  );
  if (!alone) return new Map();
  const { notApplied } = evaluateReceipt(alone, asked, { explain: true });
  return new Map(notApplied.map(({ ruleId, why }) => [ruleId, why]));
}

function leftBy(why: NotApplied | undefined, isPaid: boolean): LeftCoupon['why'] {
  switch (why) {
    case 'condition':
    case 'dates':
    case 'hours':
    case 'noLines':
      return why;
    default:
      return isPaid ? 'paid' : 'nothing';
  }
}
