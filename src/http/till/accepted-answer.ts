import type { AcceptedReceipt as Answer } from '#src/contract/till.ts';
import type { AcceptedReceipt } from '#src/core/receipts/receipt-input.ts';
import { formatPoints } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';
import { webSentence } from '../sentences.ts';

/** What the cashier sees once a receipt is accepted. */
export function acceptedAnswer(accepted: Omit<AcceptedReceipt, 'memberId'>, language: Language): Answer {
  const { outcome, receiptId, earned, burnt, balance } = accepted;
  const key = earned > 0n ? (burnt > 0n ? 'both' : 'earned') : burnt > 0n ? 'burnt' : 'none';
  return {
    outcome: 'accepted',
    replayed: outcome === 'replayed',
    receiptId,
    earned: Number(earned),
    burnt: Number(burnt),
    balance: Number(balance),
    words: webSentence(`till.${key}`, language, {
      earned: formatPoints(earned, language),
      burnt: formatPoints(burnt, language),
      balance: formatPoints(balance, language),
    }),
  };
}
