// A till that was told a price holds us to it: what it expects of a receipt is compared with what the rules give now,
// before anything is written.
import { Refusal } from '../refusal.ts';
import type { Evaluation } from '../rules/basket.ts';
import { quoteIdOf } from './quote-id.ts';
import type { ReceiptInput } from './receipt-input.ts';

/** Refusal `quote_stale`, or `payments_differ` {expectedMinor, givenMinor, currency}; null when it is as expected. */
export function findSurprise(
  { expects, burn }: ReceiptInput,
  evaluation: Evaluation,
  { pointValueMinor, moneyCurrency }: { pointValueMinor: bigint; moneyCurrency: string },
): Refusal | null {
  if (!expects) return null;
  if (expects.quoteId !== undefined && expects.quoteId !== quoteIdOf(evaluation))
    return new Refusal('quote_stale');
  if (expects.paidMinor === undefined) return null;
  const due = BigInt(evaluation.toPayMinor) - burn * pointValueMinor;
  const { paidMinor: givenMinor } = expects;
  return due === givenMinor ? null : paymentsDiffer({ dueMinor: due, givenMinor, moneyCurrency });
}

/** What a till is told whose payments do not add up. */
export function paymentsDiffer({
  dueMinor,
  givenMinor,
  moneyCurrency,
}: {
  dueMinor: bigint;
  givenMinor: bigint;
  moneyCurrency: string;
}): Refusal {
  return new Refusal('payments_differ', {
    expectedMinor: Number(dueMinor),
    givenMinor: Number(givenMinor),
    currency: moneyCurrency,
  });
}
