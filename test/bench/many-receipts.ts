// Receipts of many members over thirteen months, a day more whenever it is asked for, and the naive SQL that makes 27 cells
// of all of them. Who buys is scattered by a hash: every run has the same receipts, some members come often, most seldom.
import type { Sql } from '#src/db/client.ts';
import { STORE } from '#test/support/a-shop.ts';

const DAYS = 395;
const AT_ONCE = 1_000_000;
const DAY_MS = 86_400_000;

export interface ManyReceipts {
  members: number;
  receipts: number;
  /** The receipts end then. */
  until: Date;
}

/** Receipts of one day. */
export function ofOneDay({ receipts }: ManyReceipts): number {
  return Math.round(receipts / DAYS);
}

/** Fills an empty shop. The indexes are made at the end, as a restore does. */
export async function fillReceipts(sql: Sql, many: ManyReceipts): Promise<void> {
  await sql`
    insert into member (member_id, name, tier_key, registered_at)
    select 'mem_' || lpad(n::text, 20, '0'), 'Олена', 'base', ${new Date(many.until.getTime() - DAYS * DAY_MS)}
    from generate_series(0, ${many.members - 1}::integer) n`;
  const indexes = await sql<{ name: string; made: string }[]>`
    select indexname as name, indexdef as made from pg_indexes where tablename = 'receipt' and indexname <> 'receipt_pkey'`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  await sql.unsafe('alter table receipt drop constraint receipt_pkey');
  for (let from = 0; from < many.receipts; from += AT_ONCE)
    await addReceipts(sql, many, { from, to: Math.min(many.receipts, from + AT_ONCE) - 1 });
  await sql.unsafe('alter table receipt add primary key (member_id, receipt_id)');
  for (const { made } of indexes) await sql.unsafe(made);
  await sql`vacuum analyze`;
}

/** The receipts of the next day, each with its event. Returns the end of that day; `day` counts from 1. */
export async function addDay(sql: Sql, many: ManyReceipts, day: number): Promise<Date> {
  const from = many.receipts + ofOneDay(many) * (day - 1);
  const to = from + ofOneDay(many) - 1;
  await addReceipts(sql, many, { from, to });
  await sql`
    insert into event (member_id, event_id, kind, data, recorded_at)
    select member_id, 'evt' || substr(receipt_id, 4), 'receipt.accepted', '{}', recorded_at from receipt
    where receipt_id between 'rcp_' || lpad(${from}::integer::text, 20, '0') and 'rcp_' || lpad(${to}::integer::text, 20, '0')`;
  return new Date(many.until.getTime() + day * DAY_MS);
}

async function addReceipts(sql: Sql, many: ManyReceipts, { from, to }: { from: number; to: number }) {
  const { members, receipts, until } = many;
  await sql`
    insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
      accepted_by, occurred_at, recorded_at)
    select 'mem_' || lpad(floor(${members}::integer * power(abs(hashint4(n))::float8 / 2147483648, 2))::text, 20, '0'),
      'rcp_' || lpad(n::text, 20, '0'), ${STORE}, n, n, 1000 + abs(hashint4(n + 7)::bigint) % 90000, 0, 0, 0, 'bench', at, at
    from generate_series(${from}::integer, ${to}::integer) n cross join lateral (
      select ${until}::timestamptz - (${receipts}::integer - 1 - n) * (interval '1 day' * ${DAYS} / ${receipts}::integer) as at) made`;
}

/** Table `naive` (member_id, r, f, m): all receipts of the window counted, cut and scored by the same rule. */
export async function scoreNaively(sql: Sql, today: string, timeZone: string): Promise<void> {
  await sql.unsafe(`
    set work_mem = '256MB';
    drop table if exists naive;
    create table naive as
    with by_day as (
      select member_id, (occurred_at at time zone '${timeZone}')::date as day, sum(amount_minor - returned_minor) as net
      from receipt
      where occurred_at >= (date '${today}' - interval '12 months')::date::timestamp at time zone '${timeZone}'
        and state <> 'cancelled' and amount_minor > returned_minor
      group by member_id, day
    ), bought as materialized (
      select member_id, count(*) as f, sum(net) as m, date '${today}' - max(day) as r from by_day
      where (day + interval '12 months')::date > date '${today}' group by member_id
    ), cut as (
      select percentile_cont(array[1.0 / 3, 2.0 / 3]) within group (order by r) as r,
        percentile_cont(array[1.0 / 3, 2.0 / 3]) within group (order by f) as f,
        percentile_cont(array[1.0 / 3, 2.0 / 3]) within group (order by m) as m from bought
    )
    select b.member_id, 3 - (b.r > c.r[1])::integer - (b.r > c.r[2])::integer as r,
      1 + (b.f > c.f[1])::integer + (b.f > c.f[2])::integer as f, 1 + (b.m > c.m[1])::integer + (b.m > c.m[2])::integer as m
    from bought b cross join cut c;
    reset work_mem`);
}

/** Members whom `naive` and the statistics give different scores. */
export async function countDifferent(sql: Sql): Promise<number> {
  const [row] = await sql<{ different: number }[]>`
    select count(*)::integer as different from member_stats s full join naive n using (member_id)
    where (s.r, s.f, s.m) is distinct from (coalesce(n.r, 0), coalesce(n.f, 0), coalesce(n.m, 0))`;
  return row?.different ?? Number.NaN;
}
