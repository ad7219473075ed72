import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { invalidField, Refusal } from '../refusal.ts';

/** How long after the first rating it can be changed. */
const CHANGEABLE_MS = 24 * 3_600_000;

/** Whether a rating given now would be taken. One whose moment is not known is older than that. */
export function isRatingOpen(of: { rating: number | null; ratedAt: Date | null }, at: Date): boolean {
  if (of.rating === null) return true;
  return of.ratedAt !== null && at.getTime() - of.ratedAt.getTime() < CHANGEABLE_MS;
}

/**
 * Keeps how a member found a purchase, one to five; within a day of the first rating the last word counts. Throws
 * Refusal `invalid_input` for another number, `not_found` when it is not this member's receipt, and `rating_settled`
 * when the day is over.
 */
export async function rateReceipt(
  tx: Tx,
  { memberId, receiptId, rating, at }: { memberId: MemberId; receiptId: ReceiptId; rating: number; at: Date },
): Promise<void> {
  if (!Number.isInteger(rating) || rating < 1 || rating > 5)
    throw invalidField('rating', 'between', { from: 1, to: 5 });
  const [before] = await tx
    .select({ rating: receipt.rating, ratedAt: receipt.ratedAt })
    .from(receipt)
    .where(and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId)))
    .for('update');
  if (!before) throw new Refusal('not_found');
  if (before.rating === rating) return;
  if (!isRatingOpen(before, at)) throw new Refusal('rating_settled');
  await tx
    .update(receipt)
    .set({ rating, ratedAt: before.ratedAt ?? at })
    .where(and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId)));
  await recordEvent(tx, { memberId, happened: { kind: 'receipt.rated', data: { receiptId, rating } }, at });
}
