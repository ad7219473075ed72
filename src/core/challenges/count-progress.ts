// How far members have come, counted from their own receipts in one statement for all who are asked about. It says the
// same however often and in whatever order receipts and returns are told.
import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { RECEIPT_LASTS_MS } from '../rules/receipt-lasts.ts';
import { NEVER } from '../segments/compare-sql.ts';
import { lineSql, linesOf, receiptSql } from '../segments/receipt-sql.ts';
import { foldCategory } from '../stores/fold-category.ts';
import type { ChallengeTerms, Goal } from './challenge-terms.ts';

export interface Asked {
  memberId: MemberId;
  /** From when receipts count, and the first moment that no longer does. */
  from: Date;
  until: Date | null;
  /** Receipts of before count only if they were still being rung up then; left out or null: all do. */
  joinedAt?: Date | null;
}

export interface Counted {
  progress: bigint;
  detail: ProgressDetail;
}

export interface ProgressDetail {
  /** Of a set: what was found of it. */
  found?: string[];
  /** Of a streak: the run that ends with the last purchase, and the day or Monday of its last step, `YYYY-MM-DD`. */
  run?: number;
  last?: string;
}

interface Row extends Record<string, unknown> {
  progress: string;
  detail: ProgressDetail | null;
}

/** In the order in which they were asked about. Receipts of whoever became part of a member are the member's own. */
export async function countProgress(
  db: Reader,
  { goal, receipt, line }: Pick<ChallengeTerms, 'goal' | 'receipt' | 'line'>,
  { asked, at, timeZone }: { asked: readonly Asked[]; at: Date; timeZone: string },
): Promise<Counted[]> {
  if (asked.length === 0) return [];
  const json = JSON.stringify(asked.map((each, place) => ({ place, ...each, from: beginOf(each) })));
  const like = line === null ? sql`` : sql` and ${lineSql(line)}`;
  const kept = sql`from ${linesOf} and l.returned_milli < l.quantity_milli${like}`;
  const byLines = needsLines(goal) || (goal.kind === 'sum' && line !== null);
  const where = [
    ...(receipt === null ? [] : [receiptSql(receipt, knownAt(at, timeZone))]),
    ...(line === null || byLines ? [] : [sql`exists (select 1 ${kept})`]),
  ];
  const rows = await db.execute<Row>(sql`
    with asked as materialized (
      select * from jsonb_to_recordset(${json}::jsonb)
        as a(place integer, "memberId" text, "from" timestamptz, "until" timestamptz, "joinedAt" timestamptz)
    ), self as materialized (
      select a.place, a."memberId" as own, a."from", a."until", a."joinedAt" from asked a
      union all
      select a.place, m.member_id, a."from", a."until", a."joinedAt" from asked a join member m on m.absorbed_into = a."memberId"
    ), bought as (
      select s.place, r.*, (r.occurred_at at time zone ${timeZone}::text)::date as day from self s
        cross join lateral (
          select c.member_id, c.receipt_id, c.store_id, c.till_id, c.occurred_at, c.amount_minor - c.returned_minor as amount_minor
          from receipt c where c.member_id = s.own and c.occurred_at >= s."from"
            and (s."joinedAt" is null or c.occurred_at >= s."joinedAt" or c.recorded_at > s."joinedAt")
            and (s."until" is null or c.occurred_at < s."until") and c.state in ('closed', 'partly_returned') offset 0) r
      ${where.length === 0 ? sql`` : sql`where ${sql.join(where, sql` and `)}`}
    ), counted as (
      ${byLines ? ofLines(goal, kept) : ofReceipts(goal)}
    )
    select coalesce(c.progress, 0)::text as progress, c.detail from asked a left join counted c using (place)
    order by a.place`);
  return rows.map(({ progress, detail }) => ({ progress: BigInt(progress), detail: detail ?? {} }));
}

/** No receipt takes longer to ring up. */
function beginOf({ from, joinedAt }: Asked): Date {
  const earliest = new Date((joinedAt?.getTime() ?? 0) - RECEIPT_LASTS_MS);
  return earliest > from ? earliest : from;
}

