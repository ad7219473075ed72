import { describe, expect, it, test } from 'vitest';
import type { Evaluation, MemberFacts } from '#src/core/rules/basket.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import type { Rule } from '#src/core/rules/rule.ts';
import {
  aBasket,
  aBook,
  aCurrency,
  aRule,
  inCategory,
  someFacts,
  WEDNESDAY,
} from '#test/support/some-rules.ts';

const base = aRule('base', { effects: [{ kind: 'share', currency: 'points', shareBp: 'tier' }] });
const fixed = (id: string, points: number, more: Partial<Rule['definition']> = {}) =>
  aRule(id, { effects: [{ kind: 'fixed', currency: 'points', points }], ...more });

interface Asked extends Partial<MemberFacts> {
  lines?: Parameters<typeof aBasket>[0];
  paid?: number;
  at?: string;
  currency?: Parameters<typeof aCurrency>[0];
  budgets?: Record<string, number>;
}

function evaluate(
  rules: Rule[],
  { lines = [{}], paid = 0, at, currency, budgets = {}, ...facts }: Asked = {},
) {
  const occurredAt = at ? Date.parse(at) : WEDNESDAY;
  const book = aBook(rules, { currencies: [aCurrency(currency), aCurrency({ currency: 'stamps' })] });
  const basket = aBasket(lines, { paidByPointsMinor: paid, occurredAt });
  return evaluateReceipt(book, { basket, member: someFacts(facts), budgets }, { explain: true });
}

const pointsOf = ({ awards }: Evaluation) => awards.reduce((sum, award) => sum + award.points, 0);
const partsOf = ({ awards }: Evaluation) => awards.flatMap(({ parts }) => parts);
const why = ({ notApplied }: Evaluation) => notApplied.map(({ ruleId, why }) => [ruleId, why]);

describe('a share', () => {
  test.each([
    [[86_240], 43, [43]],
    // 3 x 9,99 at 5 % is 1,4985: one point for the whole, and it goes to the first of the equal remainders.
    [[999, 999, 999], 1, [1, 0, 0]],
    [[5_000, 3_000, 2_000], 5, [3, 1, 1]],
    [[1_999], 0, []],
  ])('of %j gives %d, over the lines %j', (amounts, points, spread) => {
    const answer = evaluate([base], { lines: amounts.map((amountMinor) => ({ amountMinor })) });
    expect(pointsOf(answer)).toBe(points);
    expect(partsOf(answer).flatMap(({ lines }) => lines.map(([, share]) => share))).toEqual(spread);
  });

  it('follows the tier of the member', () => {
    expect(pointsOf(evaluate([base], { tierKey: 'gold', lines: [{ amountMinor: 10_000 }] }))).toBe(10);
    expect(pointsOf(evaluate([base], { tierKey: 'unheard of' }))).toBe(0);
  });

  it('counts only what is paid with money', () => {
    const lines = [{ amountMinor: 40_000 }, { amountMinor: 60_000 }];
    const answer = evaluate([base], { lines, paid: 20_000 });
    expect(pointsOf(answer)).toBe(40);
    expect(partsOf(answer)[0]?.lines).toEqual([
      [1, 16],
      [2, 24],
    ]);
  });

  it('leaves out what the law excludes, and says so', () => {
    const answer = evaluate([base], {
      lines: [{}, { category: 'tobacco', excluded: true, amountMinor: 90_000 }],
    });
    expect(partsOf(answer)).toMatchObject([{ points: 5, lines: [[1, 5]], left: [[2, 'excluded']] }]);
  });

  it('of goods counts those goods', () => {
    const rule = aRule('milk', {
      effects: [{ kind: 'share', currency: 'points', shareBp: 1_000, where: inCategory('milk') }],
    });
    const lines = [{ amountMinor: 10_000 }, { category: 'bread', amountMinor: 50_000 }];
    expect(partsOf(evaluate([rule], { lines }))).toMatchObject([{ points: 10, lines: [[1, 10]] }]);
    expect(why(evaluate([rule], { lines: [{ category: 'bread' }] }))).toEqual([['rul_milk', 'noLines']]);
  });
});

