// Checks a condition that comes from outside, name by name, and builds it anew out of what it knows, so that nothing
// else comes along. What is wrong is named with its place: `when.all.0.value`.

import { checkValue } from './check-value.ts';
import type {
  Condition,
  ConditionValue,
  HistoryCondition,
  LineCondition,
  Operator,
  Period,
} from './condition.ts';
import { FIELDS, type Field, findField, OPERATORS } from './fields.ts';
import { isRecord, refuseKeys, refuseRule, writtenAs } from './refuse-rule.ts';

const MOST_DEPTH = 8;
const MOST_PARTS = 50;

/** What may be asked: line conditions know lines only, triggers without a receipt members only. */
export type Scope = Field['scope'];

/** Throws Refusal rule_not_valid. `scopes` are the fields that are known where the condition stands. */
export function checkCondition(input: unknown, path: string, scopes: Scope[], depth = 1): Condition {
  const { key, record } = openCondition(input, path, depth, [
    'all',
    'any',
    'not',
    'lines',
    'sum',
    'history',
    'field',
  ]);
  const next = (part: unknown, at: string) => checkCondition(part, at, scopes, depth + 1);
  if (key === 'all')
    return { all: checkParts(record, key, path).map((part, i) => next(part, `${path}.all.${i}`)) };
  if (key === 'any')
    return { any: checkParts(record, key, path).map((part, i) => next(part, `${path}.any.${i}`)) };
  if (key === 'not') {
    refuseKeys(record, ['not'], path);
    return { not: next(record.not, `${path}.not`) };
  }
  if (key === 'field') {
    // A line is looked at inside of lines and sum only: beside them it is not known which.
    return checkComparison(
      record,
      path,
      scopes.filter((scope) => scope !== 'line'),
    );
  }
  if (key === 'history') {
    if (!scopes.includes('audience')) refuseRule(path, 'rule.historyInSegments');
    return checkHistory(record, path, depth);
  }
  if (!scopes.includes('line')) refuseRule(path, 'rule.linesWithoutReceipt');
  return key === 'lines' ? checkLines(record, path, depth) : checkSum(record, path, depth);
}

/** The same for a condition about one line. */
export function checkLineCondition(input: unknown, path: string, depth = 1): LineCondition {
  const { key, record } = openCondition(input, path, depth, ['all', 'any', 'not', 'field']);
  const next = (part: unknown, at: string) => checkLineCondition(part, at, depth + 1);
  if (key === 'all')
    return { all: checkParts(record, key, path).map((part, i) => next(part, `${path}.all.${i}`)) };
  if (key === 'any')
    return { any: checkParts(record, key, path).map((part, i) => next(part, `${path}.any.${i}`)) };
  if (key === 'not') {
    refuseKeys(record, ['not'], path);
    return { not: next(record.not, `${path}.not`) };
  }
  const { field, is, value } = checkComparison(record, path, ['line']);
  return { field, is, value };
}

function openCondition<Key extends string>(input: unknown, path: string, depth: number, keys: Key[]) {
  if (depth > MOST_DEPTH) refuseRule(path, 'rule.nested', { limit: MOST_DEPTH });
  if (!isRecord(input)) return refuseRule(path, 'rule.condition', { value: writtenAs(input) });
  const found = keys.filter((key) => Object.hasOwn(input, key));
  const [key] = found;
  if (key === undefined || found.length > 1) {
    return refuseRule(path, 'rule.exactlyOne', { values: keys.join(', '), value: found.join(', ') || '—' });
  }
  return { key, record: input };
}

function checkParts(record: Record<string, unknown>, key: 'all' | 'any', path: string): unknown[] {
  refuseKeys(record, [key], path);
  const parts = record[key];
  if (!Array.isArray(parts)) return refuseRule(`${path}.${key}`, 'list');
  if (parts.length === 0 || parts.length > MOST_PARTS) {
    refuseRule(`${path}.${key}`, 'rule.conditions', { limit: MOST_PARTS });
  }
  return parts;
}

function checkComparison(record: Record<string, unknown>, path: string, scopes: Scope[]) {
  refuseKeys(record, ['field', 'is', 'value', 'period', 'salt'], path);
  const name = String(record.field);
  const field = findField(name);
  const allowed = Object.entries(FIELDS).flatMap(([each, { scope }]) =>
    scopes.includes(scope) ? [each] : [],
  );
  if (!field || !scopes.includes(field.scope)) {
    return refuseRule(`${path}.field`, 'rule.field', {
      value: writtenAs(record.field),
      values: allowed.join(', '),
    });
  }
  const is = checkOperator(record.is, `${path}.is`, OPERATORS[field.type]);
  const value: ConditionValue = checkValue(record.value, `${path}.value`, { type: field.type, is });
  checkKnown(value, `${path}.value`, field);
  const period = checkPeriod(record.period, `${path}.period`, field);
  const salt = checkSalt(record.salt, `${path}.salt`, field);
  return { field: name, is, value, ...(period !== null && { period }), ...(salt !== null && { salt }) };
}

