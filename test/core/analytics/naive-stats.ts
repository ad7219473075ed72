// The statistics of a member in the simplest possible way, from all receipts and day by day.
import type { LifeCycle } from '#src/db/schema/analytics.ts';
import type { Bought } from './some-receipts.ts';

export interface Figures {
  days: number;
  daysEver: number;
  netMinor: number;
  firstDay: string | null;
  previousDay: string | null;
  lastDay: string | null;
  medianMinor: number | null;
  medianLines: number | null;
  favouriteCategory: string | null;
  lifeCycle: LifeCycle;
}

export const LIMITS = { newDays: 30, lapsingDays: 60, lostDays: 120 };
const DAY_MS = 86_400_000;

export function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The same day of the next year, 28 February for the 29th. */
function leaves(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year + 1, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + 1, month - 1, Math.min(date, last))).toISOString().slice(0, 10);
}

export function figuresOf(
  receipts: Bought[],
  { today, timeZone }: { today: string; timeZone: string },
): Figures {
  const bought = receipts
    .map((each) => ({ ...each, day: dayIn(each.at, timeZone), net: each.amountMinor - each.returnedMinor }))
    .filter(({ net }) => net > 0);
  const ever = [...new Set(bought.map(({ day }) => day))].sort();
  const counts = bought.filter(({ day }) => leaves(day) > today);
  const byNet = counts.toSorted((a, b) => a.net - b.net || a.at.getTime() - b.at.getTime());
  const median = byNet[Math.floor((byNet.length + 1) / 2) - 1]?.net;
  // The earliest of those with that sum.
  const middle = byNet.find(({ net }) => net === median);
  const figures = {
    days: new Set(counts.map(({ day }) => day)).size,
    daysEver: ever.length,
    netMinor: counts.reduce((sum, { net }) => sum + net, 0),
    firstDay: ever[0] ?? null,
    previousDay: ever.at(-2) ?? null,
    lastDay: ever.at(-1) ?? null,
    medianMinor: middle?.net ?? null,
    medianLines: middle?.lines.length ?? null,
    favouriteCategory: favouriteOf(counts),
  };
  return { ...figures, lifeCycle: lifeCycleOf(figures, today) };
}

function favouriteOf(receipts: Bought[]): string | null {
  const spent = new Map<string, number>();
  for (const { category, amountMinor, excluded } of receipts.flatMap((each) => each.lines))
    if (!excluded && category) spent.set(category, (spent.get(category) ?? 0) + amountMinor);
  const [best] = [...spent].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}

function lifeCycleOf(
  { daysEver, lastDay, previousDay }: Omit<Figures, 'lifeCycle'>,
  today: string,
): LifeCycle {
  if (!lastDay) return 'registered';
  const since = daysBetween(lastDay, today);
  if (daysEver === 1 || !previousDay) return since <= LIMITS.newDays ? 'new' : 'stalled';
  if (since > LIMITS.lostDays) return 'lost';
  if (since > LIMITS.lapsingDays) return 'lapsing';
  return daysBetween(previousDay, lastDay) > LIMITS.lostDays ? 'reactivated' : 'regular';
}

/** Between neighbours by the distance, as R's type 7. */
export function third(values: number[], which: 1 | 2): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * which) / 3;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

export function above(value: number, low: number | null, high: number | null): number {
  return Number(low !== null && value > low) + Number(high !== null && value > high);
}
