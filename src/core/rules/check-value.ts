// Whether the right side of a comparison is of the kind that its field is compared with.
import type { ProblemKey } from '#src/lib/i18n.ts';
import type { ConditionValue, Operator } from './condition.ts';
import type { FieldType } from './fields.ts';
import { refuseRule } from './refuse-rule.ts';

const MOST_VALUES = 1_000;
const MOST_CHARACTERS = 200;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

const EXPECTED: Record<FieldType, ProblemKey> = {
  number: 'whole',
  money: 'rule.money',
  quantity: 'rule.quantity',
  text: 'rule.textValue',
  choice: 'rule.textValue',
  boolean: 'yesNo',
  timeOfDay: 'timeOfDay',
  weekday: 'rule.weekday',
  date: 'date',
  share: 'rule.part',
};

/** The value itself; throws Refusal rule_not_valid when it does not fit. `in` and `notIn` take lists, others one value. */
export function checkValue(
  input: unknown,
  path: string,
  { type, is }: { type: FieldType; is: Operator },
): ConditionValue {
  if (is !== 'in' && is !== 'notIn') return checkOne(input, path, type);
  if (!Array.isArray(input) || input.length === 0 || input.length > MOST_VALUES) {
    return refuseRule(path, 'rule.values', { limit: MOST_VALUES });
  }
  const values = input.map((value, i) => checkOne(value, `${path}.${i}`, type));
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length > 0 ? numbers : values.map(String);
}

function checkOne(input: unknown, path: string, type: FieldType): string | number | boolean {
  if (fits(input, type)) return input;
  return refuseRule(path, EXPECTED[type], { limit: MOST_CHARACTERS });
}

function fits(input: unknown, type: FieldType): input is string | number | boolean {
  switch (type) {
    case 'number':
      return Number.isSafeInteger(input);
    case 'money':
    case 'quantity':
      return typeof input === 'number' && Number.isSafeInteger(input) && input >= 0;
    case 'share':
      return typeof input === 'number' && Number.isInteger(input) && input >= 0 && input <= 10_000;
    case 'weekday':
      return typeof input === 'number' && Number.isInteger(input) && input >= 1 && input <= 7;
    case 'boolean':
      return typeof input === 'boolean';
    case 'timeOfDay':
      return typeof input === 'string' && TIME.test(input);
    case 'date':
      return typeof input === 'string' && DATE.test(input) && isDay(input);
    case 'text':
    case 'choice':
      return typeof input === 'string' && input.trim() !== '' && input.length <= MOST_CHARACTERS;
  }
}

/** 2026-02-30 is not. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
