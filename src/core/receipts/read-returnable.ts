// What a return has to know of a receipt: its lines with what has come back, its transfers, and whose points they are now.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receipt, receiptLine } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { listReceiptTransfers, type ReceiptTransfer } from '../ledger/list-receipt-transfers.ts';
import { memberNow } from '../members/member-now.ts';

export interface Returnable {
  receipt: typeof receipt.$inferSelect;
  lines: (typeof receiptLine.$inferSelect)[];
  transfers: ReceiptTransfer[];
  /** The member whose points it concerns: the one that the receipt's member has become part of. */
  holder: MemberId;
}

/** The receipt is known to be there. */
export async function readReturnable(
  tx: Tx,
  { memberId, receiptId }: { memberId: MemberId; receiptId: ReceiptId },
): Promise<Returnable> {
  const mine = and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId));
  const [row] = await tx.select().from(receipt).where(mine);
  if (!row) throw new Error(`receipt ${receiptId} has a key and is gone`);
  const lines = await tx
    .select()
    .from(receiptLine)
    .where(and(eq(receiptLine.memberId, memberId), inArray(receiptLine.receiptId, [receiptId])))
    .orderBy(asc(receiptLine.lineNo));
  const transfers = await listReceiptTransfers(tx, { memberId, receiptId });
  return { receipt: row, lines, transfers, holder: await memberNow(tx, memberId) };
}
