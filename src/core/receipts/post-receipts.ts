// The hot path: the one SQL function that writes receipts. Everything goes to it as columns: PostgreSQL reads an array
// several times faster than the same rows as JSON.
import type { PendingQuery } from 'postgres';
import type { Sql, Tx } from '#src/db/client.ts';
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
  return runText<PostedRow>(sql, CALL, argumentsOf(items, recordedAt));
}

/** Posts one item in a transaction that has locked the member's standing. */
export async function postReceiptIn(tx: Tx, item: ReceiptItem, recordedAt: Date): Promise<PostedRow> {
  const [row] = await runTextIn<PostedRow>(tx, CALL, argumentsOf([item], recordedAt));
  if (!row) throw new Error('post_receipts answered nothing');
  return row;
}

function argumentsOf(items: ReceiptItem[], recordedAt: Date): unknown[] {
  const money = items[0]?.row.moneyCurrency ?? '';
  return [recordedAt.toISOString(), money, ...columnsOf(items).map((column) => column.values)];
}

/** One argument of post_receipts: its type, and its elements as the driver takes them. */
interface Column {
  type: string;
  values: unknown[];
}

const bool = (value: boolean) => (value ? 't' : 'f');

/** The columns in the order of the function's arguments. Wide integers and times go as text, which the driver leaves alone. */
function columnsOf(items: ReceiptItem[]): Column[] {
  const receipts = items.map((item) => item.row);
  const movements = items.flatMap((item, place) =>
    item.movements.map((each) => ({ ...each, no: place + 1 })),
  );
  const lines = items.flatMap((item, place) => item.lines.map((each) => ({ ...each, no: place + 1 })));
  const budgets = items.flatMap((item, place) => item.budgets.map((each) => ({ ...each, no: place + 1 })));
  const events = items.flatMap((item, place) => item.events.map((each) => ({ ...each, no: place + 1 })));
  const text = (values: unknown[]): Column => ({ type: 'text[]', values });
  const big = (values: (bigint | number | null)[]): Column => ({
    type: 'bigint[]',
    values: values.map((each) => each?.toString() ?? null),
  });
  const int = (values: unknown[]): Column => ({ type: 'integer[]', values });
  const time = (values: unknown[]): Column => ({ type: 'text[]::timestamptz[]', values });
  return [
    text(receipts.map((each) => each.memberId)),
    text(receipts.map((each) => each.receiptId)),
    text(receipts.map((each) => each.storeId)),
    text(receipts.map((each) => each.tillId)),
    text(receipts.map((each) => each.externalId)),
    text(receipts.map((each) => each.number)),
    big(receipts.map((each) => each.amountMinor)),
    big(receipts.map((each) => each.discountMinor)),
    big(receipts.map((each) => each.earned)),
    big(receipts.map((each) => each.burnt)),
    text(receipts.map((each) => each.hash)),
    text(receipts.map((each) => each.acceptedBy)),
    time(receipts.map((each) => each.occurredAt)),
    time(receipts.map((each) => each.recordedAt)),
    text(receipts.map((each) => each.told)),
    text(receipts.map((each) => each.eventId)),
    big(receipts.map((each) => each.version)),
    text(receipts.map((each) => each.tierKey)),
    text(receipts.map((each) => each.month)),
    big(receipts.map((each) => each.counts)),
    { type: 'text[]::date[]', values: receipts.map((each) => each.day) },
    text(receipts.map((each) => each.earnedToday)),
    text(receipts.map((each) => each.ruleUse)),
    int(movements.map((each) => each.no)),
    text(movements.map((each) => each.transferId)),
    text(movements.map((each) => each.kind)),
    text(movements.map((each) => each.account)),
    text(movements.map((each) => each.currency)),
    big(movements.map((each) => each.amount)),
    time(movements.map((each) => each.activeAt)),
    time(movements.map((each) => each.expiresAt)),
    text(movements.map((each) => each.waitsFor)),
    text(movements.map((each) => each.holdId)),
    text(movements.map((each) => each.reason)),
    int(lines.map((each) => each.no)),
    { type: 'smallint[]', values: lines.map((each) => each.lineNo) },
    text(lines.map((each) => each.sku)),
    text(lines.map((each) => each.name)),
    text(lines.map((each) => each.category)),
    text(lines.map((each) => each.brand)),
    { type: 'text[]::boolean[]', values: lines.map((each) => bool(each.excluded)) },
    big(lines.map((each) => each.quantityMilli)),
    big(lines.map((each) => each.priceMinor)),
    big(lines.map((each) => each.discountMinor)),
    big(lines.map((each) => each.ourDiscountMinor)),
    big(lines.map((each) => each.amountMinor)),
    int(budgets.map((each) => each.no)),
    text(budgets.map((each) => each.ruleId)),
    big(budgets.map((each) => each.points)),
    int(events.map((each) => each.no)),
    text(events.map((each) => each.eventId)),
    text(events.map((each) => each.kind)),
    text(events.map((each) => each.data)),
  ];
}

const CALL = `select no, outcome, receipt_id, earned, burnt, balance, amount_minor, discount_minor, told
  from post_receipts($1::timestamptz, $2::text, ${columnsOf([])
    .map(({ type }, place) => `$${place + 3}::${type}`)
    .join(', ')})`;
