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

/** One argument of post_receipts: its type, and its elements as PostgreSQL writes an array. */
interface Column {
  type: string;
  array: string;
}

type Bare = number | bigint | string | null;
/** Elements that need no quotes: numbers, dates, `t` and `f`. */
function bare(values: Bare[]): string {
  return `{${values.map((value) => value ?? 'NULL').join()}}`;
}

const SPECIAL = /["\\]/;
const SPECIALS = /["\\]/g;

/**
 * The driver would ask of every element what it is; here a column knows. Joined and not added up piece by piece: the pieces
 * would live until the last of them, ten for each word.
 */
function quoted(values: (string | null)[]): string {
  if (values.length === 0) return '{}';
  if (values.every(isPlain)) return `{"${values.join('","')}"}`;
  return `{${values.map(inQuotes).join()}}`;
}

const isPlain = (value: string | null) => value !== null && !SPECIAL.test(value);

function inQuotes(value: string | null): string {
  if (value === null) return 'NULL';
  return isPlain(value) ? `"${value}"` : `"${value.replaceAll(SPECIALS, '\\$&')}"`;
}

/**
 * Not an array: JSON of each element on a line of its own, an empty line for null. JSON has no line breaks, but as many
 * quotes as words, and in an array each would be escaped here and unescaped there.
 */
const LINES_OF_JSON = 'lines of JSON';

function parameter(place: number, { type }: Column): string {
  return type === LINES_OF_JSON ? `string_to_array($${place}::text, e'\\n', '')` : `$${place}::${type}`;
}

/** The columns in the order of the function's arguments. */
function columnsOf(items: ReceiptItem[]): Column[] {
  const receipts = items.map((item) => item.row);
  const movements = items.flatMap((item) => item.movements);
  const lines = items.flatMap((item) => item.lines);
  const budgets = items.flatMap((item) => item.budgets);
  const events = items.flatMap((item) => item.events);
  const text = (values: (string | null)[]): Column => ({ type: 'text[]', array: quoted(values) });
  const big = (values: Bare[]): Column => ({ type: 'bigint[]', array: bare(values) });
  const int = (values: Bare[]): Column => ({ type: 'integer[]', array: bare(values) });
  const json = (values: (string | null)[]): Column => ({ type: LINES_OF_JSON, array: values.join('\n') });
  const time = (values: (string | null)[]): Column => ({ type: 'timestamptz[]', array: quoted(values) });
  /** For each element of a part the place of its receipt, from 1. */
  const places = (part: (item: ReceiptItem) => unknown[]): Column =>
    int(items.flatMap((item, place) => part(item).map(() => place + 1)));
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
    json(receipts.map((each) => each.told)),
    text(receipts.map((each) => each.eventId)),
    big(receipts.map((each) => each.version)),
    text(receipts.map((each) => each.tierKey)),
    text(receipts.map((each) => each.month)),
    big(receipts.map((each) => each.counts)),
    { type: 'date[]', array: bare(receipts.map((each) => each.day)) },
    json(receipts.map((each) => each.earnedToday)),
    json(receipts.map((each) => each.ruleUse)),
    places((item) => item.movements),
    text(movements.map((each) => each.transferId)),
    text(movements.map((each) => each.kind)),
    text(movements.map((each) => each.account)),
    text(movements.map((each) => each.currency)),
    big(movements.map((each) => each.amount)),
    time(movements.map((each) => each.activeAt)),
    time(movements.map((each) => each.expiresAt)),
    text(movements.map((each) => each.waitsFor)),
    text(movements.map((each) => each.holdId)),
    json(movements.map((each) => each.reason)),
    places((item) => item.lines),
    { type: 'smallint[]', array: bare(lines.map((each) => each.lineNo)) },
    text(lines.map((each) => each.sku)),
    text(lines.map((each) => each.name)),
    text(lines.map((each) => each.category)),
    text(lines.map((each) => each.brand)),
    { type: 'boolean[]', array: bare(lines.map((each) => (each.excluded ? 't' : 'f'))) },
    big(lines.map((each) => each.quantityMilli)),
    big(lines.map((each) => each.priceMinor)),
    big(lines.map((each) => each.discountMinor)),
    big(lines.map((each) => each.ourDiscountMinor)),
    big(lines.map((each) => each.amountMinor)),
    places((item) => item.budgets),
    text(budgets.map((each) => each.ruleId)),
    big(budgets.map((each) => each.points)),
    places((item) => item.events),
    text(events.map((each) => each.eventId)),
    text(events.map((each) => each.kind)),
    json(events.map((each) => each.data)),
  ];
}

/** Coupons that the receipts use: the place of the receipt, the coupon, and what it brought. */
function couponColumns(items: ReceiptItem[]): Column[] {
  const used = items.flatMap((item, place) => item.coupons.map((each) => ({ ...each, no: place + 1 })));
  return [
    { type: 'integer[]', array: bare(used.map((each) => each.no)) },
    { type: 'text[]', array: quoted(used.map((each) => each.couponId)) },
    { type: 'bigint[]', array: bare(used.map((each) => each.savedMinor)) },
    { type: 'bigint[]', array: bare(used.map((each) => each.points)) },
  ];
}

const CALL = `select no, outcome, receipt_id, earned, burnt, balance, amount_minor, discount_minor, told
  from post_receipts($1::timestamptz, $2::text, ${columnsOf([])
    .map((column, place) => parameter(place + 3, column))
    .join(', ')})`;

// Who holds the member's standing holds the coupons too: a receipt that is accepted finds its own as the rules saw them.
const CALL_WITH_COUPONS = (() => {
  const first = columnsOf([]).length + 3;
  const [no, coupon, saved, earned] = couponColumns([]).map(
    ({ type }, place) => `$${first + place}::${type}`,
  );
  return `with posted as materialized (${CALL}), used as materialized (
    select use_coupons($1::timestamptz, array_agg(($3::text[])[i.no]), array_agg(i.coupon), array_agg(p.receipt_id),
      array_agg(i.saved), array_agg(i.earned))
    from posted p join unnest(${no}, ${coupon}, ${saved}, ${earned}) as i(no, coupon, saved, earned) on i.no = p.no
    where p.outcome = 'accepted')
  select posted.* from posted cross join used`;
})();
