import type { AcceptedReceipt as Answer } from '#src/contract/till.ts';
import { shownBalance } from '#src/core/ledger/shown-balance.ts';
import type { AcceptedReceipt } from '#src/core/receipts/receipt-input.ts';
import { formatPoints } from '#src/lib/format.ts';
import { tellCoupons } from '../offers/tell-offer.ts';
import { webSentence } from '../sentences.ts';
import { receiptBrings, type Speaking } from './receipt-brings.ts';

/** What the cashier sees once a receipt is accepted. */
export function acceptedAnswer(accepted: Omit<AcceptedReceipt, 'memberId'>, speaking: Speaking): Answer {
  const { outcome, receiptId, earned, burnt, discountMinor, toPayMinor, told } = accepted;
  const { language, known } = speaking;
  const key = earned > 0n ? (burnt > 0n ? 'both' : 'earned') : burnt > 0n ? 'burnt' : 'none';
  const { balance, debt } = shownBalance(accepted.balance, known.programme);
  const has = formatPoints(balance, language);
  const paidByPoints = burnt * known.programme.pointValueMinor;
  return {
    outcome: 'accepted',
    replayed: outcome === 'replayed',
    receiptId,
    earned: Number(earned),
    burnt: Number(burnt),
    balance: Number(balance),
    discountMinor: Number(discountMinor),
    payMinor: toPayMinor > paidByPoints ? Number(toPayMinor - paidByPoints) : 0,
    brings: receiptBrings(told, speaking),
    ...tellCoupons(told, language),
    words: webSentence(`till.${key}`, language, {
      earned: formatPoints(earned, language),
      burnt: formatPoints(burnt, language),
      balance:
        debt > 0n && balance >= 0n
          ? webSentence('till.debt', language, {
              balance: has,
              debt: formatPoints(debt, language),
            })
          : has,
    }),
  };
}
