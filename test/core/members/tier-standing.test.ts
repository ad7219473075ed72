import { describe, expect, test } from 'vitest';
import { reachedTier, type TierInput, tierStanding } from '#src/core/members/tier-standing.ts';

const tiers = [
  { tierKey: 'base', fromTurnoverMinor: 0n },
  { tierKey: 'silver', fromTurnoverMinor: 1_000n },
  { tierKey: 'gold', fromTurnoverMinor: 3_000n },
];
const months = { '2025-06': 500, '2025-12': 400, '2026-01': 600, '2026-03': 2_280 };
const programme = {
  tierBasis: 'spend',
  tierPeriod: 'always',
  tierMonths: 12,
  timeZone: 'Europe/Kyiv',
} as const;

function stand(fields: Partial<TierInput> & { tierKey?: string; terms?: object; now?: string } = {}) {
  const { tierKey = 'base', terms = {}, now = '2026-03-15T10:00:00Z', ...rest } = fields;
  return tierStanding({
    months,
    totalMinor: 3_780n,
    programme: { ...programme, ...terms },
    tiers,
    tierKey,
    at: new Date(now),
    ...rest,
  });
}

describe('what counts for a tier', () => {
  test('is everything ever bought when there is no period', () => {
    expect(stand({ totalMinor: 2_999n })).toMatchObject({ value: 2_999n, reached: 'silver' });
  });

  test('is the calendar year of the programme, not of UTC', () => {
    expect(stand({ terms: { tierPeriod: 'year' } }).value).toBe(2_880n);
    // Half past midnight on 1 January in Kyiv.
    const newYear = stand({ terms: { tierPeriod: 'year' }, now: '2025-12-31T22:30:00Z' });
    expect(newYear.value).toBe(2_880n);
    const oldYear = stand({
      terms: { tierPeriod: 'year' },
      months: { '2025-12': 7 },
      now: '2026-01-01T00:00:00Z',
    });
    expect(oldYear.value).toBe(0n);
  });

  test('is this month and those before it, as many as the programme says', () => {
    const terms = { tierPeriod: 'months', tierMonths: 3 };
    expect(stand({ terms }).value).toBe(2_880n);
    expect(stand({ terms: { ...terms, tierMonths: 4 } }).value).toBe(3_280n);
    expect(stand({ terms: { ...terms, tierMonths: 1 }, now: '2026-04-01T00:00:00Z' }).value).toBe(0n);
  });

  test('is the points of the months where points count', () => {
    expect(stand({ totalMinor: null, terms: { tierBasis: 'points' } }).value).toBe(3_780n);
  });
});

describe('the way to the next tier', () => {
  test('is what is missing by 31 December where the year counts', () => {
    const { next } = stand({ terms: { tierPeriod: 'year' } });
    expect(next).toEqual({ tierKey: 'gold', missing: 120n, by: new Date('2026-12-30T22:00:00Z') });
  });

  test('is what is missing by the end of the month where months count', () => {
    const { next } = stand({ terms: { tierPeriod: 'months', tierMonths: 3 } });
    // 31 March, which begins in summer time.
    expect(next).toEqual({ tierKey: 'gold', missing: 120n, by: new Date('2026-03-30T21:00:00Z') });
  });

  test('has no end where everything counts, and ends at the top', () => {
    expect(stand({ totalMinor: 2_000n }).next).toEqual({ tierKey: 'gold', missing: 1_000n, by: null });
    expect(stand({ totalMinor: 9_000n })).toMatchObject({ reached: 'gold', next: null, keep: null });
  });

  test('leads up from the tier that is kept, and says what is missing to keep it', () => {
    const standing = stand({ totalMinor: 100n, tierKey: 'silver' });
    expect(standing).toMatchObject({
      reached: 'base',
      next: { tierKey: 'gold', missing: 2_900n },
      keep: { tierKey: 'silver', missing: 900n },
    });
  });
});

test('when nothing counts, then the lowest tier is reached', () => {
  const at = new Date('2026-03-15T10:00:00Z');
  const raised = tiers.map((each) => ({ ...each, fromTurnoverMinor: each.fromTurnoverMinor + 5n }));
  expect(reachedTier({ months: {}, totalMinor: 0n, programme, tiers: raised, at })).toBe('base');
});
