// How a rule is refused: the place of what is wrong, and what is wrong with it.
import { Refusal } from '#src/core/refusal.ts';

/** Throws Refusal rule_not_valid with a place such as `effects.0.points` and an English clause about it. */
export function refuseRule(path: string, problem: string): never {
  throw new Refusal('rule_not_valid', { path, problem: `${path} ${problem}` });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses every key but those. */
export function refuseKeys(record: Record<string, unknown>, known: string[], path: string): void {
  const unknown = Object.keys(record).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    refuseRule(`${path}.${unknown.slice(0, 40)}`, `is not known; there are ${known.join(', ')}`);
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
  if (seen.values > 5_000) refuseRule('rule', 'is too large: at most 5000 values');
  if (depth > 40) refuseRule(path, 'is nested too deeply');
  if (typeof input === 'string' && input.length > 2_000) refuseRule(path, 'is longer than 2000 characters');
  if (Array.isArray(input)) {
    for (const [i, value] of input.entries()) refuseUnfit(value, `${path}.${i}`, depth + 1, seen);
  } else if (isRecord(input)) {
    for (const key of Object.keys(input)) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
        refuseRule(`${path}.${key}`, 'is not known');
      }
      refuseUnfit(input[key], `${path}.${key}`, depth + 1, seen);
    }
  }
}
