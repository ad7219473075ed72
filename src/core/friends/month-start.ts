import { addDaysIn } from '#src/lib/add-months.ts';
import { startOfDay, toLocal } from '#src/lib/zoned.ts';

/** The first moment of the month that the clocks of the zone show at `at`. */
export function monthStart(at: Date, timeZone: string): Date {
  const day = new Date(toLocal(at.getTime(), timeZone)).getUTCDate();
  return new Date(startOfDay(addDaysIn(at, 1 - day, timeZone).getTime(), timeZone));
}
