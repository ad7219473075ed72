import { checkCondition } from '../rules/check-condition.ts';
import type { Condition } from '../rules/condition.ts';
import { refuseUnfit } from '../rules/refuse-rule.ts';

/** A condition over members, checked name by name. Throws Refusal rule_not_valid with the place that is wrong. */
export function checkAudience(input: unknown, path: string): Condition {
  refuseUnfit(input, path);
  return checkCondition(input, path, ['member', 'audience']);
}
