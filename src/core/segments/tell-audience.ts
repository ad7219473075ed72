import type { Language } from '#src/lib/language.ts';
import type { Condition } from '../rules/condition.ts';
import type { RuleNames } from '../rules/rule-teller.ts';
import { ruleTeller } from '../rules/rule-words.ts';
import { tellCondition } from '../rules/tell-condition.ts';

/** A condition over members as a clause, with the names that the caller knows (see readAudienceNames). */
export function tellAudience(
  condition: Condition,
  { language, timeZone, names }: { language: Language; timeZone: string; names: RuleNames },
): string {
  const teller = ruleTeller(language, { timeZone, names });
  // Some fields speak of the receipt at hand in a rule: where there is none they have other words.
  const say: typeof teller.say = (key, values = {}) => teller.say(key, { context: 'audience', ...values });
  return tellCondition(condition, { ...teller, say });
}
