import { describe, expect, test } from 'vitest';
import type { Basket, MemberFacts } from '#src/core/rules/basket.ts';
import { checkCondition } from '#src/core/rules/check-condition.ts';
import { compileCondition } from '#src/core/rules/compile-condition.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { receiptFacts } from '#src/core/rules/facts.ts';
import { FIELDS } from '#src/core/rules/fields.ts';
import { findFailing } from '#src/core/rules/find-failing.ts';
import { aBasket, inCategory, someFacts, WEDNESDAY } from '#test/support/some-rules.ts';

const DAY_MS = 86_400_000;
const basket = aBasket(
  [
    { amountMinor: 30_000, quantityMilli: 3_000, priceMinor: 10_000 },
    { sku: 'bread-7', name: 'Rye bread', category: 'bread', brand: 'Mill', amountMinor: 5_000 },
    { sku: 'smoke-1', name: 'Cigarettes', category: 'tobacco', amountMinor: 12_000, excluded: true },
  ],
  { tillId: 'til_2' },
);
const member = someFacts({
  tierKey: 'gold',
  birthday: { month: 11, day: 20 },
  turnoverMinor: 900_000,
  balances: { points: 120, stamps: 4 },
  recent: [
    { at: WEDNESDAY - 40 * DAY_MS, amountMinor: 10_000 },
    { at: WEDNESDAY - 20 * DAY_MS, amountMinor: 20_000 },
    { at: WEDNESDAY - 3_600_000, amountMinor: 30_000 },
    // A receipt that was recorded before this one and lies after it.
    { at: WEDNESDAY + DAY_MS, amountMinor: 70_000 },
  ],
});

/** What the checked and compiled condition says. */
function holds(condition: Condition, about: { basket?: Basket; member?: MemberFacts } = {}): boolean {
  const checked = checkCondition(condition, 'when', ['member', 'receipt', 'line', 'event']);
  return compileCondition(checked)(receiptFacts(about.basket ?? basket, about.member ?? member));
}

const compare = (field: string, is: string, value: unknown, period?: unknown) =>
  ({ field, is, value, ...(period !== undefined && { period }) }) as Condition;

describe('a comparison is true and false where it should be', () => {
  test.each([
    ['member.tier', 'is', 'gold', 'base'],
    ['member.tier', 'isNot', 'base', 'gold'],
    ['member.tier', 'in', ['gold', 'base'], ['base']],
    ['member.tier', 'notIn', ['base'], ['gold']],
    ['member.language', 'is', 'uk', 'en'],
    ['member.daysRegistered', 'atLeast', 100, 101],
    ['member.birthdayInDays', 'is', 2, 3],
    ['member.daysSinceBirthday', 'is', 363, 0],
    ['member.turnover', 'moreThan', 899_999, 900_000],
    ['member.receipts', 'is', 3, 4],
    ['member.firstPurchase', 'is', false, true],
    ['member.daysSinceLast', 'atMost', 5, 4],
    ['member.balance', 'lessThan', 121, 120],
    ['member.marketingConsent', 'is', false, true],
    ['receipt.store', 'is', 'str_1', 'str_2'],
    ['receipt.till', 'in', ['til_2'], ['til_1']],
    // Tobacco is not among what a receipt comes to.
    ['receipt.amount', 'is', 35_000, 47_000],
    ['receipt.lines', 'is', 2, 3],
    ['receipt.pieces', 'is', 4_000, 5_000],
    ['receipt.weekday', 'is', 3, 4],
    ['receipt.weekday', 'in', [3, 6], [6, 7]],
    ['receipt.weekday', 'notIn', [6, 7], [3]],
    ['receipt.time', 'atLeast', '14:30', '14:31'],
    ['receipt.time', 'lessThan', '14:31', '14:30'],
    ['receipt.date', 'is', '2026-11-18', '2026-11-17'],
    ['receipt.date', 'isNot', '2026-11-17', '2026-11-18'],
    ['receipt.date', 'atMost', '2026-11-18', '2026-11-17'],
  ])('%s %s', (field, is, right, wrong) => {
    expect([holds(compare(field, is, right)), holds(compare(field, is, wrong))]).toEqual([true, false]);
  });

  test.each([
    ['line.sku', 'is', 'bread-7', 'bread-8'],
    ['line.sku', 'startsWith', 'BREAD', 'read'],
    ['line.category', 'in', ['bread', 'fish'], ['tobacco']],
    ['line.brand', 'isNot', 'Farm', null],
    ['line.name', 'contains', 'BREAD', 'cigar'],
    ['line.quantity', 'atLeast', 3_000, 3_001],
    ['line.price', 'moreThan', 9_999, 10_000],
    ['line.amount', 'atMost', 5_000, 4_999],
  ])('some line: %s %s', (field, is, right, wrong) => {
    const some = (value: unknown) => holds({ lines: 'any', where: { field, is, value } as never });
    expect(some(right)).toBe(true);
    if (wrong !== null) expect(some(wrong)).toBe(false);
  });

  test.each([
    ['member.receipts', 'is', 1, 'today'],
    ['member.receipts', 'is', 2, { days: 30 }],
    ['member.receipts', 'is', 3, { months: 2 }],
    ['member.spent', 'is', 50_000, { days: 30 }],
    ['member.spent', 'atLeast', 30_000, 'today'],
  ])('%s %s %d over %o', (field, is, value, period) => {
    expect(holds(compare(field, is, value, period))).toBe(true);
  });

  test('every field of the whitelist can be asked', () => {
    for (const [field, { type, scope, ...more }] of Object.entries(FIELDS)) {
      // What is known where members are chosen is asked in test/core/segments.
      if (scope === 'audience') continue;
      const value =
        { boolean: true, timeOfDay: '10:00', date: '2026-01-01', text: 'a', choice: 'a' }[type as string] ??
        1;
      const asked = compare(field, 'is', value, 'period' in more ? { days: 3 } : undefined);
      expect(() =>
        holds(scope === 'line' ? ({ lines: 'any', where: asked } as Condition) : asked),
      ).not.toThrow();
    }
  });
});

