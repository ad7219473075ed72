// A condition as a clause in the reader's language.
import { LANGUAGES } from '#src/lib/language.ts';
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

/** What is counted has a noun of its own: `at least 3 days`. */
const UNITS: Partial<Record<string, 'days' | 'receipts' | 'lines'>> = {
  'member.daysRegistered': 'days',
  'member.birthdayInDays': 'days',
  'member.daysSinceBirthday': 'days',
  'member.daysSinceLast': 'days',
  'member.receipts': 'receipts',
  'receipt.lines': 'lines',
};

/** Lists of more values are cut short. */
const MOST_VALUES = 8;

/** `not`: the opposite is told, down to the single comparisons, so that a sentence needs no brackets around it. */
interface Manner {
  inside?: boolean;
  not?: boolean;
}

export function tellCondition(
  condition: Condition,
  teller: RuleTeller,
  { inside = false, not = false }: Manner = {},
): string {
  if ('all' in condition)
    return tellParts(condition.all, not ? 'or' : 'and', { teller, inside, not, tell: tellCondition });
  if ('any' in condition)
    return tellParts(condition.any, not ? 'and' : 'or', { teller, inside, not, tell: tellCondition });
  if ('not' in condition) return tellCondition(condition.not, teller, { inside, not: !not });
  if ('lines' in condition) {
    const quantifier = not ? NO_LONGER[condition.lines] : condition.lines;
    return teller.say(`goods.${quantifier}`, { where: tellLineCondition(condition.where, teller) });
  }
  if ('sum' in condition) return tellSum(condition, teller, not);
  return tellComparison(condition, teller, not);
}

const NO_LONGER = { any: 'none', none: 'any', every: 'notEvery' };

const SUMS = {
  amountMinor: { type: 'money', ofAll: 'receipt.amount' },
  quantityMilli: { type: 'quantity', ofAll: 'receipt.pieces' },
  count: { type: 'number', ofAll: 'receipt.lines' },
} as const;

function tellSum(
  { sum, where, is, value }: Extract<Condition, { sum: string }>,
  teller: RuleTeller,
  not: boolean,
): string {
  const { type, ofAll } = SUMS[sum];
  const asked = not ? OPPOSITE[is] : is;
  const comparison =
    sum === 'count'
      ? tellCount(asked, value, teller, 'lines')
      : tellNumber(asked, tellOne(value, type, teller), teller);
  if (where === null) return teller.say(`fields.${ofAll}`, { comparison });
  return teller.say(`goods.${sum}`, { where: tellLineCondition(where, teller), comparison });
}

export function tellLineCondition(
  condition: LineCondition,
  teller: RuleTeller,
  { inside = false, not = false }: Manner = {},
): string {
  if ('all' in condition)
    return tellParts(condition.all, not ? 'or' : 'and', { teller, inside, not, tell: tellLineCondition });
  if ('any' in condition)
    return tellParts(condition.any, not ? 'and' : 'or', { teller, inside, not, tell: tellLineCondition });
  if ('not' in condition) return tellLineCondition(condition.not, teller, { inside, not: !not });
  return tellComparison(condition, teller, not);
}

interface TellParts<T> {
  teller: RuleTeller;
  inside: boolean;
  not: boolean;
  tell: (part: T, teller: RuleTeller, manner: Manner) => string;
}

function tellParts<T>(parts: T[], by: 'and' | 'or', { teller, inside, not, tell }: TellParts<T>): string {
  const many = parts.length > 1;
  const told = tellList(
    parts.map((part) => tell(part, teller, { inside: many || inside, not })),
    teller,
    by,
  );
  return inside && many ? `(${told})` : told;
}

/** Operators, and the opposites that only sentences have. */
type Told = Operator | 'containsNot' | 'startsWithNot';

const OPPOSITE: Record<Operator, Told> = {
  is: 'isNot',
  isNot: 'is',
  in: 'notIn',
  notIn: 'in',
  atLeast: 'lessThan',
  lessThan: 'atLeast',
  atMost: 'moreThan',
  moreThan: 'atMost',
  contains: 'containsNot',
  startsWith: 'startsWithNot',
};

function tellComparison(
  { field, is, value, period }: { field: string; is: Operator; value: ConditionValue; period?: Period },
  teller: RuleTeller,
  not: boolean,
): string {
  const { say } = teller;
  if (!isField(field)) return field;
  const { type } = FIELDS[field];
  if (type === 'boolean') {
    const [scope, name = ''] = field.split('.');
    const opposite = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return say(`fields.${scope}.${(value === true) !== not ? name : opposite}`);
  }
  const comparison = tellRight({ field, type, is: not ? OPPOSITE[is] : is, value }, teller);
  if (period === undefined) return say(`fields.${field}`, { comparison });
  return say(`fields.${field}In`, { comparison, period: tellPeriod(period, teller) });
}

interface Right {
  field: string;
  type: FieldType;
  is: Told;
  value: ConditionValue;
}

function tellRight({ field, type, is, value }: Right, teller: RuleTeller): string {
  if (type === 'text' || type === 'choice' || type === 'weekday')
    return tellText({ field, type, is, value }, teller);
  if (field === 'member.balance') {
    const points = tellPoints(Number(value), 'points', teller);
    return teller.say(`compare.count.${is}`, { value: points });
  }
  const unit = UNITS[field];
  if (unit) return tellCount(is, Number(value), teller, unit);
  const one = tellOne(value, type, teller);
  if (type === 'timeOfDay' || type === 'date') return teller.say(`compare.moment.${is}`, { value: one });
  return tellNumber(is, one, teller);
}

function tellText({ field, type, is, value }: Right, teller: RuleTeller): string {
  const list = (Array.isArray(value) ? value : [value]).map((one) => tellValue({ field, type, one }, teller));
  const shown =
    list.length > MOST_VALUES
      ? [...list.slice(0, MOST_VALUES - 1), teller.say('why.more', { count: list.length - MOST_VALUES + 1 })]
      : list;
  return teller.say(`compare.text.${is}`, {
    value: tellList(shown, teller, is === 'notIn' ? 'andNot' : 'or'),
  });
}

/** A name in quotes; days and languages have theirs of everybody. */
function tellValue(
  { field, type, one }: { field: string; type: FieldType; one: string | number | boolean },
  teller: RuleTeller,
): string {
  const { language, say } = teller;
  if (type === 'weekday') return tellWeekday(Number(one), language);
  const spoken = LANGUAGES.find((each) => each === one);
  if (field === 'member.language' && spoken) {
    return new Intl.DisplayNames(language, { type: 'language' }).of(spoken) ?? spoken;
  }
  const table = NAMES[field];
  const names: Record<string, string> = (table && teller.names[table]) ?? {};
  return say('join.quoted', { text: names[String(one)] ?? String(one) });
}

function tellNumber(is: Told, value: string, { say }: RuleTeller): string {
  return say(`compare.number.${is}`, { value });
}

function tellCount(
  is: Told,
  count: number,
  { say }: RuleTeller,
  unit: 'days' | 'receipts' | 'lines',
): string {
  return say(`compare.count.${is}`, { value: say(`unit.${unit}`, { count }) });
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
