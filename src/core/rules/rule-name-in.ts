import type { Language } from '#src/lib/language.ts';
import type { Text } from './rule.ts';

export interface RuleCalled {
  name: string;
  names?: Text | undefined;
}

/** What a rule is called to who reads `language`. */
export function ruleNameIn({ name, names }: RuleCalled, language: Language): string {
  return names?.[language] ?? name;
}
