import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receiptLine } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';

export type ReceiptLineRow = typeof receiptLine.$inferSelect;

/** The lines of receipts of one member, in their order. */
export async function listLines(
  db: Reader,
  { memberId, receiptIds }: { memberId: MemberId; receiptIds: ReceiptId[] },
): Promise<ReceiptLineRow[]> {
  if (receiptIds.length === 0) return [];
  return await db
    .select()
    .from(receiptLine)
    .where(and(eq(receiptLine.memberId, memberId), inArray(receiptLine.receiptId, receiptIds)))
    .orderBy(asc(receiptLine.receiptId), asc(receiptLine.lineNo));
}
