// Everything that a condition may look at, and nothing else can: the whitelist behind the condition language. It is
// plain data, so that the console draws its builder from it.
import { LIFE_CYCLES, RECEIPT_SIZES, RFM_CELLS } from './closed-values.ts';
import type { Operator } from './condition.ts';

/**
 * Money in minor units, quantities in thousandths, times of day `HH:MM`, dates `YYYY-MM-DD`, weekdays 1 to 7, shares in
 * basis points.
 */
export type FieldType =
  | 'number'
  | 'money'
  | 'quantity'
  | 'text'
  | 'choice'
  | 'boolean'
  | 'timeOfDay'
  | 'weekday'
  | 'date'
  | 'share';

export interface Field {
  /** `audience`: what is known of members where they are chosen, and nowhere else. */
  scope: 'member' | 'receipt' | 'line' | 'event' | 'audience';
  type: FieldType;
  /** Whether it counts over a period; without one an optional period is all time. */
  period?: 'optional' | 'required';
  /** The period is the time to come. */
  ahead?: true;
  /** A member may have several values: `in` asks for any of them, `notIn` for none. */
  many?: true;
  /** The only ones that there are. */
  values?: readonly string[];
}

const MESSENGERS: readonly string[] = ['telegram', 'viber'];
const NUMBERS: readonly Operator[] = ['is', 'isNot', 'atLeast', 'atMost', 'moreThan', 'lessThan'];
const CHOICES: readonly Operator[] = ['is', 'isNot', 'in', 'notIn'];

/** What each type of field may be asked. */
export const OPERATORS: Record<FieldType, readonly Operator[]> = {
  number: NUMBERS,
  money: NUMBERS,
  quantity: NUMBERS,
  text: [...CHOICES, 'contains', 'startsWith'],
  choice: CHOICES,
  boolean: ['is'],
  timeOfDay: NUMBERS,
  weekday: CHOICES,
  date: NUMBERS,
  share: ['lessThan', 'atLeast'],
};

/** Unknown values (no birthday told, no receipt yet) make every comparison false. */
export const FIELDS = {
  'member.tier': { scope: 'member', type: 'choice' },
  'member.language': { scope: 'member', type: 'choice' },
  /** Full days. */
  'member.daysRegistered': { scope: 'member', type: 'number' },
  /** Days until the next birthday, 0 on the day itself, by the store's clock. */
  'member.birthdayInDays': { scope: 'member', type: 'number' },
  /** Days since the last birthday, 0 on the day itself. */
  'member.daysSinceBirthday': { scope: 'member', type: 'number' },
  'member.turnover': { scope: 'member', type: 'money' },
  /** Receipts before this one. */
  'member.receipts': { scope: 'member', type: 'number', period: 'optional' },
  'member.spent': { scope: 'member', type: 'money', period: 'required' },
  'member.firstPurchase': { scope: 'member', type: 'boolean' },
  /** Full days since the last receipt. */
  'member.daysSinceLast': { scope: 'member', type: 'number' },
  /** Spendable points. */
  'member.balance': { scope: 'member', type: 'number' },
  'member.marketingConsent': { scope: 'member', type: 'boolean' },
  'receipt.store': { scope: 'receipt', type: 'choice' },
  'receipt.till': { scope: 'receipt', type: 'choice' },
  /** What the lines cost before our discounts; lines excluded by law are left out here and in the next ones. */
  'receipt.amount': { scope: 'receipt', type: 'money' },
  'receipt.lines': { scope: 'receipt', type: 'number' },
  'receipt.pieces': { scope: 'receipt', type: 'quantity' },
  'receipt.weekday': { scope: 'receipt', type: 'weekday' },
  'receipt.time': { scope: 'receipt', type: 'timeOfDay' },
  'receipt.date': { scope: 'receipt', type: 'date' },
  'line.sku': { scope: 'line', type: 'text' },
  'line.category': { scope: 'line', type: 'choice' },
  'line.brand': { scope: 'line', type: 'text' },
  'line.name': { scope: 'line', type: 'text' },
  'line.quantity': { scope: 'line', type: 'quantity' },
  'line.price': { scope: 'line', type: 'money' },
  'line.amount': { scope: 'line', type: 'money' },
  'event.name': { scope: 'event', type: 'text' },
  /** Saved segments and lists. */
  'member.segment': { scope: 'audience', type: 'choice', many: true },
  /** By chance, but always the same for one salt: the first half of it and the rest are two halves. */
  'member.share': { scope: 'audience', type: 'share' },
  /** Such as `R3F3M1`, 3 is best; `R0F0M0` has bought nothing within a year. */
  'member.rfm': { scope: 'audience', type: 'choice', values: RFM_CELLS },
  'member.rfmR': { scope: 'audience', type: 'number' },
  'member.rfmF': { scope: 'audience', type: 'number' },
  'member.rfmM': { scope: 'audience', type: 'number' },
  'member.lifeCycle': { scope: 'audience', type: 'choice', values: LIFE_CYCLES },
  /** Of the receipt in the middle: lines S, M, L and sum 1, 2, 3. */
  'member.receiptSize': { scope: 'audience', type: 'choice', values: RECEIPT_SIZES },
  'member.favouriteCategory': { scope: 'audience', type: 'choice' },
  /** Where most receipts of the last year are from. */
  'member.homeStore': { scope: 'audience', type: 'choice' },
  'member.pointsExpiring': { scope: 'audience', type: 'number', period: 'required', ahead: true },
  /** Points missing to the cheapest reward that they may order; 0 when there is enough. */
  'member.pointsToReward': { scope: 'audience', type: 'number' },
  'member.holdsOffer': { scope: 'audience', type: 'choice', many: true },
  'member.usedOffer': { scope: 'audience', type: 'choice', many: true, period: 'optional' },
  /** Where they came from when they joined: a store, or the word of a link. */
  'member.source': { scope: 'audience', type: 'text' },
  /** Messengers that are linked, that can be written to, and that have blocked the bot. */
  'member.messenger': { scope: 'audience', type: 'choice', many: true, values: MESSENGERS },
  'member.reachableIn': { scope: 'audience', type: 'choice', many: true, values: MESSENGERS },
  'member.blockedIn': { scope: 'audience', type: 'choice', many: true, values: MESSENGERS },
  /** Full days since the last message that arrived there. */
  'member.daysSinceTelegram': { scope: 'audience', type: 'number' },
  'member.daysSinceViber': { scope: 'audience', type: 'number' },
  /** Messages of campaigns that were sent, and those of them that were clicked. */
  'member.messagesReceived': { scope: 'audience', type: 'number', period: 'required' },
  'member.messagesClicked': { scope: 'audience', type: 'number', period: 'required' },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;

/** The field of that name, or null when there is none. */
export function findField(name: string): Field | null {
  return isField(name) ? FIELDS[name] : null;
}

export function isField(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}
