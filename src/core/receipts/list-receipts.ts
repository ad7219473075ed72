import { and, asc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { isBehind, newestFirst, type PagePlace } from '#src/db/page-place.ts';
import { receipt, receiptLine } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { readStoreNames } from '../stores/read-store.ts';

export type ReceiptRow = typeof receipt.$inferSelect & { storeName: string | null };

const PLACE = { at: receipt.occurredAt, id: receipt.receiptId };

/** A member's receipts with the store's name, newest first: at most `limit`, those behind `before`. */
export async function listReceipts(
  db: Reader,
  memberId: MemberId,
  { limit, before }: { limit: number; before?: PagePlace | undefined },
): Promise<ReceiptRow[]> {
  const rows = await db
    .select()
    .from(receipt)
    .where(and(eq(receipt.memberId, memberId), isBehind(PLACE, before)))
    .orderBy(...newestFirst(PLACE))
    .limit(limit);
  const names = await readStoreNames(
    db,
    rows.map((row) => row.storeId),
  );
  return rows.map((row) => ({ ...row, storeName: names.get(row.storeId) ?? null }));
}

/** The lines of one receipt in their order. */
export async function listReceiptLines(
  db: Reader,
  { memberId, receiptId }: { memberId: MemberId; receiptId: ReceiptId },
): Promise<(typeof receiptLine.$inferSelect)[]> {
  return await db
    .select()
    .from(receiptLine)
    .where(and(eq(receiptLine.memberId, memberId), eq(receiptLine.receiptId, receiptId)))
    .orderBy(asc(receiptLine.lineNo));
}
