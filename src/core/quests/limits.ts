// What holds an answer up: hours of the quest, the time for a task, waiting after a wrong answer, and how often one may try.
import { minuteOf, toLocal } from '#src/lib/zoned.ts';
import { minutesOf } from '../rules/compare.ts';
import type { Quest, Task } from './read-quest.ts';

/** Whether a quest takes answers, and why not. `hours`: it is running, but not at this time of day. */
export type Openness = 'open' | 'draft' | 'early' | 'paused' | 'hours' | 'over';

export function opennessOf(
  { status, startsAt, endsAt, terms }: Pick<Quest, 'status' | 'startsAt' | 'endsAt' | 'terms'>,
  at: Date,
  timeZone: string,
): Openness {
  if (status === 'draft') return 'draft';
  if (status === 'ended' || (endsAt !== null && at >= endsAt)) return 'over';
  if (status === 'paused') return 'paused';
  if (startsAt !== null && at < startsAt) return 'early';
  return terms.hours === null || isWithin(terms.hours, at, timeZone) ? 'open' : 'hours';
}

/** `from` counts, `until` does not; hours may run over midnight, and both alike are the whole day. */
function isWithin({ from, until }: { from: string; until: string }, at: Date, timeZone: string): boolean {
  const minute = minuteOf(toLocal(at.getTime(), timeZone));
  const [begin, end] = [minutesOf(from), minutesOf(until)];
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
}

/** When the time for an answer is over; null: there is as much as they like. */
export function lateAt({ seconds }: Pick<Task, 'seconds'>, shownAt: Date | null): Date | null {
  return seconds === null || shownAt === null ? null : new Date(shownAt.getTime() + seconds * 1_000);
}

/** Wrong answers that are left after so many; null: as many as they like. */
export function attemptsLeft({ mostAttempts }: Pick<Task, 'mostAttempts'>, wrong: number): number | null {
  return mostAttempts === null ? null : Math.max(0, mostAttempts - wrong);
}

/** No answer before this, after a wrong one at `at`; null: at once. */
export function againAfter({ cooldownSeconds }: Pick<Task, 'cooldownSeconds'>, at: Date): Date | null {
  return cooldownSeconds === 0 ? null : new Date(at.getTime() + cooldownSeconds * 1_000);
}

/** What a right answer brings. */
export function pointsFor(
  { points, hintPrice }: Pick<Task, 'points' | 'hintPrice'>,
  hinted: boolean,
): number {
  return Math.max(0, points - (hinted ? (hintPrice ?? 0) : 0));
}
