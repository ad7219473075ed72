import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { Refusal } from '../refusal.ts';

/**
 * Keeps how a member found a purchase, one to five; the last word counts. Throws Refusal `invalid_input` for another
 * number and `not_found` when it is not this member's receipt.
 */
export async function rateReceipt(
  tx: Tx,
  { memberId, receiptId, rating, at }: { memberId: MemberId; receiptId: ReceiptId; rating: number; at: Date },
): Promise<void> {
  if (!Number.isInteger(rating) || rating < 1 || rating > 5) throw new Refusal('invalid_input');
  const [before] = await tx
    .select({ rating: receipt.rating })
    .from(receipt)
    .where(and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId)))
    .for('update');
  if (!before) throw new Refusal('not_found');
  if (before.rating === rating) return;
  await tx
    .update(receipt)
    .set({ rating })
    .where(and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId)));
  await recordEvent(tx, { memberId, happened: { kind: 'receipt.rated', data: { receiptId, rating } }, at });
}
