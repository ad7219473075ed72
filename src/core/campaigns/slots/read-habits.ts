// What members have bought of the goods that offers are about, as one statement for many members.
import type { Sql } from '#src/db/client.ts';
import { runText } from '#src/db/run-text.ts';
import type { MemberId, OfferId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { foldCategory } from '../../stores/fold-category.ts';
import type { Goods } from './offer-goods.ts';

/** How a member has bought the goods of one offer within a year, in days on which they did. */
export interface Habit {
  days: number;
  /** Of them within 90 days. */
  recent: number;
  /** Days since the last time. */
  age: number;
  /** The gap in the middle between one time and the next, in days; null: bought once. */
  gap: number | null;
}

export interface Habits {
  language: Language;
  /** Where they have bought the most within a year; null: nowhere. */
  storeId: StoreId | null;
  /** What most of their money goes for; empty: nobody knows. */
  cluster: string;
  /** Days within 90 on which they bought anything. */
  recent: number;
  of: Partial<Record<OfferId, Habit>>;
}

export type GoodsByOffer = ReadonlyMap<OfferId, readonly Goods[]>;

/** Lines of a year, without what came back or what the law keeps out; their goods are looked up, not compared. */
const QUERY = `
  with line as materialized (
    select r.member_id, r.store_id, (r.occurred_at at time zone p.time_zone)::date as day, l.sku,
      fold_category(l.category) as category, l.brand
    from unnest($1::text[]) a(member_id)
      cross join programme p
      join receipt r on r.member_id = a.member_id and r.occurred_at > $3::timestamptz - interval '1 year'
        and r.occurred_at <= $3::timestamptz and r.state not in ('returned', 'cancelled')
      join receipt_line l on l.member_id = r.member_id and l.receipt_id = r.receipt_id
    where not l.excluded and l.returned_milli < l.quantity_milli
  ), goods as materialized (
    select offer, kind, value from jsonb_to_recordset($2::text::jsonb) as g(offer text, kind text, value text)
  ), bought as (
    select member_id, offer, day from line join goods on kind = 'sku' and value = sku
    union select member_id, offer, day from line join goods on kind = 'category' and value = category
    union select member_id, offer, day from line join goods on kind = 'brand' and value = brand
  ), today as (
    select ($3::timestamptz at time zone time_zone)::date as day from programme
  ), gapped as (
    select member_id, offer, day, day - lag(day) over (partition by member_id, offer order by day) as gap from bought
  ), habit as (
    select g.member_id, g.offer, jsonb_build_object('days', count(*), 'age', t.day - max(g.day),
      'recent', count(*) filter (where g.day > t.day - 90),
      'gap', percentile_disc(0.5) within group (order by g.gap)) as habit
    from gapped g cross join today t group by g.member_id, g.offer, t.day
  ), told as (
    select member_id, jsonb_object_agg(offer, habit) as habits from habit group by member_id
  ), seen as (
    select l.member_id, count(distinct l.day) filter (where l.day > t.day - 90)::integer as recent
    from line l cross join today t group by l.member_id
  ), home as (
    select distinct on (member_id) member_id, store_id from line group by member_id, store_id
    order by member_id, count(distinct day) desc, max(day) desc, store_id
  )
  select m.member_id, m.language, coalesce(s.favourite_category, '') as cluster, home.store_id,
    coalesce(seen.recent, 0) as recent, told.habits
  from unnest($1::text[]) a(member_id) join member m on m.member_id = a.member_id
    left join member_stats s on s.member_id = m.member_id
    left join seen on seen.member_id = m.member_id
    left join told on told.member_id = m.member_id
    left join home on home.member_id = m.member_id`;

interface Row {
  member_id: MemberId;
  language: Language;
  cluster: string;
  store_id: StoreId | null;
  recent: number;
  habits: Record<OfferId, Habit> | null;
}

export async function readHabits(
  sql: Sql,
  memberIds: MemberId[],
  { goods, at }: { goods: GoodsByOffer; at: Date },
): Promise<Map<MemberId, Habits>> {
  const rows = await runText<Row>(sql, QUERY, [memberIds, goodsText(goods), at.toISOString()]);
  return new Map(
    rows.map(({ member_id, store_id, habits, ...row }) => [
      member_id,
      { ...row, storeId: store_id, of: habits ?? {} },
    ]),
  );
}

/** As rows of (offer, kind, value), for a statement; categories are folded, as those of its lines have to be. */
export function goodsText(goods: GoodsByOffer): string {
  const rows = [...goods].flatMap(([offer, all]) =>
    all.map(({ kind, value }) => ({
      offer,
      kind,
      value: kind === 'category' ? foldCategory(value) : value,
    })),
  );
  return JSON.stringify(rows);
}
