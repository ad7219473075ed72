import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { type ScoredBy, scoresOf } from './scores-sql.ts';

/**
 * Counts all figures of these members anew, from their receipts and those of whoever became part of them. A day is one of
 * the programme's time zone and in the window until the same day of the next year. The caller has locked their rows
 * before: what is read here is at least as new as what anybody else has written there.
 */
export async function recountMembers(
  tx: Tx,
  { memberIds, timeZone, ...by }: ScoredBy & { memberIds: MemberId[]; timeZone: string },
): Promise<void> {
  if (memberIds.length === 0) return;
  const { today } = by;
  const inWindow = sql`day >= (select first from window_of_days)`;
  const scores = scoresOf('n', by);
  await tx.execute(sql`
    with window_of_days as materialized (
      -- Asked once, not of each receipt. Not the day after the same day of last year where February is a day longer in one.
      select min(day)::date as first
      from generate_series(${today}::date - interval '12 months', ${today}::date - interval '12 months' + interval '2 days',
        interval '1 day') day
      where (day + interval '12 months')::date > ${today}::date
    ), asked as materialized (
      select * from unnest(${sql.param(memberIds)}::text[]) with ordinality as a(member_id, place)
    ), self as materialized (
      select a.place, a.member_id from asked a
      union all
      select a.place, m.member_id from member m join asked a on m.absorbed_into = a.member_id
    ), bought as materialized (
      select s.place, s.member_id, r.occurred_at, (r.occurred_at at time zone ${timeZone})::date as day,
        r.amount_minor - r.returned_minor as net
      from self s join receipt r on r.member_id = s.member_id where r.amount_minor > r.returned_minor
    ), figures as materialized (
      select place, array_agg(distinct day order by day) as every_day,
        count(distinct day) filter (where ${inWindow}) as days,
        coalesce(sum(net) filter (where ${inWindow}), 0)::bigint as net_minor,
        (min(day) filter (where ${inWindow}) + interval '12 months')::date as due_on
      from bought group by place
    ), middle as (
      select b.place, b.net, (
        select count(*) from receipt_line l
        where l.member_id = b.member_id and l.returned_milli < l.quantity_milli and l.receipt_id = (
          select r.receipt_id from receipt r where r.member_id = b.member_id and r.occurred_at = b.occurred_at
            and r.amount_minor - r.returned_minor = b.net order by r.receipt_id limit 1)) as lines
      from (
        select place, member_id, occurred_at, net, count(*) over (partition by place) as receipts,
          row_number() over (partition by place order by net, occurred_at) as turn
        from bought where ${inWindow}
        -- Else the lines of every receipt are counted before the one in the middle is chosen.
        offset 0
      ) b where b.turn = (b.receipts + 1) / 2
    ), favourite as (
      select distinct on (place) place, category from (
        select s.place, l.category, sum((l.amount_minor - l.our_discount_minor)
          * (l.quantity_milli - l.returned_milli) / nullif(l.quantity_milli, 0)::numeric) as money
        from self s join receipt_line l on l.member_id = s.member_id
          join receipt r on r.member_id = l.member_id and r.receipt_id = l.receipt_id
          cross join lateral (select (r.occurred_at at time zone ${timeZone})::date as day) d
        where ${inWindow} and r.amount_minor > r.returned_minor and not l.excluded and l.category <> ''
        group by s.place, l.category
      ) spent where money > 0 order by place, money desc, category
    ), n as (
      select a.member_id, coalesce(g.days, 0) as days, coalesce(cardinality(g.every_day), 0) as days_ever,
        coalesce(g.net_minor, 0) as net_minor, g.every_day[1] as first_day, g.due_on,
        g.every_day[cardinality(g.every_day) - 1] as previous_day, g.every_day[cardinality(g.every_day)] as last_day,
        d.net as median_minor, d.lines as median_lines, v.category as favourite_category
      from asked a left join figures g using (place) left join middle d using (place) left join favourite v using (place)
    )
    update member_stats s set days = n.days, days_ever = n.days_ever, net_minor = n.net_minor, first_day = n.first_day,
      previous_day = n.previous_day, last_day = n.last_day, median_minor = n.median_minor, median_lines = n.median_lines,
      favourite_category = n.favourite_category, due_on = n.due_on, r = ${scores.r}, f = ${scores.f}, m = ${scores.m},
      life_cycle = ${scores.lifeCycle}, receipt_size = ${scores.receiptSize}
    from n where s.member_id = n.member_id`);
}
