// What a rule is called: by staff, and by members in their languages.
import { isDeepStrictEqual } from 'node:util';
import { LANGUAGES } from '#src/lib/language.ts';
import { invalidField } from '../refusal.ts';
import type { Text } from './rule.ts';

const MAX_NAME_LENGTH = 100;

interface Called {
  name: string;
  names: Text;
}

/** The name without blanks around it. Throws Refusal invalid_input {field: 'name'}. */
export function checkRuleName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw invalidField('name', trimmed === '' ? 'empty' : 'longest', { count: MAX_NAME_LENGTH });
  return trimmed;
}

/** Those that are not empty, without blanks around them. Throws Refusal invalid_input {field: 'names.uk'}. */
export function checkRuleNames(names: Text): Text {
  const given = LANGUAGES.flatMap((language) => {
    const name = names[language]?.trim() ?? '';
    if (name.length > MAX_NAME_LENGTH)
      throw invalidField(`names.${language}`, 'longest', { count: MAX_NAME_LENGTH });
    return name === '' ? [] : [[language, name] as const];
  });
  return Object.fromEntries(given);
}

export function isCalledTheSame(one: Called, other: Called): boolean {
  return one.name === other.name && isDeepStrictEqual(one.names, other.names);
}
