// A till that was told a price holds us to it: what it expects of a receipt is compared with what the rules give now,
// before anything is written.
import { Refusal } from '../refusal.ts';
import type { Evaluation } from '../rules/basket.ts';
import { quoteIdOf } from './quote-id.ts';
import type { ReceiptInput } from './receipt-input.ts';

/** Refusal `quote_stale`, or `payments_differ` {expected, expectedMinor, givenMinor}; null when it is as expected. */
export function findSurprise(
  { expects, burn }: ReceiptInput,
  evaluation: Evaluation,
  { pointValueMinor }: { pointValueMinor: bigint },
): Refusal | null {
  if (!expects) return null;
  if (expects.quoteId !== undefined && expects.quoteId !== quoteIdOf(evaluation))
    return new Refusal('quote_stale');
  if (expects.paidMinor === undefined) return null;
  const due = BigInt(evaluation.toPayMinor) - burn * pointValueMinor;
  return due === expects.paidMinor ? null : paymentsDiffer({ dueMinor: due, givenMinor: expects.paidMinor });
}

/** What a till is told whose payments do not add up: the sums as people write them, and in minor units. */
export function paymentsDiffer({ dueMinor, givenMinor }: { dueMinor: bigint; givenMinor: bigint }): Refusal {
  return new Refusal('payments_differ', {
    expected: decimal(dueMinor),
    given: decimal(givenMinor),
    expectedMinor: Number(dueMinor),
    givenMinor: Number(givenMinor),
  });
}

/** `129.90` of 12990. */
function decimal(minor: bigint): string {
  return (Number(minor) / 100).toFixed(2);
}
