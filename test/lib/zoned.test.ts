import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addDaysIn, addMonthsIn } from '#src/lib/add-months.ts';
import { fromLocal, minuteOf, offsetAt, startOfDay, toLocal, weekdayOf } from '#src/lib/zoned.ts';

const HOUR_MS = 3_600_000;
const KYIV = 'Europe/Kyiv';
const at = (iso: string) => Date.parse(iso);

describe('the offset of a zone', () => {
  test.each([
    // Spring: at 03:00 the clocks show 04:00; autumn: at 04:00 they show 03:00 again.
    ['2026-03-29T00:59:59Z', 2],
    ['2026-03-29T01:00:00Z', 3],
    ['2026-10-25T00:59:59Z', 3],
    ['2026-10-25T01:00:00Z', 2],
    ['2027-03-28T00:59:59Z', 2],
    ['2027-03-28T01:00:00Z', 3],
    ['2026-12-31T22:00:00Z', 2],
  ])('is right in Kyiv at %s', (iso, hours) => {
    expect(offsetAt(at(iso), KYIV)).toBe(hours * HOUR_MS);
  });

  it('changes in the middle of an hour where the zone does', () => {
    // Lord Howe Island moves its clocks by half an hour, at 15:30 UTC.
    expect(offsetAt(at('2026-10-03T15:29:00Z'), 'Australia/Lord_Howe')).toBe(10.5 * HOUR_MS);
    expect(offsetAt(at('2026-10-03T15:31:00Z'), 'Australia/Lord_Howe')).toBe(11 * HOUR_MS);
  });

  it('is refused for a zone that does not exist', () => {
    expect(() => offsetAt(0, 'Europe/Nowhere')).toThrow(RangeError);
  });

  it('agrees with Intl at any moment of many years, asked in any order', () => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: KYIV,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const moments = fc.integer({
      min: at('2000-01-01T00:00:00Z') / 1000,
      max: at('2040-01-01T00:00:00Z') / 1000,
    });
    fc.assert(
      fc.property(moments, (second) => {
        const local = new Date(toLocal(second * 1000, KYIV)).toISOString();
        expect(local.slice(0, 19).replace('T', ' ')).toBe(shown.format(second * 1000));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the moment of a local time', () => {
  test.each([
    ['the first of two', '2026-10-25T03:30:00Z', '2026-10-25T00:30:00Z'],
    ['after the leap where it does not exist', '2026-03-29T03:30:00Z', '2026-03-29T01:30:00Z'],
    ['the only one', '2026-03-29T04:00:00Z', '2026-03-29T01:00:00Z'],
    ['the only one again', '2026-10-25T04:00:00Z', '2026-10-25T02:00:00Z'],
  ])('is %s', (_which, local, utc) => {
    expect(new Date(fromLocal(at(local), KYIV)).toISOString()).toBe(new Date(utc).toISOString());
  });

  it('is the way back of every moment that is shown once', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (date) => {
          const back = fromLocal(toLocal(date.getTime(), KYIV), KYIV);
          expect([0, -HOUR_MS]).toContain(back - date.getTime());
          expect(toLocal(back, KYIV)).toBe(toLocal(date.getTime(), KYIV));
        },
      ),
    );
  });
});

test('a day begins at midnight of its zone, on the days of the change too', () => {
  const midnight = (iso: string, days = 0) => new Date(startOfDay(at(iso), KYIV, days)).toISOString();
  expect(midnight('2026-03-29T10:00:00Z')).toBe('2026-03-28T22:00:00.000Z');
  expect(midnight('2026-03-29T10:00:00Z', 1)).toBe('2026-03-29T21:00:00.000Z');
  expect(midnight('2026-10-25T23:30:00Z')).toBe('2026-10-25T22:00:00.000Z');
});

test('weekdays run from Monday to Sunday', () => {
  expect([0, 3, 4, -1].map(weekdayOf)).toEqual([4, 7, 1, 3]);
  expect(minuteOf(toLocal(at('2026-11-18T12:30:00Z'), KYIV))).toBe(14 * 60 + 30);
});

describe('months by the clocks of a zone', () => {
  test.each([
    ['2026-01-31T10:00:00Z', 1, '2026-02-28T10:00:00.000Z'],
    // Noon in Kyiv stays noon: an hour less of UTC in summer.
    ['2026-02-28T10:00:00Z', 1, '2026-03-28T10:00:00.000Z'],
    ['2026-02-28T10:00:00Z', 2, '2026-04-28T09:00:00.000Z'],
    ['2026-09-25T09:00:00Z', 1, '2026-10-25T10:00:00.000Z'],
    ['2026-03-25T10:00:00Z', 12, '2027-03-25T10:00:00.000Z'],
    // 31 December 23:30 in Kyiv is still that day, whatever UTC says.
    ['2026-12-31T21:30:00Z', 2, '2027-02-28T21:30:00.000Z'],
    // 1 January 00:30 in Kyiv is another month than in UTC.
    ['2026-12-31T22:30:00Z', 1, '2027-01-31T22:30:00.000Z'],
    // 28 February 03:30 + 1 month is leapt over.
    ['2027-02-28T01:30:00Z', 1, '2027-03-28T01:30:00.000Z'],
    ['2026-05-31T09:00:00Z', -3, '2026-02-28T10:00:00.000Z'],
  ])('%s and %d months is %s', (from, months, to) => {
    expect(addMonthsIn(new Date(from), months, KYIV).toISOString()).toBe(to);
  });

  it('days keep the time of day over the change', () => {
    expect(addDaysIn(new Date('2026-03-28T10:00:00Z'), 1, KYIV).toISOString()).toBe(
      '2026-03-29T09:00:00.000Z',
    );
    expect(addDaysIn(new Date('2026-10-24T09:00:00Z'), 2, KYIV).toISOString()).toBe(
      '2026-10-26T10:00:00.000Z',
    );
  });
});
