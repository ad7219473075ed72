// One comparison of one value, made once: what is to the right of the operator is read and unpacked beforehand.
import { DAY_MS } from '#src/lib/zoned.ts';
import type { ConditionValue, Operator } from './condition.ts';
import type { FieldType } from './fields.ts';

/** Makes a test of something out of a reader of its number; NaN compares false with everything. */
export function compareNumber<T>(
  read: (of: T) => number,
  is: Operator,
  value: ConditionValue,
  type: FieldType,
): (of: T) => boolean {
  const right = numberOf(value, type);
  switch (is) {
    case 'is':
      return (of) => read(of) === right;
    case 'isNot':
      return (of) => {
        const left = read(of);
        return !Number.isNaN(left) && left !== right;
      };
    case 'atLeast':
      return (of) => read(of) >= right;
    case 'atMost':
      return (of) => read(of) <= right;
    case 'moreThan':
      return (of) => read(of) > right;
    case 'lessThan':
      return (of) => read(of) < right;
    case 'in':
    case 'notIn': {
      const rights = new Set(listOf(value).map(Number));
      if (is === 'in') return (of) => rights.has(read(of));
      return (of) => {
        const left = read(of);
        return !Number.isNaN(left) && !rights.has(left);
      };
    }
    default:
      return never;
  }
}

/** The same for texts; null compares false. `contains` and `startsWith` do not mind capitals. */
export function compareText<T>(
  read: (of: T) => string | null,
  is: Operator,
  value: ConditionValue,
): (of: T) => boolean {
  const right = String(value);
  const lower = right.toLowerCase();
  const rights = new Set(listOf(value).map(String));
  switch (is) {
    case 'is':
      return (of) => read(of) === right;
    case 'isNot':
      return (of) => {
        const left = read(of);
        return left !== null && left !== right;
      };
    case 'in':
      return (of) => {
        const left = read(of);
        return left !== null && rights.has(left);
      };
    case 'notIn':
      return (of) => {
        const left = read(of);
        return left !== null && !rights.has(left);
      };
    case 'contains':
      return (of) => read(of)?.toLowerCase().includes(lower) ?? false;
    case 'startsWith':
      return (of) => read(of)?.toLowerCase().startsWith(lower) ?? false;
    default:
      return never;
  }
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** Days since 1970 of `YYYY-MM-DD`. */
export function dayNumberOf(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function numberOf(value: ConditionValue, type: FieldType): number {
  if (type === 'timeOfDay') return minutesOf(String(value));
  if (type === 'date') return dayNumberOf(String(value));
  return Array.isArray(value) ? Number.NaN : Number(value);
}

function listOf(value: ConditionValue): (string | number)[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'boolean' ? [] : [value];
}

/** An operator that does not fit the field: check-rule.ts lets none pass. */
function never(): boolean {
  return false;
}
