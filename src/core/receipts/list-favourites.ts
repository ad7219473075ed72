import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';

/** A product of a member's own purchases. */
export interface Favourite {
  name: string;
  /** In how many receipts it was, without those of which all of it came back. */
  receipts: number;
  lastAt: Date;
  /** The line that tells it, of the latest of those receipts. */
  receiptId: ReceiptId;
  lineNo: number;
}

interface Row extends Record<string, unknown> {
  name: string;
  receipts: number;
  last_at: Date;
  receipt_id: ReceiptId;
  line_no: number;
}

const MOST = 10;

/**
 * What a member has bought in the most receipts of the year before `at`, at most ten, the most frequent first and the
 * latest among equals. What came back is not counted, nor what the law keeps out of programmes. Reads the receipts of
 * one year and one member by their index.
 */
export async function listFavourites(
  db: Reader,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<Favourite[]> {
  const rows = await db.execute<Row>(sql`
    select (array_agg(l.name order by r.occurred_at desc, l.line_no))[1] as name,
      count(distinct r.receipt_id)::integer as receipts, max(r.occurred_at) as last_at,
      (array_agg(r.receipt_id order by r.occurred_at desc, l.line_no))[1] as receipt_id,
      (array_agg(l.line_no order by r.occurred_at desc, l.line_no))[1] as line_no
    from receipt r
      join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
    where r.member_id = ${memberId} and r.state not in ('returned', 'cancelled')
      and r.occurred_at > ${at}::timestamptz - interval '1 year' and r.occurred_at <= ${at}::timestamptz
      and l.name <> '' and not l.excluded and l.returned_milli < l.quantity_milli
      and fold_category(l.category) <> all (array(select fold_category(c.category) from category c where c.excluded))
    group by l.sku
    order by receipts desc, last_at desc, l.sku
    limit ${MOST}`);
  return rows.map((row) => ({
    name: row.name,
    receipts: row.receipts,
    lastAt: row.last_at,
    receiptId: row.receipt_id,
    lineNo: row.line_no,
  }));
}
