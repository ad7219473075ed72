import { compileCondition } from './compile-condition.ts';
import type { Condition } from './condition.ts';
import type { Facts } from './facts.ts';

/**
 * The way to the first part of a condition that does not hold: indexes into `all` one inside the other, empty for the
 * condition itself. Of `any` and `not` the whole is what failed.
 */
export function findFailing(condition: Condition, facts: Facts): number[] {
  if (!('all' in condition)) return [];
  const index = condition.all.findIndex((part) => !compileCondition(part)(facts));
  const part = condition.all[index];
  return part === undefined ? [] : [index, ...findFailing(part, facts)];
}
