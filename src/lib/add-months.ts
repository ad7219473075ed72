import { DAY_MS, dayOf, fromLocal, toLocal } from './zoned.ts';

/**
 * The same day and time `months` later in UTC, or the last day of that month where it is shorter
 * (31 January + 1 month = 28 or 29 February).
 */
export function addMonths(from: Date, months: number): Date {
  const day = dayOf(from.getTime());
  return new Date(addMonthsToDay(day, months) * DAY_MS + (from.getTime() - day * DAY_MS));
}

/**
 * The same day and time `months` later by the clocks of a time zone; `months` may be negative. An hour that the clocks
 * leap over in spring becomes the one after it, of an hour that they show twice it is the first.
 */
export function addMonthsIn(from: Date, months: number, timeZone: string): Date {
  const local = toLocal(from.getTime(), timeZone);
  const day = dayOf(local);
  return new Date(fromLocal(addMonthsToDay(day, months) * DAY_MS + (local - day * DAY_MS), timeZone));
}

/** The same time of day `days` later by the clocks of a time zone. */
export function addDaysIn(from: Date, days: number, timeZone: string): Date {
  return new Date(fromLocal(toLocal(from.getTime(), timeZone) + days * DAY_MS, timeZone));
}

// Receipts of one day ask the same: the last answer is remembered.
let lastDay = Number.NaN;
let lastMonths = Number.NaN;
let lastAnswer = Number.NaN;

/** Days are counted since 1970. */
function addMonthsToDay(day: number, months: number): number {
  if (day === lastDay && months === lastMonths) return lastAnswer;
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const ofMonth = Math.min(date.getUTCDate(), new Date(Date.UTC(year, month + 1, 0)).getUTCDate());
  lastDay = day;
  lastMonths = months;
  lastAnswer = Date.UTC(year, month, ofMonth) / DAY_MS;
  return lastAnswer;
}
