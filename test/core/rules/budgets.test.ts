// What a rule takes of its budget besides points, and what a spent budget or a spent cap leaves of it.
import { describe, expect, it, test } from 'vitest';
import type { Evaluation, MemberFacts } from '#src/core/rules/basket.ts';
import { takenOfBudgets } from '#src/core/rules/charge-budget.ts';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import { evaluateTrigger } from '#src/core/rules/evaluate-trigger.ts';
import { paidBook } from '#src/core/rules/paid-book.ts';
import type { Effect, Rule } from '#src/core/rules/rule.ts';
import { aBasket, aBook, aRule, inCategory, KYIV, someFacts, WEDNESDAY } from '#test/support/some-rules.ts';

interface Asked extends Partial<MemberFacts> {
  lines?: Parameters<typeof aBasket>[0];
  left?: number;
}

function evaluate(rule: Rule, { lines = [{}], left = 1_000, ...facts }: Asked = {}): Evaluation {
  return evaluateReceipt(aBook([rule]), {
    basket: aBasket(lines),
    member: someFacts(facts),
    budgets: { rul_a: left },
  });
}

const off = ({ discounts }: Evaluation) => discounts.reduce((sum, each) => sum + each.amountMinor, 0);
const taken = (answer: Evaluation) => takenOfBudgets(answer).map(({ points }) => points);
const why = ({ notApplied }: Evaluation) => notApplied.map((each) => each.why);
const points = (answer: Evaluation) =>
  answer.awards.flatMap(({ parts }) => parts.map((part) => [part.points, part.wanted, part.cap?.kind]));

const tenth: Effect = {
  kind: 'discountShare',
  shareBp: 1_000,
  on: 'lines',
  where: inCategory('cheese'),
};
const cheese = (amountMinor: number) => ({ category: 'cheese', amountMinor });
const gift: Effect = { kind: 'gift', name: { en: 'Cup' } };
const message: Effect = { kind: 'message', text: { en: 'Thank you' } };
const fixed: Effect = { kind: 'fixed', currency: 'points', points: 20 };
const stamp: Effect = { kind: 'stamp', currency: 'stamps', need: 5, where: inCategory('coffee') };
const cups = (pieces: number) => [
  { category: 'coffee', quantityMilli: pieces * 1_000, amountMinor: pieces * 4_000 },
];

describe('a budget pays for a discount', () => {
  const rule = aRule('a', { effects: [tenth], budget: 5_000 });

  test.each([
    [[10_000], 1_000, [10]],
    // What is smaller than a point takes a whole one, once for all lines of a receipt.
    [[1_230, 1_230], 246, [3]],
    [[10], 1, [1]],
  ])('of cheese for %j: %d off, %j taken', (amounts, discount, charge) => {
    const answer = evaluate(rule, { lines: amounts.map(cheese) });
    expect([off(answer), taken(answer), why(answer)]).toEqual([discount, charge, []]);
  });

  it('of each line as much as came off it', () => {
    const { charges } = evaluate(rule, { lines: [{}, cheese(30_000), cheese(10_000)] });
    expect(charges).toEqual([
      {
        ruleId: 'rul_a',
        points: 40,
        lines: [
          [2, 30],
          [3, 10],
        ],
      },
    ]);
  });

  test.each(['lines', 'receipt'] as const)('and trims it to what is left, off the %s, and says so', (on) => {
    const trimmed = aRule('a', { effects: [{ ...tenth, on }], budget: 5_000 });
    const answer = evaluate(trimmed, { lines: [cheese(30_000), cheese(10_000)], left: 35 });
    expect([off(answer), taken(answer), why(answer)]).toEqual([3_500, [35], ['budget']]);
    expect(answer.toPayMinor).toBe(36_500);
  });

  it('and leaves points of the rule only what the discount has not taken', () => {
    const both = aRule('a', { effects: [fixed, tenth], budget: 5_000 });
    const answer = evaluate(both, { lines: [cheese(10_050)], left: 25 });
    expect(points(answer)).toEqual([[14, 20, 'budget']]);
    expect(taken(answer)).toEqual([25]);
  });

  it('until it is spent: then the rule stops', () => {
    const answer = evaluate(rule, { lines: [cheese(10_000)], left: 0 });
    expect([off(answer), answer.used, why(answer)]).toEqual([0, [], ['budget']]);
  });

  it('and of a rule without a budget nothing is charged', () => {
    expect(evaluate(aRule('a', { effects: [tenth] }), { lines: [cheese(10_000)] }).charges).toBeUndefined();
  });
});

