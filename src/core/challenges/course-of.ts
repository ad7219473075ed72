import type { Course } from './periods.ts';
import type { Challenge } from './read-challenge.ts';

/** When a challenge runs: until its end, or until staff have ended it before. */
export function courseOf(
  { startsAt, endsAt, endedAt, terms }: Pick<Challenge, 'startsAt' | 'endsAt' | 'endedAt' | 'terms'>,
  timeZone: string,
): Course {
  const end = endsAt && endedAt ? (endedAt < endsAt ? endedAt : endsAt) : (endsAt ?? endedAt);
  return { startsAt, endsAt: end, recurs: terms.recurs, timeZone };
}
