import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { isBehind, newestFirst, type PagePlace } from '#src/db/page-place.ts';
import { receipt, receiptReturn } from '#src/db/schema/receipts.ts';
import type { MemberId, ReceiptId, ReturnId, StoreId } from '#src/lib/id.ts';
import { readStoreNames } from '../stores/read-store.ts';

export interface ReturnRow {
  returnId: ReturnId;
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

const PLACE = { at: receiptReturn.occurredAt, id: receiptReturn.returnId };

/** A member's returns, newest first: at most `limit`, those behind `before`. */
export async function listReturns(
  db: Reader,
  memberId: MemberId,
  { limit, before }: { limit: number; before?: PagePlace | undefined },
): Promise<ReturnRow[]> {
  const rows = await db
    .select({
      returnId: receiptReturn.returnId,
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
    .where(and(eq(receiptReturn.memberId, memberId), isBehind(PLACE, before)))
    .orderBy(...newestFirst(PLACE))
    .limit(limit);
  const names = await readStoreNames(db, [...new Set(rows.map((row): StoreId => row.storeId))]);
  return rows.map(({ storeId, ...row }) => ({ ...row, storeName: names.get(storeId) ?? '' }));
}
