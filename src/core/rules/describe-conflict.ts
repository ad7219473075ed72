import type { RuleId } from '#src/lib/id.ts';
import type { Conflict } from './find-conflicts.ts';
import { type RuleTeller, tellDay, tellShare } from './rule-teller.ts';

/** A conflict as a sentence; `nameOf` gives the names of rules. Nothing is escaped. */
export function describeConflict(
  { kind, ruleId, otherRuleId, details }: Conflict,
  nameOf: (ruleId: RuleId) => string,
  teller: RuleTeller,
): string {
  const { shareBp, until, ...rest } = details;
  return teller.say(`conflicts.${kind}`, {
    ...rest,
    rule: nameOf(ruleId),
    ...(otherRuleId && { other: nameOf(otherRuleId) }),
    ...(shareBp !== undefined && { share: tellShare(Number(shareBp), teller.language) }),
    ...(until !== undefined && { until: tellDay(new Date(until), teller.language, teller.timeZone) }),
  });
}
