import { describe, expect, test } from 'vitest';
import { formatEnd, formatStart } from '#src/lib/format.ts';
import type { Language } from '#src/lib/language.ts';

/** A noon in Kyiv. */
const now = new Date('2026-11-30T10:00:00Z');
const shown = (language: Language) => ({ language, timeZone: 'Europe/Kyiv', now });
const inMs = (ms: number) => new Date(now.getTime() + ms);
const HOUR_MS = 3_600_000;

describe('from when something can be used', () => {
  test('when it is today, then the time of day is told', () => {
    expect(formatStart(inMs(HOUR_MS), shown('uk'))).toBe('13:00');
    // The last minute of the day on the wall.
    expect(formatStart(inMs(12 * HOUR_MS - 60_000), shown('en'))).toBe('23:59');
  });

  test('when it is another day, then the day is told', () => {
    expect(formatStart(inMs(12 * HOUR_MS), shown('uk'))).toBe('1 грудня');
    expect(formatStart(inMs(48 * HOUR_MS), shown('ru'))).toBe('2 декабря');
    // The same day of another year is not today.
    expect(formatStart(new Date('2027-11-30T10:00:00Z'), shown('en'))).toBe('30 November 2027');
  });
});

describe('until when', () => {
  test('when it ends in the middle of today, then the time of day is told', () => {
    expect(formatEnd(inMs(HOUR_MS), shown('uk'))).toBe('13:00');
  });

  test('when it ends at a midnight, then it is good through the day before', () => {
    expect(formatEnd(inMs(12 * HOUR_MS), shown('uk'))).toBe('30 листопада');
    expect(formatEnd(inMs(36 * HOUR_MS), shown('en'))).toBe('1 December');
    // What ended last midnight was good yesterday.
    expect(formatEnd(inMs(-12 * HOUR_MS), shown('uk'))).toBe('29 листопада');
  });

  test('when it ends in the middle of another day, then that day is told', () => {
    expect(formatEnd(inMs(24 * HOUR_MS), shown('ru'))).toBe('1 декабря');
  });
});
