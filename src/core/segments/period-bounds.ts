import { addMonthsIn } from '#src/lib/add-months.ts';
import { DAY_MS, startOfDay } from '#src/lib/zoned.ts';
import type { Period } from '../rules/condition.ts';

/** The first moment of a period that ends at `at`. Days have 24 hours, months are those of the programme's calendar. */
export function startOf(period: Period, { at, timeZone }: { at: Date; timeZone: string }): Date {
  if (period === 'today') return new Date(startOfDay(at.getTime(), timeZone));
  if ('days' in period) return new Date(at.getTime() - period.days * DAY_MS);
  return addMonthsIn(at, -period.months, timeZone);
}

/** The last moment of a period that begins at `at`. */
export function endOf(period: Period, { at, timeZone }: { at: Date; timeZone: string }): Date {
  if (period === 'today') return new Date(startOfDay(at.getTime(), timeZone, 1));
  if ('days' in period) return new Date(at.getTime() + period.days * DAY_MS);
  return addMonthsIn(at, period.months, timeZone);
}
