import { findFailed } from '../rules/find-failed.ts';
import { type Evaluated, type EvaluateInput, evaluateInput } from './evaluate-input.ts';
import type { Explained } from './explained.ts';
import type { ReceiptInput, ReceiptTold } from './receipt-input.ts';
import { whatIsNext } from './what-is-next.ts';

/**
 * What a preview would have told of a receipt that is booked, for whoever answers with it: the rules are asked once more, in
 * memory. Reasons that are kept with it stay as they are: what others have taken of a budget since is none of its own.
 */
export function explainReceipt(
  input: ReceiptInput,
  context: EvaluateInput & { evaluation: Evaluated; told: ReceiptTold },
): Explained {
  const { rules, evaluation, told } = context;
  const { notApplied } = evaluateInput(input, { ...context, explain: true });
  const settled = new Set([...evaluation.used, ...told.notApplied].map(({ ruleId }) => ruleId));
  const book = rules.at(input.occurredAt);
  return {
    next: whatIsNext(input, context),
    notApplied: [...told.notApplied, ...notApplied.filter(({ ruleId }) => !settled.has(ruleId))],
    failedOf: (missed) => findFailed(book, missed),
  };
}
