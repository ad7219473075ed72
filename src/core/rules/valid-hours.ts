// The hours of a week in which a rule applies, by the store's clock. Hours that run over midnight belong to the day on
// which they begin.
import { minutesOf } from './compare.ts';
import type { ValidHours } from './rule.ts';

export interface CompiledHours {
  /** Bit 1 for Monday to bit 7 for Sunday. */
  days: number;
  from: number;
  until: number;
}

export function compileHours(hours: ValidHours[]): CompiledHours[] | null {
  if (hours.length === 0) return null;
  return hours.map(({ days, from, until }) => ({
    days: days.reduce((bits, day) => bits | (1 << day), 0),
    from: minutesOf(from),
    until: minutesOf(until),
  }));
}

/** Whether a minute of a weekday lies in one of them: `from` counts, `until` does not; both alike are the whole day. */
export function isWithin(hours: CompiledHours[], weekday: number, minute: number): boolean {
  const today = 1 << weekday;
  const yesterday = 1 << (weekday === 1 ? 7 : weekday - 1);
  for (const { days, from, until } of hours) {
    if (from < until) {
      if ((days & today) !== 0 && minute >= from && minute < until) return true;
    } else if (((days & today) !== 0 && minute >= from) || ((days & yesterday) !== 0 && minute < until)) {
      return true;
    }
  }
  return false;
}
