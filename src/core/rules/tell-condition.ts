// A condition as a clause in the reader's language.
import type { Condition, ConditionValue, LineCondition, Operator, Period } from './condition.ts';
import { FIELDS, type FieldType, isField } from './fields.ts';
import {
  type RuleNames,
  type RuleTeller,
  tellDay,
  tellList,
  tellMoney,
  tellPoints,
  tellQuantity,
  tellWeekday,
} from './rule-teller.ts';

/** Where the values of a field have names. */
const NAMES: Partial<Record<string, keyof Omit<RuleNames, 'currencies'>>> = {
  'member.tier': 'tiers',
  'receipt.store': 'stores',
  'receipt.till': 'tills',
  'line.category': 'categories',
};

/** Lists of more values are cut short. */
const MOST_VALUES = 8;

export function tellCondition(condition: Condition, teller: RuleTeller, inside = false): string {
  if ('all' in condition) return tellParts(condition.all, 'and', { teller, inside, tell: tellCondition });
  if ('any' in condition) return tellParts(condition.any, 'or', { teller, inside, tell: tellCondition });
  if ('not' in condition) {
    return teller.say('join.not', { condition: tellCondition(condition.not, teller, true) });
  }
  if ('lines' in condition) {
    return teller.say(`goods.${condition.lines}`, { where: tellLineCondition(condition.where, teller) });
  }
  if ('sum' in condition) {
    const type = ({ amountMinor: 'money', quantityMilli: 'quantity', count: 'number' } as const)[
      condition.sum
    ];
    return teller.say(`goods.${condition.sum}`, {
      where: condition.where === null ? teller.say('goods.all') : tellLineCondition(condition.where, teller),
      comparison: tellNumber(condition.is, tellOne(condition.value, type, teller), teller),
    });
  }
  return tellComparison(condition, teller);
}

export function tellLineCondition(condition: LineCondition, teller: RuleTeller, inside = false): string {
  if ('all' in condition) return tellParts(condition.all, 'and', { teller, inside, tell: tellLineCondition });
  if ('any' in condition) return tellParts(condition.any, 'or', { teller, inside, tell: tellLineCondition });
  if ('not' in condition) {
    return teller.say('join.not', { condition: tellLineCondition(condition.not, teller, true) });
  }
  return tellComparison(condition, teller);
}

function tellParts<T>(
  parts: T[],
  by: 'and' | 'or',
  {
    teller,
    inside,
    tell,
  }: { teller: RuleTeller; inside: boolean; tell: (part: T, teller: RuleTeller, inside: boolean) => string },
): string {
  const many = parts.length > 1;
  const told = parts.map((part) => tell(part, teller, many)).join(teller.say(`join.${by}`));
  return inside && many ? `(${told})` : told;
}

function tellComparison(
  { field, is, value, period }: { field: string; is: Operator; value: ConditionValue; period?: Period },
  teller: RuleTeller,
): string {
  const { say } = teller;
  if (!isField(field)) return field;
  const { type } = FIELDS[field];
  if (type === 'boolean') {
    const [scope, name = ''] = field.split('.');
    const not = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return say(`fields.${scope}.${value === true ? name : not}`);
  }
  const comparison = tellRight({ field, type, is, value }, teller);
  if (period === undefined) return say(`fields.${field}`, { comparison });
  return say(`fields.${field}In`, { comparison, period: tellPeriod(period, teller) });
}

function tellRight(
  { field, type, is, value }: { field: string; type: FieldType; is: Operator; value: ConditionValue },
  teller: RuleTeller,
): string {
  if (type === 'text' || type === 'choice' || type === 'weekday')
    return tellText({ field, type, is, value }, teller);
  const one =
    field === 'member.balance' ? tellPoints(Number(value), 'points', teller) : tellOne(value, type, teller);
  if (type === 'timeOfDay' || type === 'date') return teller.say(`compare.moment.${is}`, { value: one });
  return tellNumber(is, one, teller);
}

function tellText(
  { field, type, is, value }: { field: string; type: FieldType; is: Operator; value: ConditionValue },
  teller: RuleTeller,
): string {
  const table = NAMES[field];
  const names: Record<string, string> = (table && teller.names[table]) ?? {};
  const list = (Array.isArray(value) ? value : [value]).map((one) =>
    type === 'weekday'
      ? tellWeekday(Number(one), teller.language)
      : teller.say('join.quoted', { text: names[String(one)] ?? String(one) }),
  );
  const shown =
    list.length > MOST_VALUES
      ? [...list.slice(0, MOST_VALUES - 1), teller.say('why.more', { count: list.length - MOST_VALUES + 1 })]
      : list;
  return teller.say(`compare.text.${is}`, {
    value: tellList(shown, teller, is === 'notIn' ? 'andNot' : 'or'),
  });
}

function tellNumber(is: Operator, value: string, { say }: RuleTeller): string {
  return say(`compare.number.${is}`, { value });
}

function tellOne(value: ConditionValue, type: FieldType, teller: RuleTeller): string {
  if (type === 'money') return tellMoney(Number(value), teller);
  if (type === 'quantity') return tellQuantity(Number(value), teller.language);
  if (type === 'date') return tellDay(new Date(`${String(value)}T00:00:00Z`), teller.language, 'UTC');
  return String(value);
}

function tellPeriod(period: Period, { say }: RuleTeller): string {
  if (period === 'today') return say('period.today');
  return 'days' in period
    ? say('period.days', { count: period.days })
    : say('period.months', { count: period.months });
}
