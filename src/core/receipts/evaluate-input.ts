// What a receipt brings: the one place where a receipt, a member and the rules meet.
import type { Evaluation } from '../rules/basket.ts';
import { evaluateReceipt } from '../rules/evaluate.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { paidBook } from '../rules/paid-book.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { basketOf } from './basket-of.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ReceiptMember } from './receipt-member.ts';

export interface EvaluateInput {
  member: ReceiptMember;
  known: KnownProgramme;
  rules: KnownRules;
  /** Also tells which rules did not apply and why. */
  explain?: boolean;
}

/** Asks the rules that were in force when the receipt was printed. In memory; nothing is written. */
export function evaluateInput(
  input: ReceiptInput,
  { member, known, rules, explain = false }: EvaluateInput,
): Evaluation {
  const basket = basketOf(input, { known, excluded: rules.excluded });
  const asked = { basket, member: member.facts, budgets: rules.budgets };
  const book = rules.at(input.occurredAt);
  return evaluateReceipt(input.isPaid ? paidBook(book) : book, asked, { explain });
}
