import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { dayOf, minuteOf, toLocal, weekdayOf } from '#src/lib/zoned.ts';
import type { MemberFacts } from '../rules/basket.ts';
import { RECEIPT_LASTS_MS } from '../rules/receipt-lasts.ts';
import { foldCategory } from '../stores/fold-category.ts';
import type { PastLine, PastReceipt } from './audience-facts.ts';
import type { AudienceKnown } from './audience-known.ts';

interface Row extends Record<string, unknown> {
  member_id: MemberId;
  store_id: string;
  till_id: string | null;
  time_zone: string;
  occurred_at: Date;
  amount_minor: bigint;
  net_minor: bigint;
  lines: LineRow[] | null;
}
interface LineRow {
  no: number;
  sku: string;
  name: string;
  category: string;
  brand: string;
  quantity: number;
  price: number;
  amount: number;
  discount: number;
  returned: number;
}

/**
 * Receipts of members that have not come back whole, with those of whom they have taken in, and the lines that count;
 * all of them up to now, or those since a moment and those that were still being rung up then.
 */
export async function readPastReceipts(
  db: Reader,
  memberIds: readonly MemberId[],
  { at, timeZone, since }: Pick<AudienceKnown, 'at' | 'timeZone'> & { since?: Date },
): Promise<Map<MemberId, PastReceipt[]>> {
  const begun = since && new Date(since.getTime() - RECEIPT_LASTS_MS);
  const rows = await db.execute<Row>(sql`
    select s.member_id, r.store_id, r.till_id, coalesce(st.time_zone, ${timeZone}) as time_zone, r.occurred_at,
      r.amount_minor, r.amount_minor - r.returned_minor as net_minor,
      (select jsonb_agg(jsonb_build_object('no', l.line_no, 'sku', l.sku, 'name', l.name, 'category', l.category,
          'brand', l.brand, 'quantity', l.quantity_milli, 'price', l.price_minor, 'amount', l.amount_minor,
          'discount', l.our_discount_minor, 'returned', l.returned_milli))
        from receipt_line l
        where l.member_id = r.member_id and l.receipt_id = r.receipt_id and not l.excluded) as lines
    from (
      select member_id, member_id as self from member where member_id = any (${sql.param([...memberIds])}::text[])
      union all
      select absorbed_into, member_id from member where absorbed_into = any (${sql.param([...memberIds])}::text[])
    ) s join receipt r on r.member_id = s.self left join store st on st.store_id = r.store_id
    where r.state in ('closed', 'partly_returned') and r.occurred_at <= ${at}::timestamptz${
      since
        ? sql` and r.occurred_at >= ${begun}::timestamptz
          and (r.occurred_at >= ${since}::timestamptz or r.recorded_at > ${since}::timestamptz)`
        : sql``
    }`);
  const found = new Map<MemberId, PastReceipt[]>();
  for (const row of rows) {
    const all = found.get(row.member_id) ?? [];
    all.push(pastReceipt(row, timeZone));
    found.set(row.member_id, all);
  }
  return found;
}

function pastReceipt(row: Row, timeZone: string): PastReceipt {
  const at = row.occurred_at.getTime();
  const local = toLocal(at, row.time_zone);
  const lines = (row.lines ?? []).map(pastLine);
  return {
    lines,
    netMinor: Number(row.net_minor),
    day: dayOf(toLocal(at, timeZone)),
    facts: {
      member: NOBODY,
      at,
      timeZone: row.time_zone,
      day: dayOf(local),
      weekday: weekdayOf(dayOf(local)),
      minute: minuteOf(local),
      storeId: row.store_id,
      tillId: row.till_id,
      lines,
      amountMinor: Number(row.amount_minor),
      quantityMilli: lines.reduce((sum, line) => sum + line.quantityMilli, 0),
      eventName: null,
    },
  };
}

function pastLine({ no, quantity, price, amount, discount, returned, ...words }: LineRow): PastLine {
  const keptMilli = quantity - returned;
  // Rounded down as in history-sql.ts; the product may be larger than a number holds.
  const net = quantity === 0 ? 0n : (BigInt(amount - discount) * BigInt(keptMilli)) / BigInt(quantity);
  return {
    ...words,
    category: foldCategory(words.category),
    lineNo: no,
    quantityMilli: quantity,
    priceMinor: price,
    amountMinor: amount,
    excluded: false,
    keptMilli,
    netMinor: Number(net),
  };
}

/** A condition on a past receipt asks nothing about its member: check-condition.ts sees to that. */
const NOBODY: MemberFacts = {
  memberId: '',
  tierKey: '',
  language: '',
  registeredAt: Number.NaN,
  birthday: null,
  marketingConsent: false,
  turnoverMinor: Number.NaN,
  receipts: 0,
  lastReceiptAt: null,
  balances: {},
  totals: {},
  earnedToday: {},
  recent: [],
  ruleUse: {},
};
