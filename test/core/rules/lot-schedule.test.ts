import { describe, expect, it, test } from 'vitest';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import type { Rule } from '#src/core/rules/rule.ts';
import { aBasket, aBook, aCurrency, aRule, someFacts, WEDNESDAY } from '#test/support/some-rules.ts';

const base = aRule('base', { effects: [{ kind: 'share', currency: 'points', shareBp: 'tier' }] });
const fixed = (id: string, points: number) =>
  aRule(id, { effects: [{ kind: 'fixed', currency: 'points', points }] });

function evaluate(
  rules: Rule[],
  { currency, at }: { currency?: Parameters<typeof aCurrency>[0]; at?: string } = {},
) {
  const basket = aBasket([{}], { occurredAt: at ? Date.parse(at) : WEDNESDAY });
  const book = aBook(rules, { currencies: [aCurrency(currency)] });
  return evaluateReceipt(book, { basket, member: someFacts(), budgets: {} });
}

describe('points become active and expire', () => {
  const award = (currency: Parameters<typeof aCurrency>[0], terms = {}, at = '2026-11-18T12:30:00Z') => {
    const rule = aRule('a', { effects: [{ kind: 'fixed', currency: 'points', points: 5, terms }] });
    const [one] = evaluate([rule], { currency, at }).awards;
    const iso = (ms: number | null | undefined) =>
      typeof ms === 'number' && Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 16) : ms;
    return [iso(one?.activeAt), iso(one?.expiresAt), one?.waitsFor];
  };
  const rolling = { kind: 'rolling', months: 1 } as const;
  test.each([
    [{ expiry: rolling }, {}, ['2026-11-18T12:30', '2026-12-18T22:00', null]],
    [{ pending: { hours: 24 } }, {}, ['2026-11-19T12:30', null, null]],
    [{ pending: { days: 14 }, expiry: rolling }, {}, ['2026-12-02T12:30', '2027-01-02T22:00', null]],
    [{ pending: { action: 'review' }, expiry: rolling }, {}, [Number.POSITIVE_INFINITY, null, 'review']],
    [{ expiry: { kind: 'inactivity', months: 6 } }, {}, ['2026-11-18T12:30', null, null]],
    // Good to the end of 31 December in Kyiv.
    [
      { expiry: { kind: 'calendar', monthDay: '12-31', months: 1 } },
      {},
      ['2026-11-18T12:30', '2026-12-31T22:00', null],
    ],
    [
      { expiry: { kind: 'calendar', monthDay: '12-31', months: 2 } },
      {},
      ['2026-11-18T12:30', '2027-12-31T22:00', null],
    ],
    [
      { expiry: { kind: 'calendar', monthDay: '02-29', months: 0 } },
      {},
      ['2026-11-18T12:30', '2027-02-28T22:00', null],
    ],
    [
      { pending: { days: 14 }, expiry: rolling },
      { pending: null },
      ['2026-11-18T12:30', '2026-12-18T22:00', null],
    ],
    [{ expiry: rolling }, { pending: { days: 1 }, lifeMonths: null }, ['2026-11-19T12:30', null, null]],
    [{}, { lifeMonths: 3 }, ['2026-11-18T12:30', '2027-02-18T22:00', null]],
  ] as const)('currency %j, effect %j', (currency, terms, expected) => {
    expect(award(currency, terms)).toEqual(expected);
  });

  // In Kyiv the clocks go back on 25 October and forward on 28 March: a day is as long as it is there.
  test.each([
    ['2026-10-24T12:30:00Z', '2026-10-25T13:30'],
    ['2027-03-27T12:30:00Z', '2027-03-28T11:30'],
  ])('a day after %s is %s, at the same time by the clocks', (at, activeAt) => {
    expect(award({ pending: { days: 1 } }, {}, at)).toEqual([activeAt, null, null]);
  });

  it('over summer time by the clocks of the programme', () => {
    // The midnight after 25 April in Kyiv, which is an hour earlier in UTC than it was in February.
    expect(award({ expiry: { kind: 'rolling', months: 2 } }, {}, '2026-02-25T16:00:00Z')[1]).toBe(
      '2026-04-25T21:00',
    );
  });

  it('those of the same times are one award, others are another', () => {
    const answer = evaluate([
      base,
      fixed('a', 5),
      aRule('b', {
        effects: [{ kind: 'fixed', currency: 'points', points: 9, terms: { pending: { days: 2 } } }],
      }),
    ]);
    expect(answer.awards.map(({ points, parts }) => [points, parts.length])).toEqual([
      [10, 2],
      [9, 1],
    ]);
  });
});
