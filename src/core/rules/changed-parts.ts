import { isDeepStrictEqual } from 'node:util';
import type { RuleDefinition } from './rule.ts';

/** The names of the parts in which two definitions differ: `when`, `effects`, `budget` and so on. */
export function changedParts(before: RuleDefinition, after: RuleDefinition): (keyof RuleDefinition)[] {
  const names = Object.keys(after) as (keyof RuleDefinition)[];
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}
