import type { Tx } from '#src/db/client.ts';
import { findCancellation, staysCancelled } from './find-cancellation.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import { endOpenReceipt, lockOpenReceipt } from './open-receipt.ts';
import { recordAnonymous } from './record-anonymous.ts';
import { forgetCancellation } from './wait-with-return.ts';

type Recorded = Awaited<ReturnType<typeof recordAnonymous>>;

/**
 * Records a receipt of nobody and lets go of its open basket. `cancelled`: it was taken back, or had been before it came, so
 * its code brings nothing. Throws Refusal as recordAnonymous.
 */
export async function closeAnonymous(
  tx: Tx,
  input: Parameters<typeof recordAnonymous>[1],
): Promise<Recorded & { cancelled: boolean }> {
  const { receipt, at } = input;
  const open = await lockOpenReceipt(tx, receipt);
  if (open) await endOpenReceipt(tx, { name: receipt, open, as: 'closed', at });
  const recorded = await recordAnonymous(tx, input);
  // Claimed, or a till has put a card on it.
  const booked = await findReceiptByKey(tx, receipt);
  if (booked) return { ...recorded, cancelled: booked.state === 'cancelled' };
  const cancelledAt = await findCancellation(tx, receipt);
  if (cancelledAt === null) return { ...recorded, cancelled: false };
  const cancelled = recorded.outcome === 'replayed' || staysCancelled(receipt, cancelledAt);
  if (!cancelled) await forgetCancellation(tx, receipt);
  return { ...recorded, cancelled };
}
