// What a rule takes of its budget besides points.
import { describe, expect, it, test } from 'vitest';
import type { Evaluation, MemberFacts } from '#src/core/rules/basket.ts';
import { takenOfBudgets } from '#src/core/rules/charge-budget.ts';
import { evaluateReceipt } from '#src/core/rules/evaluate.ts';
import type { Effect, Rule } from '#src/core/rules/rule.ts';
import { aBasket, aBook, aRule, inCategory, someFacts } from '#test/support/some-rules.ts';

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
const fixed: Effect = { kind: 'fixed', currency: 'points', points: 20 };

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
