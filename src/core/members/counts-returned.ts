import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { readProgramme } from '../stores/read-programme.ts';
import type { Counts } from './joined-counts.ts';

/**
 * What rules have counted for receipts of these members that came back since: of what they gave what belongs to the goods that
 * did, also of stamps that were given and taken alike, and the use of a rule once all of its receipt is back; apart for receipts
 * of the day `day`. Receipts and what they earned are read where they stand, the rooms' borders notwithstanding.
 */
export async function countsReturned(
  tx: Tx,
  { memberIds, day, since }: { memberIds: readonly MemberId[]; day: string | null; since: Date },
): Promise<Counts> {
  const { timeZone } = await readProgramme(tx);
  const isDay = sql`coalesce(to_char(r.occurred_at at time zone ${timeZone}, 'YYYY-MM-DD') = ${day}::text, false)`;
  // The receipt alone has the parts of stamps that were given and taken alike.
  const back = sql`came as materialized (
    select r.member_id, r.receipt_id, r.told, r.state in ('returned', 'cancelled') as is_whole, ${isDay} as is_day from receipt r
    where r.member_id = any(${sql.param([...memberIds])}::text[]) and exists (select from receipt_return v
      where v.member_id = r.member_id and v.receipt_id = r.receipt_id and v.recorded_at >= ${since}::timestamptz)
  ), back as materialized (
    select g.receipt_id, g.is_whole, g.is_day, g.currency, p.part->>'ruleId' as rule_id, case
        when (p.part->>'points')::bigint > 0 then points_back(g.member_id, g.receipt_id, p.part, 'infinity')
          - points_back(g.member_id, g.receipt_id, p.part, ${since}::timestamptz)
        else 0 end as points
    from (
        select c.*, t.currency, coalesce(nullif(t.reason->'parts', '[]'),
          jsonb_build_array(jsonb_build_object('points', t.amount, 'lines', '[]'::jsonb))) as parts
        from came c join transfer t on t.member_id = c.member_id and t.receipt_id = c.receipt_id and t.kind in ('earn', 'stamp')
        union all
        select c.*, n.award->>'currency', n.award->'parts'
        from came c cross join lateral jsonb_array_elements(c.told->'netted') as n(award)) g
      cross join lateral jsonb_array_elements(g.parts) as p(part))`;
  const uses = await tx.execute<UseRow>(sql`
    with ${back}, used as (
      select b.receipt_id, b.is_whole, b.is_day, b.rule_id, b.points from back b
      union all
      select c.receipt_id, c.is_whole, c.is_day, o.rule_id, 0
      from came c cross join lateral (
        select n.named->>'ruleId' from jsonb_array_elements(coalesce(c.told->'discounts', '[]')
          || coalesce(c.told->'gifts', '[]') || coalesce(c.told->'cut', '[]')) as n(named)
        union all
        select * from jsonb_array_elements_text(coalesce(c.told->'alsoUsed', '[]'))) as o(rule_id))
    select rule_id, (count(distinct receipt_id) filter (where is_whole))::integer as times, sum(points)::integer as points,
      (count(distinct receipt_id) filter (where is_whole and is_day))::integer as times_today,
      coalesce(sum(points) filter (where is_day), 0)::integer as points_today
    from used where rule_id is not null group by rule_id`);
  const earned = await tx.execute<{ currency: string; points: number }>(sql`
    with ${back}
    select b.currency, sum(b.points)::integer as points from back b where b.is_day group by b.currency`);
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
