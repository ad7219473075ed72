import type { ReturnShown } from '#src/contract/till-returns.ts';
import { listReceiptMoves } from '#src/core/ledger/list-receipt-moves.ts';
import type { ReturnedReceipt } from '#src/core/receipts/return-receipt.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import type { Currency } from '#src/core/stores/list-currencies.ts';
import type { Reader } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';

/** What a return moved of currencies other than the first, such as stamps, as whoever works at the till reads it. */
export async function returnOthers(
  db: Reader,
  { memberId, receiptId, returnId }: Pick<ReturnedReceipt, 'memberId' | 'receiptId' | 'returnId'>,
  { language, currencies }: { language: Language; currencies: readonly Currency[] },
): Promise<ReturnShown['others']> {
  const moves = (await listReceiptMoves(db, [{ memberId, receiptId }], { reasons: true })).get(receiptId);
  const moved = new Map<string, bigint>();
  for (const { currency, amount, reason } of moves ?? []) {
    if (currency === 'points' || (reason as { returnId?: string } | null)?.returnId !== returnId) continue;
    moved.set(currency, (moved.get(currency) ?? 0n) + amount);
  }
  return [...moved].map(([currency, amount]) => ({
    amount: Number(amount),
    words: formatAmount(amount < 0n ? -amount : amount, currency, { language, currencies }),
  }));
}