describe('a spent cap trims points to nothing and leaves the rest', () => {
  const caps = { receipt: null, memberDay: 50, member: null };
  const spent = (used: number): Asked => ({
    ruleUse: { rul_a: { times: 1, timesToday: 1, points: used, pointsToday: used, lastAt: null } },
    lines: [cheese(10_000)],
  });

  test.each([
    [49, [1, 20, 'ruleDay']],
    [50, [0, 20, 'ruleDay']],
  ])('with %d of 50 given today', (used, part) => {
    const answer = evaluate(aRule('a', { effects: [tenth, fixed, message], caps }), spent(used));
    expect([off(answer), answer.messages.length, points(answer)]).toEqual([1_000, 1, [part]]);
    expect(answer.used).toMatchObject([{ points: part[0] }]);
    expect(why(answer)).toEqual([]);
  });

  it.each([[[fixed]], [[fixed, message]]])(
    'and what gives points and words says that its cap is reached',
    (effects) => {
      const answer = evaluate(aRule('a', { effects, caps }), spent(50));
      expect([answer.used, answer.messages, why(answer)]).toEqual([[], [], ['cap']]);
    },
  );

  it('and shuts nobody out of a receipt that is paid, of which nothing can be taken off', () => {
    const first = aRule('a', { effects: [tenth, fixed], caps, exclusive: true, priority: 9 });
    const answer = evaluateReceipt(paidBook(aBook([first, aRule('b', { effects: [fixed] })])), {
      basket: aBasket([cheese(10_000)]),
      member: someFacts(spent(50)),
      budgets: {},
    });
    expect(points(answer)).toEqual([[20, 20, undefined]]);
  });

  it('of a rule that no receipt asks, too', () => {
    const rule = aRule('a', { trigger: { on: 'daily' }, effects: [fixed, gift], caps });
    const { ruleUse } = spent(50);
    const answer = evaluateTrigger(aBook([rule]), {
      trigger: { on: 'daily' },
      member: someFacts({ ...(ruleUse && { ruleUse }) }),
      at: WEDNESDAY,
      storeTimeZone: KYIV,
    });
    expect([answer.gifts.length, points(answer)]).toEqual([1, [[0, 20, 'ruleDay']]]);
  });
});

describe('a full stamp card is redeemed', () => {
  const caps = { receipt: null, memberDay: 5, member: null };
  const ruleUse = { rul_a: { times: 1, timesToday: 1, points: 5, pointsToday: 5, lastAt: null } };
  const full = { balances: { stamps: 5 }, lines: cups(2) };

  it('on a day without further stamps', () => {
    const answer = evaluate(aRule('a', { effects: [stamp], caps }), { ...full, ruleUse });
    expect([off(answer), points(answer)]).toEqual([
      4_000,
      [
        [0, 1, 'ruleDay'],
        [-5, -5, undefined],
      ],
    ]);
  });

  it('when the budget is spent, and takes nothing more of it', () => {
    const rule = aRule('a', { effects: [stamp, message, fixed], budget: 5_000 });
    const answer = evaluate(rule, { ...full, left: 0 });
    expect([off(answer), answer.messages, taken(answer)]).toEqual([4_000, [], []]);
    expect(points(answer)).toEqual([
      [0, 1, 'budget'],
      [-5, -5, undefined],
      [0, 20, 'budget'],
    ]);
  });

  it('out of the budget as far as it goes', () => {
    const rule = aRule('a', { effects: [stamp], budget: 5_000 });
    expect(taken(evaluate(rule, full))).toEqual([41]);
    expect(taken(evaluate(rule, { ...full, left: 30 }))).toEqual([30]);
  });

  test.each([
    [{ balances: { stamps: 4 }, lines: cups(1) }],
    [{ balances: { stamps: 5 }, lines: [{ category: 'tea' }] }],
  ])('and nothing else where there is none to redeem: %j', (asked) => {
    const capped = aRule('a', { effects: [stamp, fixed], caps });
    const stopped = aRule('a', { effects: [stamp, fixed], budget: 5_000 });
    expect([
      why(evaluate(capped, { ...asked, ruleUse })),
      why(evaluate(stopped, { ...asked, left: 0 })),
    ]).toEqual([['cap'], ['budget']]);
  });
});