test('points for each full sum and for each piece', () => {
  const per = aRule('per', { effects: [{ kind: 'per', currency: 'points', points: 3, perMinor: 10_000 }] });
  const piece = aRule('piece', { effects: [{ kind: 'perPiece', currency: 'points', points: 2 }] });
  const lines = [{ amountMinor: 19_999, quantityMilli: 3_700 }, { amountMinor: 10_000 }];
  expect(pointsOf(evaluate([per], { lines }))).toBe(6);
  expect(partsOf(evaluate([piece], { lines }))[0]?.lines).toEqual([
    [1, 6],
    [2, 2],
  ]);
});

test('multiplying adds to what the rules before it gave for the lines, fixed points aside', () => {
  const twice = aRule('twice', {
    priority: -1,
    effects: [{ kind: 'multiply', currency: 'points', times: 250, where: inCategory('milk') }],
  });
  const lines = [{ amountMinor: 20_000 }, { category: 'bread', amountMinor: 20_000 }];
  const answer = evaluate([twice, fixed('gift', 7), base], { lines });
  expect(partsOf(answer).map(({ ruleId, points }) => [ruleId, points])).toEqual([
    ['rul_base', 20],
    ['rul_gift', 7],
    ['rul_twice', 15],
  ]);
  const first = { ...twice, definition: { ...twice.definition, priority: 1 } };
  expect(pointsOf(evaluate([first, base], { lines }))).toBe(20);
});

describe('discounts', () => {
  it('come before points and lower them, whatever the order of the rules', () => {
    const tenth = aRule('tenth', {
      priority: -5,
      effects: [{ kind: 'discountShare', shareBp: 1_000, on: 'lines', where: inCategory('milk') }],
    });
    const answer = evaluate([base, tenth], {
      lines: [{ amountMinor: 10_005 }, { category: 'bread', amountMinor: 10_000 }],
    });
    // 1000,5 is rounded up.
    expect(answer.discounts).toMatchObject([{ lineNo: 1, amountMinor: 1_001 }]);
    expect([answer.toPayMinor, pointsOf(answer)]).toEqual([19_004, 9]);
  });

  it('count from what the earlier left, and never go below nothing', () => {
    const half = aRule('half', { effects: [{ kind: 'discountShare', shareBp: 5_000, on: 'receipt' }] });
    const sum = aRule('sum', {
      priority: -1,
      effects: [{ kind: 'discountSum', amountMinor: 8_000, on: 'lines' }],
    });
    const answer = evaluate([sum, half, base]);
    expect(answer.discounts.map(({ lineNo, amountMinor }) => [lineNo, amountMinor])).toEqual([
      [null, 5_000],
      [1, 5_000],
    ]);
    expect([answer.toPayMinor, answer.awards]).toEqual([0, []]);
  });

  it('off the whole receipt leave out what the law excludes', () => {
    const tenth = aRule('tenth', { effects: [{ kind: 'discountShare', shareBp: 1_000, on: 'receipt' }] });
    const answer = evaluate([tenth], { lines: [{}, { excluded: true, amountMinor: 50_000 }] });
    expect(answer.discounts).toMatchObject([{ lineNo: null, amountMinor: 1_000 }]);
    expect(answer.toPayMinor).toBe(59_000);
  });
});

