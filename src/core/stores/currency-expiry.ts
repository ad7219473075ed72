// When points end, by the terms of their currency. Months and days are counted by the clocks of the programme's time
// zone, so summer time shifts nothing.
import { addMonthsIn } from '#src/lib/add-months.ts';
import { DAY_MS, dayOf, fromLocal, startOfDay, toLocal } from '#src/lib/zoned.ts';
import type { Currency } from './list-currencies.ts';

export type CurrencyExpiry =
  | { kind: 'never' }
  /** Months after activation, to the end of that day. */
  | { kind: 'rolling'; months: number }
  /** The next `MM-DD` that is at least `months` away. */
  | { kind: 'calendar'; monthDay: string; months: number }
  /** Counted from the member's last receipt, by a worker. */
  | { kind: 'inactivity'; months: number };

/** How a currency's points end, as the programme keeps it. */
export function currencyExpiry({
  expiry: kind,
  expiryMonths: months,
  expiryMonthDay: monthDay,
}: Pick<Currency, 'expiry' | 'expiryMonths' | 'expiryMonthDay'>): CurrencyExpiry {
  if (kind === 'never') return { kind };
  return kind === 'calendar' ? { kind, monthDay, months } : { kind, months };
}

/**
 * When a lot that becomes active at `activeAt` expires, both in milliseconds; null for points that never do and for
 * those that do so by inactivity. Points are good to the end of their last day, which is what members are told.
 */
export function expiryOf(expiry: CurrencyExpiry, activeAt: number, timeZone: string): number | null {
  if (expiry.kind === 'never' || expiry.kind === 'inactivity') return null;
  const after = addMonthsIn(new Date(activeAt), expiry.months, timeZone).getTime();
  if (expiry.kind === 'rolling') return startOfDay(after, timeZone, 1);
  const firstDay = dayOf(toLocal(after, timeZone));
  const year = new Date(firstDay * DAY_MS).getUTCFullYear();
  const thisYear = dayInYear(year, expiry.monthDay);
  const day = thisYear >= firstDay ? thisYear : dayInYear(year + 1, expiry.monthDay);
  return fromLocal((day + 1) * DAY_MS, timeZone);
}

/** The same for points of `currency` that become active at `at`. */
export function expiresAt(currency: Currency, at: Date, timeZone: string): Date | null {
  const ends = expiryOf(currencyExpiry(currency), at.getTime(), timeZone);
  return ends === null ? null : new Date(ends);
}

/** The day `MM-DD` of a year, days since 1970; 29 February is the 28th of a year without it. */
function dayInYear(year: number, monthDay: string): number {
  const [month = '', day = ''] = monthDay.split('-');
  const last = new Date(Date.UTC(year, Number(month), 0)).getUTCDate();
  return Date.UTC(year, Number(month) - 1, Math.min(Number(day), last)) / DAY_MS;
}
