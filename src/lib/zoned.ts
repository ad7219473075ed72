// The clock on the wall of an IANA time zone, fast enough for every receipt of a year: Intl is asked once for a day of
// a zone, everything else is arithmetic. Local moments are milliseconds as if the wall clock showed UTC.

const HOUR_MS = 3_600_000;
/** Zones change their offset on a full quarter of an hour. */
const QUARTER_MS = HOUR_MS / 4;
export const DAY_MS = 24 * HOUR_MS;
/** Days remembered for a zone, about 50 years of them; then it starts anew. */
const MOST_DAYS = 20_000;

interface Zone {
  ask: Intl.DateTimeFormat;
  /** Offsets by day of UTC; NaN on a day on which it changes. */
  days: Map<number, number>;
  /** Offsets by quarter of an hour, on such days only. */
  quarters: Map<number, number>;
  lastDay: number;
  lastOffset: number;
}

const zones = new Map<string, Zone>();
let lastName = '';
let lastZone: Zone | undefined;

/** How far the clocks of a zone are ahead of UTC at `at`, in milliseconds. Throws RangeError for an unknown zone. */
export function offsetAt(at: number, timeZone: string): number {
  const zone = lastZone !== undefined && lastName === timeZone ? lastZone : findZone(timeZone);
  const day = Math.floor(at / DAY_MS);
  if (zone.lastDay === day) return zone.lastOffset;
  let offset = zone.days.get(day);
  if (offset === undefined) {
    const first = askOffset(zone, day * DAY_MS);
    offset = first === askOffset(zone, (day + 1) * DAY_MS) ? first : Number.NaN;
    if (zone.days.size >= MOST_DAYS) zone.days.clear();
    zone.days.set(day, offset);
  }
  if (Number.isNaN(offset)) return quarterOffset(zone, Math.floor(at / QUARTER_MS));
  zone.lastDay = day;
  zone.lastOffset = offset;
  return offset;
}

/** What the wall clock shows at `at`. */
export function toLocal(at: number, timeZone: string): number {
  return at + offsetAt(at, timeZone);
}

/**
 * The moment at which the wall clock shows `local`. Where it shows it twice, the first; where it leaps over it, as long
 * after the leap as `local` lies behind its beginning, as ECMAScript's Temporal does ("compatible").
 */
export function fromLocal(local: number, timeZone: string): number {
  const before = offsetAt(local - DAY_MS, timeZone);
  const after = offsetAt(local + DAY_MS, timeZone);
  if (before === after || offsetAt(local - before, timeZone) === before) return local - before;
  return offsetAt(local - after, timeZone) === after ? local - after : local - before;
}

/** The day of a local moment: days since 1 January 1970. */
export function dayOf(local: number): number {
  return Math.floor(local / DAY_MS);
}

/** Minutes since midnight of a local moment. */
export function minuteOf(local: number): number {
  return Math.floor((local - dayOf(local) * DAY_MS) / 60_000);
}

/** 1 for Monday to 7 for Sunday. 1 January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The moment at which the day that is `days` after that of `at` begins in a zone. */
export function startOfDay(at: number, timeZone: string, days = 0): number {
  return fromLocal((dayOf(toLocal(at, timeZone)) + days) * DAY_MS, timeZone);
}

function findZone(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    zone = {
      ask: new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      }),
      days: new Map(),
      quarters: new Map(),
      lastDay: Number.NaN,
      lastOffset: 0,
    };
    zones.set(timeZone, zone);
  }
  lastName = timeZone;
  lastZone = zone;
  return zone;
}

function quarterOffset(zone: Zone, quarter: number): number {
  const known = zone.quarters.get(quarter);
  if (known !== undefined) return known;
  const offset = askOffset(zone, quarter * QUARTER_MS);
  zone.quarters.set(quarter, offset);
  return offset;
}

function askOffset({ ask }: Zone, at: number): number {
  const shown: Record<string, number> = {};
  let beforeChrist = false;
  for (const { type, value } of ask.formatToParts(at)) {
    if (type === 'era') beforeChrist = value.startsWith('B');
    else shown[type] = Number(value);
  }
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const local = Date.UTC(beforeChrist ? 1 - year : year, month - 1, day, hour, minute, second);
  return local - Math.floor(at / 1000) * 1000;
}
