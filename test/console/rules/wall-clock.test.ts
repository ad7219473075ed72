import { describe, expect, it } from 'vitest';
import { toInstant, toWallClock } from '#src/console/marketing/rules/wall-clock.ts';

const KYIV = 'Europe/Kyiv';

describe("the clock on the shop's wall", () => {
  it('shows a moment in winter and in summer, and reads it back', () => {
    for (const [instant, shown] of [
      ['2026-01-15T10:30:00.000Z', '2026-01-15T12:30'],
      ['2026-07-15T10:30:00.000Z', '2026-07-15T13:30'],
      ['2026-12-31T22:00:00.000Z', '2027-01-01T00:00'],
    ] as const) {
      expect(toWallClock(instant, KYIV)).toBe(shown);
      expect(toInstant(shown, KYIV)).toBe(instant);
    }
  });

  it('reads the hours beside a change of the clock, and nothing where nothing is', () => {
    expect(toInstant('2026-03-29T02:30', KYIV)).toBe('2026-03-29T00:30:00.000Z');
    expect(toInstant('2026-03-29T04:30', KYIV)).toBe('2026-03-29T01:30:00.000Z');
    expect(toInstant('2026-10-25T04:30', KYIV)).toBe('2026-10-25T02:30:00.000Z');
    expect(toInstant('', KYIV)).toBeNull();
  });
});
