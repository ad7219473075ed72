// A basket that comes with a card after it was closed as nobody's: its money has been taken.
import type { Reader } from '#src/db/client.ts';
import { findCancellation } from './find-cancellation.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { findAnonymous } from './record-anonymous.ts';

/**
 * A card that comes after the money brings what a claim of the slip would: points, and nothing off the price. The receipt as
 * that; null when nothing was closed as nobody's under its name, or it was cancelled. `timed`: its sender said when.
 */
export async function onPaidSlip(
  db: Reader,
  input: ReceiptInput,
  timed: boolean,
): Promise<ReceiptInput | null> {
  const slip = await findAnonymous(db, input);
  if (!slip || (await findCancellation(db, input)) !== null) return null;
  return { ...input, isPaid: true, ...(!timed && { occurredAt: slip.receipt.occurredAt }) };
}
