import { DAY_MS, dayOf, toLocal } from '#src/lib/zoned.ts';

/** The day on the wall calendar of a time zone, `YYYY-MM-DD`. `at` in milliseconds. */
export function localDay(at: number, timeZone: string): string {
  const day = dayOf(toLocal(at, timeZone));
  if (day !== lastDay) {
    lastDay = day;
    lastText = new Date(day * DAY_MS).toISOString().slice(0, 10);
  }
  return lastText;
}

// Receipts come day by day.
let lastDay = Number.NaN;
let lastText = '';
