// Hands a receipt to the desk so that sending it again is harmless even when its sender did not say when it was
// printed: the moment it was first accepted then counts for the repeat too.
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { MemberKey } from '#src/core/receipts/receipt-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { HttpDeps } from './deps.ts';

/** `timed`: the sender said when, so another time is another receipt. Throws what the desk throws. */
export async function acceptOnce(
  { receiptDesk, database }: Pick<HttpDeps, 'receiptDesk' | 'database'>,
  { input, member, timed }: { input: ReceiptInput; member: MemberKey; timed: boolean },
): Promise<AcceptedReceipt> {
  try {
    return await receiptDesk.accept(input, member);
  } catch (error) {
    if (timed || !(error instanceof Refusal) || error.code !== 'receipt_differs') throw error;
    const stored = await findReceiptByKey(database.db, input);
    if (!stored) throw error;
    return await receiptDesk.accept({ ...input, occurredAt: stored.occurredAt }, member);
  }
}
