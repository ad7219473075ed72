// Conditions become closures once, and are then asked in memory: about a member and a receipt (Test), or about one
// line (LineTest). What a condition may say has been checked before it was stored; a name that is not on the
// whitelist compares false here.

import { foldCategory } from '../stores/fold-category.ts';
import type { BasketLine } from './basket.ts';
import { compareNumber, compareText } from './compare.ts';
import type { Condition, ConditionValue, LineCondition, Period } from './condition.ts';
import type { Facts } from './facts.ts';
import { FIELDS, isField } from './fields.ts';
import {
  BOOLEANS,
  LINE_NUMBERS,
  LINE_TEXTS,
  NUMBERS,
  type ReadNumber,
  readReceipts,
  readSpent,
  TEXTS,
} from './read-field.ts';

export type Test = (facts: Facts) => boolean;
export type LineTest = (line: BasketLine) => boolean;

/** Whether the condition holds. */
export function compileCondition(condition: Condition): Test {
  if ('all' in condition) return every(condition.all.map(compileCondition));
  if ('any' in condition) return some(condition.any.map(compileCondition));
  if ('not' in condition) {
    const test = compileCondition(condition.not);
    return (facts) => !test(facts);
  }
  if ('lines' in condition) return compileLines(condition.lines, compileLineCondition(condition.where));
  if ('sum' in condition) {
    const where = condition.where === null ? null : compileLineCondition(condition.where);
    return compareNumber(sumOf(condition.sum, where), condition.is, condition.value, 'number');
  }
  // What was bought before is asked about in segments only: check-condition.ts lets no rule pass with it.
  if ('history' in condition) return never;
  return compileComparison(condition);
}

/** Whether the condition holds for a line. */
export function compileLineCondition(condition: LineCondition): LineTest {
  if ('all' in condition) return every(condition.all.map(compileLineCondition));
  if ('any' in condition) return some(condition.any.map(compileLineCondition));
  if ('not' in condition) {
    const test = compileLineCondition(condition.not);
    return (line) => !test(line);
  }
  const { field, is, value } = condition;
  if (!isField(field)) return never;
  const number = LINE_NUMBERS[field];
  if (number) return compareNumber(number, is, value, FIELDS[field].type);
  const text = LINE_TEXTS[field];
  return text ? compareText(text, is, field === 'line.category' ? foldValue(value) : value) : never;
}

function compileComparison({ field, is, value, period }: Extract<Condition, { field: string }>): Test {
  if (!isField(field)) return never;
  const boolean = BOOLEANS[field];
  if (boolean) return value === true ? boolean : (facts) => !boolean(facts);
  const text = TEXTS[field];
  if (text) return compareText(text, is, value);
  const number = period ? readPeriod(field, period) : NUMBERS[field];
  return number ? compareNumber(number, is, value, FIELDS[field].type) : never;
}

function readPeriod(field: string, period: Period): ReadNumber | undefined {
  if (field === 'member.receipts') return readReceipts(period);
  return field === 'member.spent' ? readSpent(period) : undefined;
}

/** The lines of a basket come with their categories folded. */
export function foldValue(value: ConditionValue): ConditionValue {
  if (Array.isArray(value)) return value.map((each) => foldCategory(String(each)));
  return foldCategory(String(value));
}

function compileLines(quantifier: 'any' | 'every' | 'none', where: LineTest): Test {
  const wanted = quantifier !== 'every';
  // One line decides: like that for any and none, unlike that for every. Of no lines, every is not true.
  const found = quantifier === 'any';
  return ({ lines }) => {
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line !== undefined && where(line) === wanted) return found;
    }
    return quantifier === 'none' || (quantifier === 'every' && lines.length > 0);
  };
}

function sumOf(
  what: 'amountMinor' | 'quantityMilli' | 'count',
  where: LineTest | null,
): (facts: Facts) => number {
  if (where === null) {
    if (what === 'count') return (facts) => facts.lines.length;
    return what === 'amountMinor' ? (facts) => facts.amountMinor : (facts) => facts.quantityMilli;
  }
  return ({ lines }) => {
    let sum = 0;
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line !== undefined && where(line)) sum += what === 'count' ? 1 : line[what];
    }
    return sum;
  };
}

function every<T>(tests: ((of: T) => boolean)[]): (of: T) => boolean {
  const [first, second, ...more] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (more.length === 0) return (of) => first(of) && second(of);
  return (of) => {
    for (const test of tests) if (!test(of)) return false;
    return true;
  };
}

function some<T>(tests: ((of: T) => boolean)[]): (of: T) => boolean {
  const [first, second, ...more] = tests;
  if (first === undefined) return never;
  if (second === undefined) return first;
  if (more.length === 0) return (of) => first(of) || second(of);
  return (of) => {
    for (const test of tests) if (test(of)) return true;
    return false;
  };
}

function never(): boolean {
  return false;
}
