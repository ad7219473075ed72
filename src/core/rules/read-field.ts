// How each field of the whitelist is read. A number that is not known is NaN, a text null: comparisons with either
// are false.
import { addMonthsIn } from '#src/lib/add-months.ts';
import { DAY_MS, startOfDay } from '#src/lib/zoned.ts';
import type { BasketLine } from './basket.ts';
import type { Period } from './condition.ts';
import type { Facts } from './facts.ts';
import type { FieldName } from './fields.ts';

export type ReadNumber = (facts: Facts) => number;
export type ReadText = (facts: Facts) => string | null;

const POINTS = 'points';

export const NUMBERS: Partial<Record<FieldName, ReadNumber>> = {
  'member.daysRegistered': ({ at, member }) => Math.floor((at - member.registeredAt) / DAY_MS),
  'member.birthdayInDays': (facts) => daysToBirthday(facts, 1),
  'member.daysSinceBirthday': (facts) => daysToBirthday(facts, -1),
  'member.turnover': ({ member }) => member.turnoverMinor,
  'member.receipts': ({ member }) => member.receipts,
  'member.daysSinceLast': ({ at, member }) =>
    member.lastReceiptAt === null ? Number.NaN : Math.floor((at - member.lastReceiptAt) / DAY_MS),
  'member.balance': ({ member }) => member.balances[POINTS] ?? 0,
  'receipt.amount': (facts) => facts.amountMinor,
  'receipt.lines': (facts) => facts.lines.length,
  'receipt.pieces': (facts) => facts.quantityMilli,
  'receipt.weekday': (facts) => facts.weekday,
  'receipt.time': (facts) => facts.minute,
  'receipt.date': (facts) => facts.day,
};

export const TEXTS: Partial<Record<FieldName, ReadText>> = {
  'member.tier': ({ member }) => member.tierKey,
  'member.language': ({ member }) => member.language,
  'receipt.store': (facts) => facts.storeId,
  'receipt.till': (facts) => facts.tillId,
  'event.name': (facts) => facts.eventName,
};

export const BOOLEANS: Partial<Record<FieldName, (facts: Facts) => boolean>> = {
  'member.firstPurchase': ({ member }) => member.receipts === 0,
  'member.marketingConsent': ({ member }) => member.marketingConsent,
};

export const LINE_NUMBERS: Partial<Record<FieldName, (line: BasketLine) => number>> = {
  'line.quantity': (line) => line.quantityMilli,
  'line.price': (line) => line.priceMinor,
  'line.amount': (line) => line.amountMinor,
};

export const LINE_TEXTS: Partial<Record<FieldName, (line: BasketLine) => string>> = {
  'line.sku': (line) => line.sku,
  'line.category': (line) => line.category,
  'line.brand': (line) => line.brand,
  'line.name': (line) => line.name,
};

/** Receipts of the member within a period, not counting this one. */
export function readReceipts(period: Period): ReadNumber {
  return (facts) => {
    const { recent } = facts.member;
    const since = startOf(period, facts);
    let count = 0;
    for (let i = recent.length - 1; i >= 0; i--) {
      const one = recent[i];
      if (one === undefined || one.at < since) break;
      if (one.at <= facts.at) count++;
    }
    return count;
  };
}

/** What the member spent within a period, in minor units, not counting this receipt. */
export function readSpent(period: Period): ReadNumber {
  return (facts) => {
    const { recent } = facts.member;
    const since = startOf(period, facts);
    let sum = 0;
    for (let i = recent.length - 1; i >= 0; i--) {
      const one = recent[i];
      if (one === undefined || one.at < since) break;
      if (one.at <= facts.at) sum += one.amountMinor;
    }
    return sum;
  };
}

/** Days of receipts that a period looks back on, at most. */
export function daysOf(period: Period): number {
  if (period === 'today') return 2;
  return 'days' in period ? period.days : period.months * 31;
}

/** The first moment of a period that ends now. A day of it has 24 hours; a month is one of the store's calendar. */
function startOf(period: Period, { at, timeZone }: Facts): number {
  if (period === 'today') return startOfDay(at, timeZone);
  if ('days' in period) return at - period.days * DAY_MS;
  return addMonthsIn(new Date(at), -period.months, timeZone).getTime();
}

/** Days to the next birthday (`way` 1) or since the last (-1). Who was born on 29 February has it on the 28th else. */
function daysToBirthday({ member, day }: Facts, way: 1 | -1): number {
  if (member.birthday === null) return Number.NaN;
  const { month, day: dayOfMonth } = member.birthday;
  const year = new Date(day * DAY_MS).getUTCFullYear();
  for (const candidate of way === 1 ? [year, year + 1] : [year, year - 1]) {
    const last = new Date(Date.UTC(candidate, month, 0)).getUTCDate();
    const birthday = Date.UTC(candidate, month - 1, Math.min(dayOfMonth, last)) / DAY_MS;
    const distance = (birthday - day) * way;
    if (distance >= 0) return distance;
  }
  return Number.NaN;
}
