// What a receipt brings: the one place where a receipt, a member, their coupons and the rules meet.
import { usableAt } from '../offers/held-coupon.ts';
import type { Evaluation } from '../rules/basket.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { paidBook } from '../rules/paid-book.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { type AppliedCoupons, appliedCoupons } from './apply-coupons.ts';
import { basketOf } from './basket-of.ts';
import { chooseAlone } from './choose-alone.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ReceiptMember } from './receipt-member.ts';

export interface EvaluateInput {
  member: ReceiptMember;
  known: KnownProgramme;
  rules: KnownRules;
  /** Also tells which rules did not apply and why. */
  explain?: boolean;
}

/** What the rules answered, and what the member's coupons had to do with it. */
export interface Evaluated extends Evaluation {
  coupons: AppliedCoupons;
}

/** Asks the rules that were in force when the receipt was printed. In memory; nothing is written. */
export function evaluateInput(
  input: ReceiptInput,
  { member, known, rules, explain = false }: EvaluateInput,
): Evaluated {
  const { codesLeft = [], isPaid = false } = input;
  const basket = basketOf(input, { known, excluded: rules.excludedAt(input.occurredAt) });
  const asked = { basket, member: member.facts, budgets: rules.budgets };
  const book = rules.at(input.occurredAt);
  const ready = (joined: typeof book) => (isPaid ? paidBook(joined) : joined);
  const held =
    rules.coupons && member.coupons.length > 0
      ? usableAt(member.coupons, { at: basket.occurredAt, isPaid, keep: input.keepCoupons })
      : [];
  if (held.length === 0 || !rules.coupons)
    return {
      ...evaluateReceipt(ready(book), asked, { explain }),
      coupons: { used: [], left: [...codesLeft] },
    };
  const { chosen, beaten } = chooseAlone(held, { rules, book: ready(book), asked, ready });
  const joined = ready(
    rules.coupons.join(
      book,
      chosen.map((each) => each.key),
    ),
  );
  const evaluation = evaluateReceipt(joined, asked, { explain });
  const { used, left } = appliedCoupons(chosen, {
    evaluation,
    rules,
    book,
    asked,
    isPaid,
  });
  return { ...evaluation, coupons: { used, left: [...left, ...beaten, ...codesLeft] } };
}
