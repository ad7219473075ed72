import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { readProgramme } from '../stores/read-programme.ts';
import type { Counts } from './joined-counts.ts';

/**
 * What rules have counted for receipts of these members that came back since: points of the day `day` with any return, the
 * use of a rule, and stamps that were given and taken alike, once all of its receipt is back. Receipts and what they earned are read where they stand, the rooms' borders
 * notwithstanding.
 */
export async function countsReturned(
  tx: Tx,
  { memberIds, day, since }: { memberIds: readonly MemberId[]; day: string | null; since: Date },
): Promise<Counts> {
  const { timeZone } = await readProgramme(tx);
  const isDay = sql`coalesce(to_char(r.occurred_at at time zone ${timeZone}, 'YYYY-MM-DD') = ${day}::text, false)`;
  const came = sql`came as materialized (
    select r.member_id, r.receipt_id, r.told, r.state, ${isDay} as is_day from receipt r
    where r.member_id = any(${sql.param([...memberIds])}::text[]) and exists (select from receipt_return v
      where v.member_id = r.member_id and v.receipt_id = r.receipt_id and v.recorded_at >= ${since}::timestamptz))`;
  // Stamps that were given and taken alike: the receipt alone has their parts.
  const netted = sql`netted as materialized (
    select c.receipt_id, c.is_day, n.award->>'currency' as currency, p.part->>'ruleId' as rule_id,
      (p.part->>'points')::bigint as points
    from came c cross join lateral jsonb_array_elements(coalesce(c.told->'netted', '[]')) as n(award)
      cross join lateral jsonb_array_elements(n.award->'parts') as p(part)
    where c.state in ('returned', 'cancelled') and (p.part->>'points')::bigint > 0)`;
  const uses = await tx.execute<UseRow>(sql`
    with ${came}, ${netted}, used as (
      select c.receipt_id, c.is_day, p.part->>'ruleId' as rule_id, greatest(0, (p.part->>'points')::bigint) as points
      from came c join transfer t on t.member_id = c.member_id and t.receipt_id = c.receipt_id and t.kind in ('earn', 'stamp')
        cross join lateral jsonb_array_elements(t.reason->'parts') as p(part)
      where c.state in ('returned', 'cancelled')
      union all
      select n.receipt_id, n.is_day, n.rule_id, n.points from netted n
      union all
      select c.receipt_id, c.is_day, o.given->>'ruleId', 0
      from came c cross join lateral jsonb_array_elements(
        coalesce(c.told->'discounts', '[]') || coalesce(c.told->'gifts', '[]') || coalesce(c.told->'cut', '[]')) as o(given)
      where c.state in ('returned', 'cancelled')
      union all
      select c.receipt_id, c.is_day, o.rule_id, 0
      from came c cross join lateral jsonb_array_elements_text(coalesce(c.told->'alsoUsed', '[]')) as o(rule_id)
      where c.state in ('returned', 'cancelled'))
    select rule_id, count(distinct receipt_id)::integer as times, sum(points)::integer as points,
      (count(distinct receipt_id) filter (where is_day))::integer as times_today,
      coalesce(sum(points) filter (where is_day), 0)::integer as points_today
    from used where rule_id is not null group by rule_id`);
  const earned = await tx.execute<{ currency: string; points: number }>(sql`
    with ${came}, ${netted}
    select e.currency, sum(e.points)::integer as points from (
      select t.currency, -b.amount as points
      from came c join transfer t on t.member_id = c.member_id and t.receipt_id = c.receipt_id and t.kind = 'earn'
        join transfer b on b.reverses = t.transfer_id and b.recorded_at >= ${since}::timestamptz
      where c.is_day
      union all
      select n.currency, n.points from netted n where n.is_day) e
    group by e.currency`);
  return {
    day,
    earnedToday: Object.fromEntries(earned.map((each) => [each.currency, each.points])),
    ruleUse: Object.fromEntries(
      uses.map((each) => [
        each.rule_id,
        {
          times: each.times,
          timesToday: each.times_today,
          points: each.points,
          pointsToday: each.points_today,
          lastAt: null,
        },
      ]),
    ),
  };
}

interface UseRow extends Record<string, unknown> {
  rule_id: RuleId;
  times: number;
  points: number;
  times_today: number;
  points_today: number;
}
