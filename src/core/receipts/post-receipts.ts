// The hot path: the one SQL function that writes receipts. Everything goes to it as columns: PostgreSQL reads an array
// several times faster than the same rows as JSON.
import type { PendingQuery } from 'postgres';
import type { Sql, Tx } from '#src/db/client.ts';
import { bareOf, bigints, type Column, integers, jsons, parameter, texts, times } from '#src/db/columns.ts';
import { runText, runTextIn } from '#src/db/run-text.ts';
import type { ReceiptId } from '#src/lib/id.ts';
import type { ReceiptItem } from './receipt-item.ts';

export interface PostedRow {
  /** The place in the batch, from 1. */
  no: number;
  outcome: 'accepted' | 'replayed' | 'key_reused' | 'insufficient_points' | 'no_account' | 'busy' | 'again';
  receipt_id: ReceiptId;
  earned: bigint;
  burnt: bigint;
  /** The balance after it; for a refusal what can be burnt. */
  balance: bigint;
  /** Of a receipt that was stored before: its sum after discounts, the discounts, and what the rules answered. */
  amount_minor: bigint | null;
  discount_minor: bigint | null;
  told: unknown;
}

/** Posts items of different members in one commit of its own. One row for each item, in no order. */
export function postReceipts(sql: Sql, items: ReceiptItem[], recordedAt: Date): PendingQuery<PostedRow[]> {
  return runText<PostedRow>(sql, callFor(items), argumentsOf(items, recordedAt));
}

/** Posts one item in a transaction that has locked the member's standing. */
export async function postReceiptIn(tx: Tx, item: ReceiptItem, recordedAt: Date): Promise<PostedRow> {
  const [row] = await runTextIn<PostedRow>(tx, callFor([item]), argumentsOf([item], recordedAt));
  if (!row) throw new Error('post_receipts answered nothing');
  return row;
}

function argumentsOf(items: ReceiptItem[], recordedAt: Date): unknown[] {
  const money = items[0]?.row.moneyCurrency ?? '';
  const columns = hasCoupons(items) ? [...columnsOf(items), ...couponColumns(items)] : columnsOf(items);
  return [recordedAt.toISOString(), money, ...columns.map((column) => column.array)];
}

function hasCoupons(items: ReceiptItem[]): boolean {
  return items.some((item) => item.coupons.length > 0);
}

function callFor(items: ReceiptItem[]): string {
  return hasCoupons(items) ? CALL_WITH_COUPONS : CALL;
}

/** The columns in the order of the function's arguments. */
function columnsOf(items: ReceiptItem[]): Column[] {
  const receipts = items.map((item) => item.row);
  const movements = items.flatMap((item) => item.movements);
  const lines = items.flatMap((item) => item.lines);
  const budgets = items.flatMap((item) => item.budgets);
  const events = items.flatMap((item) => item.events);
  /** For each element of a part the place of its receipt, from 1. */
  const places = (part: (item: ReceiptItem) => unknown[]): Column =>
    integers(items.flatMap((item, place) => part(item).map(() => place + 1)));
  return [
    texts(receipts.map((each) => each.memberId)),
    texts(receipts.map((each) => each.receiptId)),
    texts(receipts.map((each) => each.storeId)),
    texts(receipts.map((each) => each.tillId)),
    texts(receipts.map((each) => each.externalId)),
    texts(receipts.map((each) => each.number)),
    bigints(receipts.map((each) => each.amountMinor)),
    bigints(receipts.map((each) => each.discountMinor)),
    bigints(receipts.map((each) => each.earned)),
    bigints(receipts.map((each) => each.burnt)),
    texts(receipts.map((each) => each.hash)),
    texts(receipts.map((each) => each.acceptedBy)),
    times(receipts.map((each) => each.occurredAt)),
    times(receipts.map((each) => each.recordedAt)),
    jsons(receipts.map((each) => each.told)),
    texts(receipts.map((each) => each.eventId)),
    bigints(receipts.map((each) => each.version)),
    texts(receipts.map((each) => each.tierKey)),
    texts(receipts.map((each) => each.month)),
    bigints(receipts.map((each) => each.counts)),
    bareOf(
      'date[]',
      receipts.map((each) => each.day),
    ),
    jsons(receipts.map((each) => each.earnedToday)),
    jsons(receipts.map((each) => each.ruleUse)),
    places((item) => item.movements),
    texts(movements.map((each) => each.transferId)),
    texts(movements.map((each) => each.kind)),
    texts(movements.map((each) => each.account)),
    texts(movements.map((each) => each.currency)),
    bigints(movements.map((each) => each.amount)),
    times(movements.map((each) => each.activeAt)),
    times(movements.map((each) => each.expiresAt)),
    texts(movements.map((each) => each.waitsFor)),
    texts(movements.map((each) => each.holdId)),
    jsons(movements.map((each) => each.reason)),
    places((item) => item.lines),
    bareOf(
      'smallint[]',
      lines.map((each) => each.lineNo),
    ),
    texts(lines.map((each) => each.sku)),
    texts(lines.map((each) => each.name)),
    texts(lines.map((each) => each.category)),
    texts(lines.map((each) => each.brand)),
    bareOf(
      'boolean[]',
      lines.map((each) => (each.excluded ? 't' : 'f')),
    ),
    bigints(lines.map((each) => each.quantityMilli)),
    bigints(lines.map((each) => each.priceMinor)),
    bigints(lines.map((each) => each.discountMinor)),
    bigints(lines.map((each) => each.ourDiscountMinor)),
    bigints(lines.map((each) => each.amountMinor)),
    places((item) => item.budgets),
    texts(budgets.map((each) => each.ruleId)),
    bigints(budgets.map((each) => each.points)),
    places((item) => item.events),
    texts(events.map((each) => each.eventId)),
    texts(events.map((each) => each.kind)),
    jsons(events.map((each) => each.data)),
  ];
}

/** Coupons that the receipts use: the place of the receipt, the coupon, and what it brought. */
function couponColumns(items: ReceiptItem[]): Column[] {
  const used = items.flatMap((item, place) => item.coupons.map((each) => ({ ...each, no: place + 1 })));
  return [
    integers(used.map((each) => each.no)),
    texts(used.map((each) => each.couponId)),
    bigints(used.map((each) => each.savedMinor)),
    bigints(used.map((each) => each.points)),
  ];
}

const CALL = `select no, outcome, receipt_id, earned, burnt, balance, amount_minor, discount_minor, told
  from post_receipts($1::timestamptz, $2::text, ${columnsOf([])
    .map((column, place) => parameter(place + 3, column))
    .join(', ')})`;

// Who holds the member's standing holds the coupons too: a receipt that is accepted finds its own as the rules saw them.
const CALL_WITH_COUPONS = (() => {
  const first = columnsOf([]).length + 3;
  const [no, coupon, saved, earned] = couponColumns([]).map((column, place) =>
    parameter(first + place, column),
  );
  return `with posted as materialized (${CALL}), used as materialized (
    select use_coupons($1::timestamptz, array_agg(($3::text[])[i.no]), array_agg(i.coupon), array_agg(p.receipt_id),
      array_agg(i.saved), array_agg(i.earned))
    from posted p join unnest(${no}, ${coupon}, ${saved}, ${earned}) as i(no, coupon, saved, earned) on i.no = p.no
    where p.outcome = 'accepted')
  select posted.* from posted cross join used`;
})();
