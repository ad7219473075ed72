// Receipts by their printed number, as a cashier may see them.
import type { FoundReceipt } from '#src/contract/till-returns.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { findReceiptsByNumber, type NumberedReceipt } from '#src/core/receipts/find-by-number.ts';
import { listLines, type ReceiptLineRow } from '#src/core/receipts/list-lines.ts';
import type { Db } from '#src/db/client.ts';
import type { StoreId } from '#src/lib/id.ts';

const DAY_MS = 86_400_000;
/** Without a day: as long as the law lets goods be brought back. */
const LOOK_BACK_DAYS = 14;
/** What a till that was cut off sold on a day may have been told so much later. */
const TOLD_WITHIN_DAYS = 4;
const MOST = 10;

interface Asked {
  store: { storeId: StoreId; timeZone: string };
  receiptNumber: string;
  /** `2026-11-21` at the store. */
  day: string | undefined;
  at: Date;
}

/** The newest first; at most ten. */
export async function findTillReceipts(
  db: Db,
  { store, receiptNumber, day, at }: Asked,
): Promise<FoundReceipt[]> {
  const begins = day === undefined ? at.getTime() - LOOK_BACK_DAYS * DAY_MS : Date.parse(day) - DAY_MS;
  const ends = day === undefined ? at.getTime() + DAY_MS : Date.parse(day) + TOLD_WITHIN_DAYS * DAY_MS;
  const rows = await findReceiptsByNumber(db, {
    storeId: store.storeId,
    number: receiptNumber,
    since: new Date(begins),
    until: new Date(ends),
    limit: MOST,
  });
  const localDay = new Intl.DateTimeFormat('sv-SE', { timeZone: store.timeZone });
  const wanted = rows.filter((row) => day === undefined || localDay.format(row.occurredAt) === day);
  return await Promise.all(
    wanted.map(async (row) => {
      const { memberId, receiptId } = row;
      return foundReceipt(row, await listLines(db, { memberId, receiptIds: [receiptId] }));
    }),
  );
}

export function foundReceipt(row: NumberedReceipt, lines: ReceiptLineRow[]): FoundReceipt {
  return {
    receiptId: row.receiptId,
    storeId: row.storeId,
    externalId: row.externalId,
    receiptNumber: row.number,
    occurredAt: row.occurredAt.toISOString(),
    shownName: shortName(row.memberName),
    state: row.state,
    amountMinor: Number(row.amountMinor),
    returnedMinor: Number(row.returnedMinor),
    earned: Number(row.earned),
    burnt: Number(row.burnt),
    lines: lines.map((line) => ({
      lineNo: line.lineNo,
      name: line.name,
      quantityMilli: Number(line.quantityMilli),
      returnedMilli: Number(line.returnedMilli),
      amountMinor: Number(line.amountMinor - line.ourDiscountMinor),
    })),
  };
}