function needsLines(goal: Goal): boolean {
  if (goal.kind === 'count') return goal.of === 'pieces';
  return (
    (goal.kind === 'distinct' || goal.kind === 'set') && (goal.of === 'categories' || goal.of === 'skus')
  );
}

/** `place`, `progress` and `detail` from `bought`, whole receipts. */
function ofReceipts(goal: Goal): SQL {
  switch (goal.kind) {
    case 'count':
      return sql`select place, count(*) as progress, null::jsonb as detail from bought group by place`;
    case 'sum':
      return sql`select place, sum(amount_minor) as progress, null::jsonb as detail from bought group by place`;
    case 'distinct':
      return sql`select place, count(distinct ${goal.of === 'days' ? sql`day` : sql`store_id`}) as progress,
        null::jsonb as detail from bought group by place`;
    case 'set':
      return foundOf(sql`select place, store_id as value from bought`, goal.values);
    case 'streak':
      return longestRun(goal.unit);
  }
}

/** The same from the lines that were kept. */
function ofLines(goal: Goal, kept: SQL): SQL {
  const each = (value: SQL) =>
    sql`select r.place, ${value} as value from bought r cross join lateral (select l.* ${kept} offset 0) l`;
  switch (goal.kind) {
    // Each line is rounded as a receipt's own figures are: money down, pieces only once there are all of them.
    case 'sum':
      return sql`select place, sum(value) as progress, null::jsonb as detail from (${each(sql`
        (l.amount_minor - l.our_discount_minor) * (l.quantity_milli - l.returned_milli) / l.quantity_milli`)}) v group by place`;
    case 'count':
      return sql`select place, floor(sum(value) / 1000)::bigint as progress, null::jsonb as detail
        from (${each(sql`(l.quantity_milli - l.returned_milli)::bigint`)}) v group by place`;
    case 'distinct':
      return sql`select place, count(distinct value) as progress, null::jsonb as detail
        from (${each(columnOf(goal.of))}) v where value <> '' group by place`;
    case 'set':
      return foundOf(
        each(columnOf(goal.of)),
        goal.values,
        goal.of === 'skus' ? goal.values : goal.values.map(foldCategory),
      );
    case 'streak':
      return sql`select null::integer as place, 0 as progress, null::jsonb as detail where ${NEVER}`;
  }
}

function columnOf(of: string): SQL {
  return of === 'skus' ? sql`l.sku` : sql`fold_category(l.category)`;
}

/** `values` are as `likes` are written; what was found is told as it is `wanted`. */
function foundOf(values: SQL, wanted: string[], likes: string[] = wanted): SQL {
  return sql`select place, count(distinct w.wanted) as progress, jsonb_build_object('found', jsonb_agg(distinct w.wanted)) as detail
    from (${values}) v join unnest(${sql.param(wanted)}::text[], ${sql.param(likes)}::text[]) as w(wanted, value) using (value)
    group by place`;
}

/** Steps are days, or Mondays, counted since 1970: within a run each is one more than the one before. */
function longestRun(unit: 'days' | 'weeks'): SQL {
  const step =
    unit === 'days'
      ? sql`day - date '1970-01-01'`
      : sql`(date_trunc('week', day)::date - date '1970-01-05') / 7`;
  const dayOf = unit === 'days' ? sql`date '1970-01-01' + last` : sql`date '1970-01-05' + last * 7`;
  return sql`
    select place, max(length) as progress,
      (array_agg(jsonb_build_object('run', length, 'last', ${dayOf}) order by last desc))[1] as detail
    from (
      select place, count(*) as length, max(step)::integer as last from (
        select place, step, step - row_number() over (partition by place order by step) as run
        from (select distinct place, ${step} as step from bought) steps) numbered
      group by place, run) runs
    group by place`;
}

/** Conditions about a receipt look at the receipt alone. */
function knownAt(at: Date, timeZone: string) {
  return { at, timeZone, segments: new Map(), cheapest: new Map(), campaigns: [] };
}
