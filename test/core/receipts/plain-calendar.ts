// Days of Kyiv for plain books, by nothing but the platform's own calendar.

const HOUR_MS = 3_600_000;
const kyiv = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Kyiv' });

/** `YYYY-MM-DD`. */
export function dayInKyiv(at: number): string {
  return kyiv.format(at);
}

/** The first moment after the same day `months` later, or after the last day of that month where it is shorter. */
export function endOfDayIn(months: number, at: number): number {
  const [year = 0, month = 0, day = 0] = dayInKyiv(at).split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const midnight = Date.UTC(year, month - 1 + months, Math.min(day, last) + 1);
  // Kyiv is ahead of UTC by three hours in summer and by two in winter.
  const inSummer = midnight - 3 * HOUR_MS;
  return dayInKyiv(inSummer) > dayInKyiv(inSummer - 1) ? inSummer : midnight - 2 * HOUR_MS;
}
