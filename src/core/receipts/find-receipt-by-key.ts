import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt, receiptKey } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId, StoreId } from '#src/lib/id.ts';

export interface ReceiptFound {
  memberId: MemberId;
  receiptId: ReceiptId;
  occurredAt: Date;
  recordedAt: Date;
  state: (typeof receipt.$inferSelect)['state'];
  acceptedBy: string;
  /** What is printed on it. */
  number: string;
  /** What was to pay, and what our rules had taken off before; minor units. */
  amountMinor: bigint;
  discountMinor: bigint;
  earned: bigint;
}

/** The receipt that was accepted under the store's own key, or null. */
export async function findReceiptByKey(
  db: Reader,
  { storeId, externalId }: { storeId: StoreId; externalId: string },
): Promise<ReceiptFound | null> {
  const [row] = await db
    .select({
      memberId: receipt.memberId,
      receiptId: receipt.receiptId,
      occurredAt: receipt.occurredAt,
      recordedAt: receipt.recordedAt,
      state: receipt.state,
      acceptedBy: receipt.acceptedBy,
      number: receipt.number,
      amountMinor: receipt.amountMinor,
      discountMinor: receipt.discountMinor,
      earned: receipt.earned,
    })
    .from(receiptKey)
    .innerJoin(
      receipt,
      and(eq(receipt.memberId, receiptKey.memberId), eq(receipt.receiptId, receiptKey.receiptId)),
    )
    .where(and(eq(receiptKey.storeId, storeId), eq(receiptKey.externalId, externalId)));
  return row ?? null;
}