describe('what is not known', () => {
  const unknown = someFacts({ birthday: null, lastReceiptAt: null });
  test.each(['is', 'isNot', 'atLeast', 'atMost', 'moreThan', 'lessThan'])('compares false by %s', (is) => {
    expect(holds(compare('member.birthdayInDays', is, 5), { member: unknown })).toBe(false);
    expect(holds(compare('member.daysSinceLast', is, 5), { member: unknown })).toBe(false);
  });

  test('a receipt without a till is at no till, and at none but another', () => {
    const noTill = { basket: aBasket() };
    expect(holds(compare('receipt.till', 'is', 'til_1'), noTill)).toBe(false);
    expect(holds(compare('receipt.till', 'isNot', 'til_1'), noTill)).toBe(false);
    expect(holds(compare('receipt.till', 'notIn', ['til_1']), noTill)).toBe(false);
  });
});

describe('birthdays', () => {
  const on = (month: number, day: number, at: string) => (value: number) =>
    holds(compare('member.birthdayInDays', 'is', value), {
      basket: aBasket([{}], { occurredAt: Date.parse(at) }),
      member: someFacts({ birthday: { month, day } }),
    });
  test('are counted by the day in the store, over the new year too', () => {
    // 23:30 UTC on 31 December is 1 January in Kyiv.
    expect(on(1, 2, '2026-12-31T23:30:00Z')(1)).toBe(true);
    expect(on(1, 1, '2026-12-30T10:00:00Z')(2)).toBe(true);
  });
  test('of 29 February are on the 28th in other years', () => {
    expect(on(2, 29, '2027-02-28T10:00:00Z')(0)).toBe(true);
    expect(on(2, 29, '2028-02-28T10:00:00Z')(1)).toBe(true);
  });
});

describe('conditions are put together', () => {
  const [yes, no] = [compare('member.tier', 'is', 'gold'), compare('member.tier', 'is', 'base')];
  test.each([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no, no] }, false],
    [{ not: no }, true],
    [{ not: { all: [yes, { any: [no, yes] }] } }, false],
    [{ lines: 'every', where: inCategory('milk', 'bread') }, true],
    [{ lines: 'every', where: inCategory('milk') }, false],
    [{ lines: 'none', where: inCategory('tobacco') }, true],
    [{ lines: 'none', where: inCategory('bread') }, false],
    [
      {
        lines: 'any',
        where: { all: [inCategory('milk'), { not: { field: 'line.brand', is: 'is', value: 'Mill' } }] },
      },
      true,
    ],
    [{ sum: 'amountMinor', where: inCategory('milk'), is: 'atLeast', value: 30_000 }, true],
    [{ sum: 'amountMinor', where: null, is: 'is', value: 35_000 }, true],
    [{ sum: 'quantityMilli', where: inCategory('milk'), is: 'moreThan', value: 3_000 }, false],
    [{ sum: 'count', where: null, is: 'is', value: 2 }, true],
  ] as [Condition, boolean][])('%j', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test('every and none of no lines: none is true, every is not', () => {
    const empty = { basket: aBasket([]) };
    expect(holds({ lines: 'none', where: inCategory('milk') }, empty)).toBe(true);
    expect(holds({ lines: 'every', where: inCategory('milk') }, empty)).toBe(false);
  });

  test('the part that failed is named by its way', () => {
    const facts = receiptFacts(basket, member);
    expect(findFailing({ all: [yes, { all: [yes, no] }] }, facts)).toEqual([1, 1]);
    expect(findFailing({ all: [yes, { any: [no, no] }] }, facts)).toEqual([1]);
    expect(findFailing(no, facts)).toEqual([]);
  });
});
