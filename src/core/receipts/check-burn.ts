import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { holdActiveCard } from '../cards/hold-active-card.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { quoteReceipt } from './quote-receipt.ts';
import type { ReceiptInput } from './receipt-input.ts';

/**
 * Makes sure that a receipt may be paid with its `burn`, and that the card stays as it is until the transaction ends.
 * What the receipt's hold keeps counts as there. Throws Refusal `card_blocked`, `burn_waits` {hours},
 * `insufficient_points` {available} or `burn_above_maximum` {maximum}.
 */
export async function checkBurn(
  tx: Tx,
  input: { memberId: MemberId; receipt: ReceiptInput; at: Date; known: KnownProgramme; rules: KnownRules },
): Promise<void> {
  const { burn } = input.receipt;
  await holdActiveCard(tx, { memberId: input.memberId });
  const quote = await quoteReceipt(tx, input);
  if (quote.burnAllowedFrom) {
    const hours = Math.ceil((quote.burnAllowedFrom.getTime() - input.at.getTime()) / 3_600_000);
    throw new Refusal('burn_waits', { hours });
  }
  if (burn > quote.spendable)
    throw new Refusal('insufficient_points', { available: Number(quote.spendable) });
  if (burn > quote.maximumBurn)
    throw new Refusal('burn_above_maximum', { maximum: Number(quote.maximumBurn) });
}
