// A condition as a clause in the reader's language.
import type {
  Condition,
  ConditionValue,
  HistoryCondition,
  LineCondition,
  Operator,
  Period,
} from './condition.ts';
import { FIELDS, type Field, isField } from './fields.ts';
import { type RuleTeller, tellList, tellShare } from './rule-teller.ts';
import { OPPOSITE, tellCount, tellNumber, tellOne, tellPeriod, tellRight, tellValues } from './tell-right.ts';

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
  if ('history' in condition) return tellHistory(condition, teller, not);
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

interface Comparison {
  field: string;
  is: Operator;
  value: ConditionValue;
  period?: Period;
}

function tellComparison({ field, is, value, period }: Comparison, teller: RuleTeller, not: boolean): string {
  const { say } = teller;
  if (!isField(field)) return field;
  const known: Field = FIELDS[field];
  const { type, many, ahead } = known;
  if (type === 'boolean') return say(signed(field, (value === true) !== not));
  if (many) {
    const without = (is === 'isNot' || is === 'notIn') !== not;
    const told = { value: tellValues({ field, type, value }, teller, 'or') };
    if (period === undefined) return say(signed(field, !without), told);
    return say(`${signed(field, !without)}In`, { ...told, period: tellPeriod(period, teller) });
  }
  if (type === 'share') {
    const share = tellShare(Number(value), teller.language);
    return say(signed(field, (is === 'lessThan') !== not), { share });
  }
  const comparison = tellRight({ field, type, is: not ? OPPOSITE[is] : is, value }, teller);
  if (period === undefined) return say(`fields.${field}`, { comparison });
  return say(`fields.${field}In`, {
    comparison,
    period: tellPeriod(period, teller, ahead ? 'ahead' : 'period'),
  });
}

/** The sentence of a field that says so, or that says the opposite. */
function signed(field: string, yes: boolean): string {
  const [scope, name = ''] = field.split('.');
  return `fields.${scope}.${yes ? name : `not${name.charAt(0).toUpperCase()}${name.slice(1)}`}`;
}

/** What was bought, as a noun with its bounds and then how much of it: `receipts in the last 30 days: at least 3`. */
function tellHistory(
  { history, period, receipt, line, is, value }: HistoryCondition,
  teller: RuleTeller,
  not: boolean,
): string {
  const { say } = teller;
  const type = history === 'spent' ? 'money' : history === 'pieces' ? 'quantity' : 'number';
  const goods =
    history === 'spent' ? 'spentOn' : history === 'receipts' || history === 'days' ? 'with' : 'of';
  return say(`history.${history}`, {
    period: period === null ? '' : say('history.period', { period: tellPeriod(period, teller) }),
    receipt: receipt === null ? '' : say('history.where', { where: tellCondition(receipt, teller) }),
    goods: line === null ? '' : say(`history.${goods}`, { where: tellLineCondition(line, teller) }),
    comparison: tellNumber(not ? OPPOSITE[is] : is, tellOne(value, type, teller), teller),
  });
}
