import type { Evaluation } from '../rules/basket.ts';

/**
 * Without the points whose time would be over by now: of a receipt of long ago they would come and expire in one moment,
 * with a message about it. What their rules would have spent of budgets stays there.
 */
export function withoutLapsed<Evaluated extends Evaluation>(evaluation: Evaluated, at: Date): Evaluated {
  const lapsed = evaluation.awards.filter(
    ({ points, expiresAt }) => points > 0 && expiresAt !== null && expiresAt <= at.getTime(),
  );
  if (lapsed.length === 0) return evaluation;
  const gone = new Map<string, number>();
  for (const { ruleId, points } of lapsed.flatMap(({ parts }) => parts))
    gone.set(ruleId, (gone.get(ruleId) ?? 0) + points);
  return {
    ...evaluation,
    awards: evaluation.awards.filter((award) => !lapsed.includes(award)),
    used: evaluation.used.map((each) => ({ ...each, points: each.points - (gone.get(each.ruleId) ?? 0) })),
  };
}
