// The periods of a challenge that comes again, by the programme's clocks. One that does not has a single period, number 1.
import { addDaysIn, addMonthsIn } from '#src/lib/add-months.ts';
import { DAY_MS, dayOf, startOfDay, toLocal, weekdayOf } from '#src/lib/zoned.ts';
import type { Recurs } from './challenge-terms.ts';

export interface Period {
  periodNo: number;
  from: Date;
  /** The first moment that is not in it; null: it has no end. */
  until: Date | null;
}

export interface Course {
  startsAt: Date;
  endsAt: Date | null;
  recurs: Recurs | null;
  timeZone: string;
}

/** The period that a moment lies in; null before the first and after the last. */
export function periodAt(course: Course, at: Date): Period | null {
  const { startsAt, endsAt, recurs } = course;
  if (at < startsAt || (endsAt && at >= endsAt)) return null;
  if (!recurs) return { periodNo: 1, from: startsAt, until: endsAt };
  // Guessed from the shortest that a period may be, and then the next until it fits: clocks and months differ by little.
  let periodNo = Math.max(1, Math.floor((at.getTime() - beginOf(course, 1).getTime()) / longest(recurs)));
  while (beginOf(course, periodNo + 1) <= at) periodNo++;
  return readPeriod(course, periodNo);
}

/** A period by its number, cut to the course of the challenge. */
export function readPeriod(course: Course, periodNo: number): Period {
  const { startsAt, endsAt, recurs } = course;
  if (!recurs) return { periodNo: 1, from: startsAt, until: endsAt };
  const from = beginOf(course, periodNo);
  const next = beginOf(course, periodNo + 1);
  return {
    periodNo,
    from: from > startsAt ? from : startsAt,
    until: endsAt && endsAt < next ? endsAt : next,
  };
}

/** When the period would begin if the challenge had begun at its first moment. */
function beginOf({ startsAt, recurs, timeZone }: Course, periodNo: number): Date {
  const day = new Date(startOfDay(startsAt.getTime(), timeZone));
  const steps = periodNo - 1;
  if (recurs?.every === 'month') {
    const ofMonth = new Date(toLocal(day.getTime(), timeZone)).getUTCDate();
    return addMonthsIn(addDaysIn(day, 1 - ofMonth, timeZone), steps, timeZone);
  }
  if (recurs?.every === 'week') {
    const weekday = weekdayOf(dayOf(toLocal(day.getTime(), timeZone)));
    return addDaysIn(day, 1 - weekday + 7 * steps, timeZone);
  }
  return addDaysIn(day, (recurs?.days ?? 1) * steps, timeZone);
}

/** No period is longer, clocks that are set included. */
function longest({ every, days }: Recurs): number {
  return (every === 'month' ? 31 : every === 'week' ? 7 : (days ?? 1)) * DAY_MS + DAY_MS / 12;
}
