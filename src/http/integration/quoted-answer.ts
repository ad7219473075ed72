import type { BasketAnswer } from '#src/contract/receipt-basket.ts';
import type { OpenReceipt } from '#src/core/receipts/open-receipt.ts';
import type { Quote } from '#src/core/receipts/quote-receipt.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { MemberId } from '#src/lib/id.ts';
import { answerOf, type Told } from './basket-answer.ts';
import type { Speech } from './receipt-words.ts';
import { tellBurn } from './tell-reasons.ts';

/** Of a basket that is open or only looked at. */
export function quotedAnswer(
  quote: Omit<Quote, 'balance' | 'debt' | 'spendable'> & Partial<Pick<Quote, 'balance' | 'debt'>>,
  {
    receipt,
    memberId,
    open,
    dry,
    known,
    speech,
    excluded,
    failedOf,
  }: {
    receipt: ReceiptInput;
    memberId: MemberId | null;
    open: OpenReceipt | null;
    dry: boolean;
    known: KnownProgramme;
    speech: Speech;
  } & Pick<Told, 'excluded' | 'failedOf'>,
): BasketAnswer {
  const { told, notApplied, discountMinor, next } = quote;
  const hold = open?.hold ?? null;
  const answer = answerOf(
    {
      state: 'open',
      receipt,
      told: { ...told, notApplied },
      discountMinor,
      next,
      ...(excluded && { excluded }),
      ...(failedOf && { failedOf }),
      fields: {
        dry,
        memberId,
        quoteId: quote.quoteId,
        maximumBurn: Number(quote.maximumBurn),
        balance: quote.balance === undefined ? null : Number(quote.balance),
        debt: Number(quote.debt ?? 0n),
        hold: hold && {
          holdId: hold.holdId,
          points: Number(hold.points),
          expiresAt: hold.expiresAt.toISOString(),
        },
      },
    },
    known,
    speech,
  );
  const burn = tellBurn(receipt.burn, { maximumBurn: quote.maximumBurn, memberId }, speech.language);
  return burn ? { ...answer, reasons: [...answer.reasons, burn] } : answer;
}
