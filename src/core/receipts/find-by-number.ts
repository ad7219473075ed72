import { and, desc, eq, gte, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt } from '#src/db/schema/receipts.ts';
import type { StoreId } from '#src/lib/id.ts';
import { readNames } from '../members/read-names.ts';

export type NumberedReceipt = typeof receipt.$inferSelect & { memberName: string };

export interface NumberAsked {
  storeId: StoreId;
  /** What is printed on it. */
  number: string;
  /** Recorded within; keep it within weeks, so that the summary of the table's pages leaves few to look at. */
  since: Date;
  until: Date;
  limit: number;
}

/** Receipts of a store with this number, the newest first: numbers come round again, with days and with tills. */
export async function findReceiptsByNumber(
  db: Reader,
  { storeId, number, since, until, limit }: NumberAsked,
): Promise<NumberedReceipt[]> {
  const within = and(gte(receipt.recordedAt, since), lt(receipt.recordedAt, until));
  const rows = await db
    .select()
    .from(receipt)
    .where(and(within, eq(receipt.storeId, storeId), eq(receipt.number, number)))
    .orderBy(desc(receipt.occurredAt), desc(receipt.receiptId))
    .limit(limit);
  const names = await readNames(
    db,
    rows.map((row) => row.memberId),
  );
  return rows.map((row) => ({ ...row, memberName: names.get(row.memberId) ?? '' }));
}
