import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId, StoreId } from '#src/lib/id.ts';

/** Those of a member's receipts that another store has printed: whoever speaks for one store does not tell of them. */
export async function listOfOtherStores(
  db: Reader,
  { memberId, receiptIds, storeId }: { memberId: MemberId; receiptIds: ReceiptId[]; storeId: StoreId },
): Promise<Set<ReceiptId>> {
  if (receiptIds.length === 0) return new Set();
  const rows = await db
    .select({ receiptId: receipt.receiptId })
    .from(receipt)
    .where(
      and(
        eq(receipt.memberId, memberId),
        inArray(receipt.receiptId, receiptIds),
        ne(receipt.storeId, storeId),
      ),
    );
  return new Set(rows.map((each) => each.receiptId));
}
