// The last thing that a cashier did was a mistake: the sale is cancelled whole, by transfers that name those they reverse.
import type { Tx } from '#src/db/client.ts';
import type { StaffId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { cancelReceipt } from './cancel-receipt.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import type { ReceiptName } from './open-receipt.ts';
import type { ReturnedReceipt } from './return-receipt.ts';

/** Long enough to notice a wrong sum, short enough that the goods are still on the counter. */
export const UNDO_MINUTES = 15;

export interface UndoReceipt {
  name: ReceiptName;
  staffId: StaffId;
  /** Whether somebody else's sale may be undone. */
  ofAnybody: boolean;
  at: Date;
  known: KnownProgramme;
}

/**
 * Cancels a sale of a moment ago. Doing it again answers as the first time. Throws Refusal `receipt_not_found`,
 * `undo_not_yours`, `undo_too_late` {minutes}, `already_returned`, and `undo_points_spent` when the points that it earned
 * have gone elsewhere meanwhile: nobody is left owing points by a cashier's mistake.
 */
export async function undoReceipt(tx: Tx, input: UndoReceipt): Promise<ReturnedReceipt> {
  const { name, staffId, ofAnybody, at, known } = input;
  const found = await findReceiptByKey(tx, name);
  if (!found) throw new Refusal('receipt_not_found');
  if (!ofAnybody && found.acceptedBy !== staffId) throw new Refusal('undo_not_yours');
  if (found.state === 'returned' || found.state === 'partly_returned') throw new Refusal('already_returned');
  const undone = found.state === 'cancelled';
  if (!undone && at.getTime() - found.recordedAt.getTime() > UNDO_MINUTES * 60_000)
    throw new Refusal('undo_too_late', { minutes: UNDO_MINUTES });
  const cancelled = await cancelReceipt(tx, { name, acceptedBy: staffId, told: null, at, known });
  if (!cancelled) throw new Refusal('receipt_not_found');
  if (cancelled.outcome === 'replayed') return cancelled;
  if (cancelled.owed > 0n) throw new Refusal('undo_points_spent');
  const detail = { receiptId: found.receiptId, storeId: name.storeId };
  await recordAudit(tx, { actor: staffId, action: 'till.undo', subject: found.memberId, detail, at });
  return cancelled;
}
