// A member's standing after a rule that no receipt has brought: what it gave counts for its limits and the day's caps.

import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { ownPoints } from '../ledger/points.ts';
import { localDay } from '../receipts/local-day.ts';
import type { Evaluation, RuleUse } from '../rules/basket.ts';
import { readProgramme } from '../stores/read-programme.ts';

interface StandingRow extends Record<string, unknown> {
  day: string | null;
  earned_today: Record<string, number>;
  rule_use: Record<RuleId, RuleUse>;
}

/** The caller has locked the standing. */
export async function standingAfterTrigger(
  tx: Tx,
  {
    memberId,
    evaluation,
    counted,
    happenedAt,
  }: { memberId: MemberId; evaluation: Evaluation; counted: ReadonlySet<RuleId>; happenedAt: Date },
): Promise<void> {
  const [row] = await tx.execute<StandingRow>(sql`
    select to_char(day, 'YYYY-MM-DD') as day, earned_today, rule_use from standing where member_id = ${memberId}`);
  if (!row) throw new Error(`${memberId} has no standing`);
  const { timeZone, tierBasis } = await readProgramme(tx);
  const day = localDay(happenedAt.getTime(), timeZone);
  // What is told late was no part of a later day.
  const isToday = row.day === null || day >= row.day;
  const isNewDay = row.day !== day;
  const use = { ...row.rule_use };
  for (const { ruleId, points } of evaluation.used) {
    if (!counted.has(ruleId)) continue;
    const old = use[ruleId] ?? { times: 0, timesToday: 0, points: 0, pointsToday: 0, lastAt: null };
    const today = isToday && !isNewDay ? old : { timesToday: 0, pointsToday: 0 };
    use[ruleId] = {
      times: old.times + 1,
      timesToday: isToday ? today.timesToday + 1 : old.timesToday,
      points: old.points + points,
      pointsToday: isToday ? today.pointsToday + points : old.pointsToday,
      lastAt: Math.max(old.lastAt ?? 0, happenedAt.getTime()),
    };
  }
  if (isToday && isNewDay) {
    for (const [ruleId, each] of Object.entries(use) as [RuleId, RuleUse][])
      if (!evaluation.used.some((one) => one.ruleId === ruleId))
        use[ruleId] = { ...each, timesToday: 0, pointsToday: 0 };
  }
  const earned = isNewDay ? {} : { ...row.earned_today };
  for (const { currency, points } of evaluation.awards)
    if (points > 0) earned[currency] = (earned[currency] ?? 0) + points;
  // Where points make the tier, these do too.
  const counts = tierBasis === 'points' ? ownPoints(evaluation.awards.filter(({ points }) => points > 0)) : 0;
  await tx.execute(sql`
    update standing set version = version + 1,
      months = months || jsonb_build_object(${day.slice(0, 7)}::text,
        coalesce((months->>${day.slice(0, 7)}::text)::bigint, 0) + ${counts}::bigint),
      rule_use = ${JSON.stringify(use)}::text::jsonb,
      day = case when ${isToday}::boolean then ${day}::date else day end,
      earned_today = case when ${isToday}::boolean then ${JSON.stringify(earned)}::text::jsonb else earned_today end
    where member_id = ${memberId}`);
}