describe('a stamp card', () => {
  const coffee = aRule('coffee', {
    effects: [{ kind: 'stamp', currency: 'stamps', need: 5, where: inCategory('coffee') }],
  });
  const cups = (count: number) => [
    { category: 'coffee', amountMinor: count * 6_000, quantityMilli: count * 1_000 },
  ];

  test.each([
    [0, 1, 1, 0],
    [4, 1, 1, 0],
    [5, 1, -5, 6_000],
    [3, 8, 2, 6_000],
    [0, 12, 0, 12_000],
    [11, 2, -10, 12_000],
  ])('with %d stamps, %d cups: %d stamps, %d off', (stamps, count, change, off) => {
    const answer = evaluate([coffee], { lines: cups(count), balances: { stamps } });
    expect(pointsOf(answer)).toBe(change);
    expect(answer.discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(off);
  });

  it('gives no points for the free cup', () => {
    const piece = aRule('piece', {
      priority: -1,
      effects: [{ kind: 'perPiece', currency: 'points', points: 10 }],
    });
    const answer = evaluate([coffee, piece], { lines: cups(3), balances: { stamps: 5 } });
    expect(answer.awards.find(({ currency }) => currency === 'points')?.points).toBe(20);
  });

  it('stops at the cap of its rule, and says so', () => {
    const capped = aRule('coffee', {
      ...coffee.definition,
      caps: { receipt: 2, memberDay: null, member: null },
    });
    const [part] = partsOf(evaluate([capped], { lines: cups(9) }));
    expect(part).toMatchObject({ wanted: 9, points: 2, cap: { kind: 'ruleReceipt', limit: 2 } });
  });
});

describe('of several rules', () => {
  it('the higher priority goes first, then the older', () => {
    const answer = evaluate([fixed('c', 1), fixed('a', 2), fixed('b', 3, { priority: 1 })]);
    expect(answer.used.map(({ ruleId }) => ruleId)).toEqual(['rul_b', 'rul_a', 'rul_c']);
  });

  it('of one group only the first that applies counts', () => {
    const group = 'size';
    const never = { when: { field: 'receipt.amount', is: 'atLeast', value: 1_000_000 } as const };
    const answer = evaluate([
      fixed('a', 50, { group, ...never }),
      fixed('b', 20, { group }),
      fixed('c', 10, { group }),
    ]);
    expect(pointsOf(answer)).toBe(20);
    expect(why(answer)).toEqual([
      ['rul_a', 'condition'],
      ['rul_c', 'group'],
    ]);
  });

  it('an exclusive one stops those of a lower priority', () => {
    const answer = evaluate([
      fixed('a', 1, { exclusive: true }),
      fixed('b', 2),
      fixed('c', 4, { priority: -1 }),
    ]);
    expect([pointsOf(answer), why(answer)]).toEqual([3, [['rul_c', 'exclusive']]]);
  });
});

describe('a rule applies only', () => {
  const now = WEDNESDAY;
  const use = { times: 2, timesToday: 1, points: 40, pointsToday: 10, lastAt: now - 3_600_000 };
  const caps = { receipt: null, memberDay: null, member: null };
  test.each([
    ['dates', { validFrom: '2026-11-18T12:30:01Z' }],
    ['dates', { validUntil: '2026-11-18T12:30:00Z' }],
    ['hours', { hours: [{ days: [3], from: '14:31', until: '18:00' }] }],
    ['limit', { limits: { perMember: 2, perMemberDay: null } }],
    ['limit', { limits: { perMember: null, perMemberDay: 1 } }],
    ['cooldown', { cooldownHours: 2 }],
    ['cap', { caps: { ...caps, member: 40 } }],
    ['cap', { caps: { ...caps, memberDay: 10 } }],
    ['budget', { budget: 100 }],
  ] as [string, Partial<Rule['definition']>][])('within its %s: %j', (reason, more) => {
    const asked = { ruleUse: { rul_a: use }, budgets: { rul_a: 0 } };
    expect(why(evaluate([fixed('a', 5, more)], asked))).toEqual([['rul_a', reason]]);
  });

  test.each([
    [{ validFrom: '2026-11-18T12:30:00Z', validUntil: '2026-11-18T12:30:01Z' }],
    [{ hours: [{ days: [3], from: '14:30', until: '14:31' }] }],
    [{ limits: { perMember: 3, perMemberDay: 2 } }],
    [{ cooldownHours: 1 }],
    [{ budget: 100 }],
  ] as [Partial<Rule['definition']>][])('and so: %j', (more) => {
    const asked = { ruleUse: { rul_a: use }, budgets: { rul_a: 5 } };
    expect(pointsOf(evaluate([fixed('a', 5, more)], asked))).toBe(5);
  });

  test.each([
    ['2026-11-20T20:30:00Z', 5],
    ['2026-11-21T00:30:00Z', 5],
    ['2026-11-21T01:00:00Z', 0],
    ['2026-11-21T20:30:00Z', 0],
  ])('hours over midnight belong to their first day: %s gives %d', (at, points) => {
    const night = fixed('a', 5, { hours: [{ days: [5], from: '22:00', until: '03:00' }] });
    expect(pointsOf(evaluate([night], { at }))).toBe(points);
  });
});

describe('caps trim and never refuse whole', () => {
  const lines = [{ amountMinor: 200_000 }, { amountMinor: 80_000 }];
  test.each([
    [{ capReceipt: 100 }, {}, 'receipt', 100],
    [{ capDay: 150 }, { earnedToday: { points: 50 } }, 'day', 100],
    [{ capBalance: 1_000 }, { totals: { points: 900 } }, 'balance', 100],
  ] as const)('of the currency %j', (currency, facts, kind, given) => {
    const answer = evaluate([base], { lines, currency, ...facts });
    const limit = Object.values(currency)[0];
    expect(answer.trimmed).toEqual([{ currency: 'points', kind, wanted: 140, given, limit }]);
    expect(partsOf(answer)).toMatchObject([
      {
        points: given,
        wanted: 140,
        cap: { kind, limit },
        lines: [
          [1, 71],
          [2, 29],
        ],
      },
    ]);
    expect(answer.used).toMatchObject([{ points: given }]);
  });

  it('take from what was given last', () => {
    const answer = evaluate([base, fixed('gift', 30, { priority: -1 })], {
      lines,
      currency: { capReceipt: 150 },
    });
    expect(partsOf(answer).map(({ points, cap }) => [points, cap?.kind])).toEqual([
      [140, undefined],
      [10, 'receipt'],
    ]);
  });

  it('take nothing from a balance that is above its cap already', () => {
    const answer = evaluate([base], { lines, currency: { capBalance: 100 }, totals: { points: 500 } });
    expect(pointsOf(answer)).toBe(0);
    expect(answer.trimmed).toMatchObject([{ wanted: 140, given: 0 }]);
  });

  it('of the rule go before them, over all its effects', () => {
    const rule = aRule('a', {
      effects: [
        { kind: 'fixed', currency: 'points', points: 30 },
        { kind: 'fixed', currency: 'points', points: 30 },
      ],
      caps: { receipt: 40, memberDay: null, member: null },
    });
    expect(partsOf(evaluate([rule])).map(({ points, cap }) => [points, cap?.kind])).toEqual([
      [30, undefined],
      [10, 'ruleReceipt'],
    ]);
  });

  it('a budget gives what is left of it', () => {
    const answer = evaluate([fixed('a', 50, { budget: 1_000 })], { budgets: { rul_a: 20 } });
    expect(partsOf(answer)).toMatchObject([
      { points: 20, wanted: 50, cap: { kind: 'budget', limit: 1_000 } },
    ]);
    expect(answer.used).toEqual([{ ruleId: 'rul_a', points: 20, hasBudget: true }]);
  });
});

test('gifts, words and events come along', () => {
  const rule = aRule('a', {
    effects: [
      { kind: 'gift', name: { uk: 'Горнятко' } },
      { kind: 'message', text: { en: 'Well done' } },
      { kind: 'event', name: 'big_basket' },
    ],
  });
  expect(evaluate([rule])).toMatchObject({
    gifts: [{ ruleId: 'rul_a', name: { uk: 'Горнятко' } }],
    messages: [{ text: { en: 'Well done' } }],
    events: [{ name: 'big_basket' }],
    used: [{ ruleId: 'rul_a', points: 0, hasBudget: false }],
  });
});

test('a currency that is not there gives nothing', () => {
  const rule = aRule('a', { effects: [{ kind: 'fixed', currency: 'gone', points: 5 }] });
  expect(evaluate([rule])).toMatchObject({ awards: [], used: [] });
});

test('a book says how many days of receipts its rules ask about', () => {
  const asks = (period: 'today' | { days: number } | { months: number }) =>
    fixed('a', 1, { when: { all: [{ field: 'member.receipts', is: 'atLeast', value: 2, period }] } });
  expect(aBook([base]).needs.recentDays).toBe(0);
  expect(aBook([base, asks({ days: 30 })]).needs.recentDays).toBe(30);
  expect(aBook([asks('today')]).needs.recentDays).toBe(2);
  expect(aBook([asks({ months: 2 })]).needs.recentDays).toBe(62);
});

test('a book says how many of the newest receipts are enough for its rules', () => {
  const enough = (...conditions: Condition[]) =>
    aBook([base, fixed('a', 1, { when: { all: conditions } })]).needs.recentMost;
  const period = { days: 30 };
  const bought = (is: 'atLeast' | 'is', value: number): Condition => ({
    field: 'member.receipts',
    is,
    value,
    period,
  });
  expect(enough(bought('atLeast', 2))).toBe(3);
  expect(enough(bought('atLeast', 2), { any: [bought('is', 5), { not: bought('atLeast', 3) }] })).toBe(6);
  // Of all time: the standing knows.
  expect(enough({ field: 'member.receipts', is: 'atLeast', value: 9 })).toBe(0);
  expect(enough(bought('atLeast', 2), { field: 'member.spent', is: 'atLeast', value: 100_00, period })).toBe(
    Number.POSITIVE_INFINITY,
  );
});
