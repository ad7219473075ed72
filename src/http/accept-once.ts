// Hands a receipt to the desk so that sending it again is harmless even when its sender did not say when it was
// printed: the moment it was first accepted then counts for the repeat too.
import { findReceiptByKey } from '#src/core/receipts/find-receipt-by-key.ts';
import { looksUntimed } from '#src/core/receipts/looks-untimed.ts';
import type { AcceptedReceipt, ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import type { MemberKey } from '#src/core/receipts/receipt-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { HttpDeps } from './deps.ts';

/** Of a card or a member that is no more: only the very same receipt is answered, to the time. */
const MAY_BE_TIME: ReadonlySet<string> = new Set(['receipt_differs', 'card_blocked', 'member_erased']);

/** `timed`: the sender said when, so another time is another receipt, unless the first telling had none. Throws what the desk throws. */
export async function acceptOnce(
  { receiptDesk, database }: Pick<HttpDeps, 'receiptDesk' | 'database'>,
  { input, member, timed }: { input: ReceiptInput; member: MemberKey; timed: boolean },
): Promise<AcceptedReceipt> {
  try {
    return await receiptDesk.accept(input, member);
  } catch (error) {
    if (!(error instanceof Refusal) || !MAY_BE_TIME.has(error.code)) throw error;
    const stored = await findReceiptByKey(database.db, input);
    if (!stored || (timed && !looksUntimed(stored, input.occurredAt))) throw error;
    // As it is stored, whatever slip there was under its name before.
    const { mayBeSlip: _asked, ...same } = input;
    return await receiptDesk.accept({ ...same, occurredAt: stored.occurredAt }, member);
  }
}
