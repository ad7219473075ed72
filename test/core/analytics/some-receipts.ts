// Receipts without the till around them: rows as post_receipts writes them, each with its event.
import { sql } from 'drizzle-orm';
import { recordEvent } from '#src/core/events/record-event.ts';
import { type Database, type Db, transaction } from '#src/db/client.ts';
import { type MemberId, newId, type ReceiptId } from '#src/lib/id.ts';
import { STORE } from '#test/support/a-shop.ts';
import { eventsSettled } from '#test/support/events-settled.ts';
import { keepAllStats } from '#test/support/keep-all-stats.ts';

export interface Bought {
  memberId: MemberId;
  receiptId: ReceiptId;
  at: Date;
  amountMinor: number;
  returnedMinor: number;
  lines: { category: string; amountMinor: number; excluded: boolean }[];
}

type Told = Pick<Bought, 'memberId' | 'at' | 'amountMinor'> & Partial<Pick<Bought, 'lines'>>;

export async function buys(db: Db, told: Told): Promise<Bought> {
  const { memberId, at, amountMinor, lines = [] } = told;
  const receiptId = newId('rcp', at.getTime());
  await transaction(db, async (tx) => {
    await tx.execute(sql`
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at)
      values (${memberId}, ${receiptId}, ${STORE}, ${receiptId}, '1', ${amountMinor}::bigint, 0, 0, 0, 'test', ${at}, ${at})`);
    for (const [place, line] of lines.entries())
      await tx.execute(sql`
        insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, quantity_milli, price_minor, amount_minor,
          excluded)
        values (${memberId}, ${receiptId}, ${place + 1}::integer, '', '', ${line.category}, 1000, ${line.amountMinor}::bigint,
          ${line.amountMinor}::bigint, ${line.excluded})`);
    const data = { receiptId, storeId: STORE, number: '1', amountMinor, earned: 0, burnt: 0, balance: 0 };
    await recordEvent(tx, { memberId, happened: { kind: 'receipt.accepted', data }, at });
  });
  return { memberId, receiptId, at, amountMinor, returnedMinor: 0, lines };
}

/** A sum comes back, of no line. */
export async function returns(db: Db, receipt: Bought, amountMinor: number): Promise<void> {
  receipt.returnedMinor += amountMinor;
  const { memberId, receiptId, at } = receipt;
  await transaction(db, async (tx) => {
    await tx.execute(sql`
      update receipt set returned_minor = ${receipt.returnedMinor}::bigint where receipt_id = ${receiptId}`);
    const none = { takenBack: 0, givenBack: 0, owed: 0 };
    const data = { receiptId, returnId: receiptId, storeId: STORE, amountMinor, ...none };
    await recordEvent(tx, { memberId, happened: { kind: 'receipt.returned', data }, at });
  });
}

/** Everything there is to do at `at`. */
export async function countAll({ db, sql: bare }: Pick<Database, 'db' | 'sql'>, at: Date): Promise<void> {
  await eventsSettled(bare);
  await keepAllStats(db, at);
}
