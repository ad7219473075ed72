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
  const inWindow = sql`(day + interval '12 months')::date > ${today}::date`;
  const scores = scoresOf('n', by);
  await tx.execute(sql`
    with asked as materialized (
      select unnest(${sql.param(memberIds)}::text[]) as member_id
    ), self as materialized (
      select a.member_id as whose, a.member_id from asked a
      union all
      select m.absorbed_into, m.member_id from member m join asked a on m.absorbed_into = a.member_id
    ), bought as materialized (
      select s.whose, r.member_id, r.receipt_id, (r.occurred_at at time zone ${timeZone})::date as day,
        r.amount_minor - r.returned_minor as net
      from self s join receipt r on r.member_id = s.member_id
      where r.state <> 'cancelled' and r.amount_minor > r.returned_minor
    ), by_day as (
      select whose, day, sum(net) as net, ${inWindow} as counts from bought group by whose, day
    ), figures as (
      select whose, count(*) as days_ever, count(*) filter (where counts) as days,
        coalesce(sum(net) filter (where counts), 0)::bigint as net_minor,
        min(day) as first_day, max(day) as last_day, (array_agg(day order by day desc))[2] as previous_day,
        (min(day) filter (where counts) + interval '12 months')::date as due_on
      from by_day group by whose
    ), middle as (
      select b.whose, b.net, (
        select count(*) from receipt_line l
        where l.member_id = b.member_id and l.receipt_id = b.receipt_id and l.returned_milli < l.quantity_milli) as lines
      from (
        select b.*, row_number() over (partition by whose order by net, receipt_id) as place,
          count(*) over (partition by whose) as receipts
        from bought b where ${inWindow}
      ) b where b.place = (b.receipts + 1) / 2
    ), favourite as (
      select distinct on (whose) whose, category from (
        select b.whose, l.category, sum((l.amount_minor - l.our_discount_minor)
          * (l.quantity_milli - l.returned_milli) / nullif(l.quantity_milli, 0)::numeric) as money
        from bought b join receipt_line l on l.member_id = b.member_id and l.receipt_id = b.receipt_id
        where ${inWindow} and not l.excluded and l.category <> ''
        group by b.whose, l.category
      ) spent where money > 0 order by whose, money desc, category
    ), n as (
      select a.member_id, coalesce(g.days, 0) as days, coalesce(g.days_ever, 0) as days_ever,
        coalesce(g.net_minor, 0) as net_minor, g.first_day, g.previous_day, g.last_day, g.due_on,
        d.net as median_minor, d.lines as median_lines, v.category as favourite_category
      from asked a left join figures g on g.whose = a.member_id left join middle d on d.whose = a.member_id
        left join favourite v on v.whose = a.member_id
    )
    update member_stats s set days = n.days, days_ever = n.days_ever, net_minor = n.net_minor, first_day = n.first_day,
      previous_day = n.previous_day, last_day = n.last_day, median_minor = n.median_minor, median_lines = n.median_lines,
      favourite_category = n.favourite_category, due_on = n.due_on, r = ${scores.r}, f = ${scores.f}, m = ${scores.m},
      life_cycle = ${scores.lifeCycle}, receipt_size = ${scores.receiptSize}
    from n where s.member_id = n.member_id`);
}
