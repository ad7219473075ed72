import { and, desc, eq, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt, receiptReturn } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId, StoreId } from '#src/lib/id.ts';
import { readStoreNames } from '../stores/read-store.ts';

export interface ReturnRow {
  receiptId: ReceiptId;
  storeName: string;
  /** Of the receipt that the goods were bought with. */
  number: string;
  moneyCurrency: string;
  amountMinor: bigint;
  takenBack: bigint;
  givenBack: bigint;
  occurredAt: Date;
}

/** A member's returns, newest first: at most `limit`, those before the moment `before`. */
export async function listReturns(
  db: Reader,
  memberId: MemberId,
  { limit, before }: { limit: number; before?: Date },
): Promise<ReturnRow[]> {
  const rows = await db
    .select({
      receiptId: receiptReturn.receiptId,
      storeId: receiptReturn.storeId,
      number: receipt.number,
      moneyCurrency: receipt.moneyCurrency,
      amountMinor: receiptReturn.amountMinor,
      takenBack: receiptReturn.takenBack,
      givenBack: receiptReturn.givenBack,
      occurredAt: receiptReturn.occurredAt,
    })
    .from(receiptReturn)
    .innerJoin(
      receipt,
      and(eq(receipt.memberId, receiptReturn.memberId), eq(receipt.receiptId, receiptReturn.receiptId)),
    )
    .where(
      and(eq(receiptReturn.memberId, memberId), before ? lt(receiptReturn.occurredAt, before) : undefined),
    )
    .orderBy(desc(receiptReturn.occurredAt))
    .limit(limit);
  const names = await readStoreNames(db, [...new Set(rows.map((row): StoreId => row.storeId))]);
  return rows.map(({ storeId, ...row }) => ({ ...row, storeName: names.get(storeId) ?? '' }));
}
