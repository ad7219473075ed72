// A year of receipts with their lines, written in a few statements: for measurements that read what is there already.
// Who buys, where and what is scattered by a hash, so that every run has the same receipts.
import type { Sql } from '#src/db/client.ts';

export interface YearOfReceipts {
  receipts: number;
  /** Of each receipt. */
  lines: number;
  /** The year ends then. */
  until: Date;
}

const CATEGORIES = 24;
const SKUS = 2_000;
const STORES = 20;
/** Written in a row, as a year of tills would have. */
const RECEIPTS_AT_ONCE = 100_000;

/** Fills an empty shop; the members are there already. */
export async function fillYear(sql: Sql, { receipts, lines, until }: YearOfReceipts): Promise<void> {
  await sql`
    insert into store (store_id, name, city, address)
    select 'str_' || lpad(n::text, 20, '0'), 'Store ' || n, 'Київ', '-' from generate_series(2, ${STORES}::integer) n
    on conflict do nothing`;
  await sql`
    create table place_of_member as
    select row_number() over (order by member_id) - 1 as place, member_id from member`;
  await sql`create unique index on place_of_member (place)`;
  const [{ members } = { members: 0 }] = await sql<{ members: number }[]>`
    select count(*)::integer as members from place_of_member`;
  for (let from = 0; from < receipts; from += RECEIPTS_AT_ONCE) {
    const to = Math.min(receipts, from + RECEIPTS_AT_ONCE) - 1;
    await sql`
      with made as materialized (
        select n, p.member_id, 'rcp_' || lpad(n::text, 20, '0') as receipt_id,
          'str_' || lpad((1 + abs(hashint4(n + 7)) % ${STORES}::integer)::text, 20, '0') as store_id,
          ${until}::timestamptz - (${receipts}::integer - n) * (interval '365 days' / ${receipts}::integer) as at
        from generate_series(${from}::integer, ${to}::integer) n
          -- Some come often and most seldom.
          join place_of_member p on p.place = floor(${members}::integer * power(abs(hashint4(n))::float8 / 2147483648, 2))
      ), item as (
        insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, brand, quantity_milli, price_minor,
          amount_minor)
        select member_id, receipt_id, l, 'sku' || h % ${SKUS}::integer, 'Product ' || h % ${SKUS}::integer,
          'category-' || h % ${CATEGORIES}::integer, 'brand' || h % 50, 1000, 1000 + h % 9000, 1000 + h % 9000
        from made cross join generate_series(1, ${lines}::integer) l
          cross join lateral (select abs(hashint4(n * 31 + l)::bigint)::integer % 1000000 as h) hashed
        returning receipt_id, amount_minor
      ), total as materialized (select receipt_id, sum(amount_minor)::bigint as amount from item group by receipt_id)
      insert into receipt (member_id, receipt_id, store_id, till_id, external_id, number, amount_minor, earned, burnt,
        balance_after, accepted_by, occurred_at, recorded_at)
      select m.member_id, m.receipt_id, m.store_id, null, 'r' || m.n, m.n::text, coalesce(t.amount, 10000),
        coalesce(t.amount, 10000) / 2000, 0, 0, 'stf_bench', m.at, m.at
      from made m left join total t using (receipt_id)
      order by m.n`;
  }
  await sql`drop table place_of_member`;
  await sql`insert into standing (member_id) select member_id from member on conflict do nothing`;
  await sql`vacuum analyze`;
}
