// The right side of a comparison in the reader's language: how it is compared, and with what.
import { LANGUAGES } from '#src/lib/language.ts';
import type { ConditionValue, Operator, Period } from './condition.ts';
import type { FieldType } from './fields.ts';
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
  'member.segment': 'segments',
  'member.favouriteCategory': 'categories',
  'member.homeStore': 'stores',
  'member.source': 'stores',
  'member.holdsOffer': 'offers',
  'member.usedOffer': 'offers',
};

/** Where the values have words of their own: `values.<name>` of rules.json. */
const WORDS: Partial<Record<string, string>> = {
  'member.lifeCycle': 'lifeCycle',
  'member.receiptSize': 'receiptSize',
  'member.messenger': 'messenger',
  'member.reachableIn': 'messenger',
  'member.blockedIn': 'messenger',
};

type Unit = 'days' | 'receipts' | 'lines' | 'messages';

/** What is counted has a noun of its own: `at least 3 days`. */
const UNITS: Partial<Record<string, Unit>> = {
  'member.daysRegistered': 'days',
  'member.birthdayInDays': 'days',
  'member.daysSinceBirthday': 'days',
  'member.daysSinceLast': 'days',
  'member.receipts': 'receipts',
  'receipt.lines': 'lines',
  'member.daysSinceTelegram': 'days',
  'member.daysSinceViber': 'days',
  'member.messagesReceived': 'messages',
  'member.messagesClicked': 'messages',
};

/** Told in points. */
const OF_POINTS = ['member.balance', 'member.pointsExpiring', 'member.pointsToReward'];

/** Lists of more values are cut short. */
const MOST_VALUES = 8;

/** Operators, and the opposites that only sentences have. */
export type Told = Operator | 'containsNot' | 'startsWithNot';

export const OPPOSITE: Record<Operator, Told> = {
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

interface Right {
  field: string;
  type: FieldType;
  is: Told;
  value: ConditionValue;
}

export function tellRight({ field, type, is, value }: Right, teller: RuleTeller): string {
  if (type === 'text' || type === 'choice' || type === 'weekday')
    return tellText({ field, type, is, value }, teller);
  if (OF_POINTS.includes(field)) {
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
  const told = tellValues({ field, type, value }, teller, is === 'notIn' ? 'andNot' : 'or');
  return teller.say(`compare.text.${is}`, { value: told });
}

/** `«A», «B» or «C»`, cut short where there are many. */
export function tellValues(
  { field, type, value }: Omit<Right, 'is'>,
  teller: RuleTeller,
  by: 'or' | 'andNot',
): string {
  const list = (Array.isArray(value) ? value : [value]).map((one) => tellValue({ field, type, one }, teller));
  const shown =
    list.length > MOST_VALUES
      ? [...list.slice(0, MOST_VALUES - 1), teller.say('why.more', { count: list.length - MOST_VALUES + 1 })]
      : list;
  return tellList(shown, teller, by);
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
  const words = WORDS[field];
  if (words !== undefined) return say(`values.${words}.${String(one)}`);
  const table = NAMES[field];
  const names: Record<string, string> = (table && teller.names[table]) ?? {};
  return say('join.quoted', { text: names[String(one)] ?? String(one) });
}

export function tellNumber(is: Told, value: string, { say }: RuleTeller): string {
  return say(`compare.number.${is}`, { value });
}

export function tellCount(is: Told, count: number, { say }: RuleTeller, unit: Unit): string {
  return say(`compare.count.${is}`, { value: say(`unit.${unit}`, { count }) });
}

export function tellOne(value: ConditionValue, type: FieldType, teller: RuleTeller): string {
  if (type === 'money') return tellMoney(Number(value), teller);
  if (type === 'quantity') return tellQuantity(Number(value), teller.language);
  if (type === 'date') return tellDay(new Date(`${String(value)}T00:00:00Z`), teller.language, 'UTC');
  return String(value);
}

export function tellPeriod(period: Period, { say }: RuleTeller, way: 'period' | 'ahead' = 'period'): string {
  if (period === 'today') return say(`${way}.today`);
  return 'days' in period
    ? say(`${way}.days`, { count: period.days })
    : say(`${way}.months`, { count: period.months });
}
