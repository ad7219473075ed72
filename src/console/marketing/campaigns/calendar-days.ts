// Days of a calendar by the clock of the shop, as `YYYY-MM-DD`, and what goes out on each.
import type { CalendarEntry } from '#src/contract/campaign-plan.ts';
import { addDays, dayOf } from '../rules/wall-clock.ts';

export type View = 'month' | 'week';

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The weeks that show the month or the week around a day, each of seven days from Monday on. */
export function weeksAround(day: string, view: View): string[][] {
  const first = view === 'month' ? `${day.slice(0, 7)}-01` : day;
  const monday = addDays(first, 1 - weekdayOf(first));
  const weeks: string[][] = [];
  for (
    let from = monday;
    weeks.length === 0 || (view === 'month' && isInMonth(from, day));
    from = addDays(from, 7)
  )
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(from, index)));
  return weeks;
}

export function isInMonth(day: string, of: string): boolean {
  return day.slice(0, 7) === of.slice(0, 7);
}

/** The same day of the month before or after, or its last one; a week earlier or later. */
export function turn(day: string, view: View, by: 1 | -1): string {
  if (view === 'week') return addDays(day, 7 * by);
  const month = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  month.setUTCMonth(month.getUTCMonth() + by);
  return month.toISOString().slice(0, 10);
}

/** What begins on each day, in the order of time. */
export function byDay(entries: readonly CalendarEntry[], timeZone: string): Map<string, CalendarEntry[]> {
  const days = new Map<string, CalendarEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.from, timeZone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}