/** A value that nobody can have would choose nobody, and would be told as it is written. */
function checkKnown(value: ConditionValue, path: string, { values }: Field): void {
  if (!values) return;
  const written = Array.isArray(value) ? value : [value];
  if (!written.every((each) => values.includes(String(each))))
    refuseRule(path, 'oneOf', { values: values.join(', ') });
}

function checkSalt(input: unknown, path: string, { type }: Field): string | null {
  if (input === undefined || input === null) return null;
  if (type === 'share' && typeof input === 'string' && /^[\w-]{1,40}$/.test(input)) return input;
  return refuseRule(path, type === 'share' ? 'rule.salt' : 'rule.saltExtra');
}

function checkOperator(input: unknown, path: string, allowed: readonly Operator[]): Operator {
  const found = allowed.find((operator) => operator === input);
  return found ?? refuseRule(path, 'oneOf', { values: allowed.join(', ') });
}

function checkPeriod(input: unknown, path: string, field: Pick<Field, 'period'>): Period | null {
  if (input === undefined || input === null) {
    if (field.period === 'required') refuseRule(path, 'rule.periodMissing');
    return null;
  }
  if (!field.period) refuseRule(path, 'rule.periodExtra');
  if (input === 'today') return 'today';
  if (isRecord(input)) {
    const [unit, ...others] = Object.keys(input);
    const most = unit === 'days' ? 731 : 24;
    const amount = unit === 'days' || unit === 'months' ? input[unit] : undefined;
    if (
      others.length === 0 &&
      typeof amount === 'number' &&
      Number.isInteger(amount) &&
      amount >= 1 &&
      amount <= most
    ) {
      return unit === 'days' ? { days: amount } : { months: amount };
    }
  }
  return refuseRule(path, 'rule.period');
}

function checkLines(record: Record<string, unknown>, path: string, depth: number): Condition {
  refuseKeys(record, ['lines', 'where'], path);
  const { lines } = record;
  if (lines !== 'any' && lines !== 'every' && lines !== 'none') {
    return refuseRule(`${path}.lines`, 'oneOf', { values: 'any, every, none' });
  }
  return { lines, where: checkLineCondition(record.where, `${path}.where`, depth + 1) };
}

function checkSum(record: Record<string, unknown>, path: string, depth: number): Condition {
  refuseKeys(record, ['sum', 'where', 'is', 'value'], path);
  const { sum } = record;
  if (sum !== 'amountMinor' && sum !== 'quantityMilli' && sum !== 'count') {
    return refuseRule(`${path}.sum`, 'oneOf', { values: 'amountMinor, quantityMilli, count' });
  }
  const is = checkOperator(record.is, `${path}.is`, OPERATORS.number);
  const value = Number(checkValue(record.value, `${path}.value`, { type: 'number', is }));
  return {
    sum,
    where: isAbsent(record.where) ? null : checkLineCondition(record.where, `${path}.where`, depth + 1),
    is,
    value,
  };
}

const HISTORIES = ['receipts', 'days', 'spent', 'pieces', 'lines'] as const;

function checkHistory(record: Record<string, unknown>, path: string, depth: number): HistoryCondition {
  refuseKeys(record, ['history', 'period', 'receipt', 'line', 'is', 'value'], path);
  const history = HISTORIES.find((each) => each === record.history);
  if (!history) return refuseRule(`${path}.history`, 'oneOf', { values: HISTORIES.join(', ') });
  const is = checkOperator(record.is, `${path}.is`, OPERATORS.number);
  const { receipt, line } = record;
  return {
    history,
    period: checkPeriod(record.period, `${path}.period`, { period: 'optional' }),
    receipt: isAbsent(receipt)
      ? null
      : checkCondition(receipt, `${path}.receipt`, ['receipt', 'line'], depth + 1),
    line: isAbsent(line) ? null : checkLineCondition(line, `${path}.line`, depth + 1),
    is,
    value: Number(checkValue(record.value, `${path}.value`, { type: 'quantity', is })),
  };
}

function isAbsent(input: unknown): boolean {
  return input === undefined || input === null;
}
