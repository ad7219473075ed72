import { describe, expect, it } from 'vitest';
import { type Course, periodAt, readPeriod } from '#src/core/challenges/periods.ts';

const timeZone = 'Europe/Kyiv';
const course = (fields: Partial<Course>): Course => ({
  // Wednesday, 9:00 in Kyiv.
  startsAt: new Date('2027-03-03T07:00:00Z'),
  endsAt: null,
  recurs: { every: 'week', days: null, times: null },
  timeZone,
  ...fields,
});
const at = (text: string) => new Date(text);

describe('a challenge that comes again', () => {
  it('when a week changes, then the next period begins on Monday, by the clocks of the shop', () => {
    const weekly = course({});
    expect(periodAt(weekly, at('2027-03-03T06:59:59Z'))).toBeNull();
    expect(periodAt(weekly, at('2027-03-03T07:00:00Z'))).toEqual({
      periodNo: 1,
      from: at('2027-03-03T07:00:00Z'),
      until: at('2027-03-07T22:00:00Z'),
    });
    expect(periodAt(weekly, at('2027-03-07T21:59:59Z'))?.periodNo).toBe(1);
    expect(periodAt(weekly, at('2027-03-07T22:00:00Z'))?.periodNo).toBe(2);
    // Clocks go forward on 28 March: the week that follows begins an hour earlier in UTC.
    expect(periodAt(weekly, at('2027-03-28T21:00:00Z'))).toMatchObject({
      periodNo: 5,
      from: at('2027-03-28T21:00:00Z'),
    });
  });

  it('when months differ in length, then each begins on its first day', () => {
    const monthly = course({
      startsAt: at('2027-01-31T10:00:00Z'),
      recurs: { every: 'month', days: null, times: null },
    });
    expect(periodAt(monthly, at('2027-01-31T21:59:59Z'))?.periodNo).toBe(1);
    expect(periodAt(monthly, at('2027-01-31T22:00:00Z'))?.periodNo).toBe(2);
    expect(readPeriod(monthly, 2).until).toEqual(at('2027-02-28T22:00:00Z'));
    expect(periodAt(monthly, at('2029-12-15T12:00:00Z'))?.periodNo).toBe(36);
  });

  it('when it has days of its own and an end, then the last period is cut', () => {
    const daily = course({
      recurs: { every: 'days', days: 10, times: null },
      endsAt: at('2027-03-20T22:00:00Z'),
    });
    expect(periodAt(daily, at('2027-03-13T12:00:00Z'))).toEqual({
      periodNo: 2,
      from: at('2027-03-12T22:00:00Z'),
      until: at('2027-03-20T22:00:00Z'),
    });
    expect(periodAt(daily, at('2027-03-20T22:00:00Z'))).toBeNull();
  });

  it('when any moment is asked about, then it lies in its period and in no other', () => {
    const days = course({ recurs: { every: 'days', days: 1, times: null } });
    for (let hour = 0; hour < 24 * 400; hour += 7) {
      const moment = new Date(days.startsAt.getTime() + hour * 3_600_000);
      const period = periodAt(days, moment);
      expect(period && period.from <= moment && period.until && moment < period.until).toBe(true);
    }
  });
});
