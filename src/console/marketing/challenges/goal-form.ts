// What a challenge counts, as one key to choose by; the service is told kind and object apart.
import type { ChallengeGoal } from '#src/contract/challenges.ts';

const PLAIN = {
  'count.receipts': { kind: 'count', of: 'receipts' },
  'count.pieces': { kind: 'count', of: 'pieces' },
  sum: { kind: 'sum' },
  'distinct.days': { kind: 'distinct', of: 'days' },
  'distinct.categories': { kind: 'distinct', of: 'categories' },
  'distinct.skus': { kind: 'distinct', of: 'skus' },
  'distinct.stores': { kind: 'distinct', of: 'stores' },
  'streak.weeks': { kind: 'streak', unit: 'weeks' },
  'streak.days': { kind: 'streak', unit: 'days' },
} as const satisfies Record<string, ChallengeGoal>;

/** Those that name what is to be collected. */
const SETS = { 'set.categories': 'categories', 'set.skus': 'skus', 'set.stores': 'stores' } as const;

export type GoalKey = keyof typeof PLAIN | keyof typeof SETS;

const isPlain = (key: string): key is keyof typeof PLAIN => Object.hasOwn(PLAIN, key);
const isSet = (key: string): key is keyof typeof SETS => Object.hasOwn(SETS, key);

/** In the order in which they are offered. */
export const GOALS: GoalKey[] = [...Object.keys(PLAIN).filter(isPlain), ...Object.keys(SETS).filter(isSet)];

export function keyOfGoal(goal: ChallengeGoal): GoalKey {
  switch (goal.kind) {
    case 'sum':
      return 'sum';
    case 'streak':
      return `streak.${goal.unit}`;
    case 'count':
      return `count.${goal.of}`;
    case 'distinct':
      return `distinct.${goal.of}`;
    case 'set':
      return `set.${goal.of}`;
  }
}

/** `values`: what is to be collected. */
export function goalOf(key: GoalKey, values: string[]): ChallengeGoal {
  return isSet(key) ? { kind: 'set', of: SETS[key], values } : PLAIN[key];
}
