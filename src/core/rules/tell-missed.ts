import type { NotApplied } from './basket.ts';
import type { Condition } from './condition.ts';
import type { RuleTeller } from './rule-teller.ts';
import { tellCondition } from './tell-condition.ts';

/** Why a rule did not apply, as a sentence. `failed`: the part of its condition that was not met, where that is known. */
export function tellMissed(why: NotApplied, failed: Condition | null, teller: RuleTeller): string {
  if (!failed) return teller.say(`notApplied.${why}`);
  return teller.say('notApplied.failed', { condition: tellCondition(failed, teller) });
}
