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
  const rules = new Set(lapsed.flatMap(({ parts }) => parts.map(({ ruleId }) => ruleId)));
  return {
    ...evaluation,
    awards: evaluation.awards.filter((award) => !lapsed.includes(award)),
    used: evaluation.used.map((each) => (rules.has(each.ruleId) ? { ...each, points: 0 } : each)),
  };
}
