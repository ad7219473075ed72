// Moments as the clock on the shop's wall shows them, whatever zone this device is in.

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** `YYYY-MM-DDTHH:MM` in the zone, as a field for day and time wants it. */
export function toWallClock(instant: string | number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (name: string) => parts.find(({ type }) => type === name)?.value ?? '00';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The moment of what such a field holds, ISO 8601; null where it holds none. */
export function toInstant(wallClock: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wallClock}Z`);
  if (Number.isNaN(asUtc)) return null;
  // Twice, because the first guess may lie on the other side of a change of the clock.
  let guess = asUtc;
  for (let i = 0; i < 2; i++) guess = asUtc - offsetAt(guess, timeZone);
  return new Date(guess).toISOString();
}

/** The day of a moment, `YYYY-MM-DD`. */
export function dayOf(instant: string | number, timeZone: string): string {
  return toWallClock(instant, timeZone).slice(0, 10);
}

/** What ends at midnight is good through the day before. */
export function lastDayOf(end: string, timeZone: string): string {
  return dayOf(Date.parse(end) - 1, timeZone);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The moment at which a day begins. */
export function beginOf(day: string, timeZone: string): string {
  return toInstant(`${day}T00:00`, timeZone) ?? `${day}T00:00:00Z`;
}

/** The moment at which a day is over. */
export function endOf(day: string, timeZone: string): string {
  return beginOf(addDays(day, 1), timeZone);
}

/** How far the zone is ahead of UTC then, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const whole = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  return Date.parse(`${toWallClock(whole, timeZone)}Z`) - whole;
}
