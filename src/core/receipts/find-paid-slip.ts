import type { Reader } from '#src/db/client.ts';
import { findCancellation } from './find-cancellation.ts';
import type { ReceiptName } from './open-receipt.ts';
import { type AnonymousReceipt, findAnonymous } from './record-anonymous.ts';

/** The receipt that was closed as nobody's under this name, and so has been paid; null when there is none, or it was cancelled. */
export async function findPaidSlip(db: Reader, name: ReceiptName): Promise<AnonymousReceipt | null> {
  const found = await findAnonymous(db, name);
  return found && (await findCancellation(db, name)) === null ? found : null;
}
