// How a rule is refused: the place of what is wrong, and what is wrong with it.
import { Refusal } from '#src/core/refusal.ts';
import type { ProblemKey, Values } from '#src/lib/i18n.ts';
import { type Problem, readIssues } from '#src/lib/problem.ts';

const MOST_VALUES = 5_000;
const MOST_DEPTH = 40;
const LONGEST_TEXT = 2_000;

/** Throws Refusal rule_not_valid {path, problem} with a place such as `effects.0.points` and what is wrong there. */
export function refuseRule(path: string, problem: ProblemKey, values: Values = {}): never {
  return refuseProblems([{ field: path, problem, values }]);
}

/** The same for what a schema has found wrong with the whole, which is called `whole`. */
export function refuseIssues(issues: Parameters<typeof readIssues>[0], input: unknown, whole: string): never {
  return refuseProblems(readIssues(issues, input, whole));
}

/** What a rule was refused for; null for any other error. */
export function findRuleProblem(error: unknown): Problem | null {
  if (!(error instanceof Refusal) || error.code !== 'rule_not_valid') return null;
  return error.problems[0] ?? { field: 'rule', problem: 'notValid', values: {} };
}

function refuseProblems(problems: readonly Problem[]): never {
  const { field = 'rule', problem = 'notValid' } = problems[0] ?? {};
  throw new Refusal('rule_not_valid', { path: field, problem }, problems);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses every key but those. */
export function refuseKeys(record: Record<string, unknown>, known: string[], path: string): void {
  const unknown = Object.keys(record).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    refuseRule(`${path}.${unknown.slice(0, 40)}`, 'unknownOf', { known: known.join(', ') });
  }
}

/** A value as it can be shown in a message: never more than a few dozen characters. */
export function writtenAs(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/**
 * Refuses what is too large to look at, and keys that mean something to JavaScript itself: done before anything else
 * reads the input.
 */
export function refuseUnfit(input: unknown, path = 'rule', depth = 0, seen = { values: 0 }): void {
  seen.values++;
  if (seen.values > MOST_VALUES) refuseRule('rule', 'rule.tooLarge', { limit: MOST_VALUES });
  if (depth > MOST_DEPTH) refuseRule(path, 'rule.nested', { limit: MOST_DEPTH });
  if (typeof input === 'string' && input.length > LONGEST_TEXT)
    refuseRule(path, 'longest', { count: LONGEST_TEXT });
  if (Array.isArray(input)) {
    for (const [i, value] of input.entries()) refuseUnfit(value, `${path}.${i}`, depth + 1, seen);
  } else if (isRecord(input)) {
    for (const key of Object.keys(input)) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
        refuseRule(`${path}.${key}`, 'unknown');
      }
      refuseUnfit(input[key], `${path}.${key}`, depth + 1, seen);
    }
  }
}
