import { expect, test } from 'vitest';
import { describeConflict } from '#src/core/rules/describe-conflict.ts';
import { findConflicts, type KnownNames } from '#src/core/rules/find-conflicts.ts';
import type { Effect, Rule } from '#src/core/rules/rule.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { aRule, inCategory, WEDNESDAY } from '#test/support/some-rules.ts';

type More = Partial<Parameters<typeof aRule>[1]>;
const rule = (id: string, effect: Effect, more: More = {}) => aRule(id, { effects: [effect], ...more });
const fixed = (id: string, more: More = {}, currency = 'points') =>
  rule(id, { kind: 'fixed', currency, points: 5 }, more);
const share = (where?: ReturnType<typeof inCategory>): Effect => ({
  kind: 'share',
  currency: 'points',
  shareBp: 500,
  ...(where && { where }),
});
const off = (shareBp: number, where?: ReturnType<typeof inCategory>): Effect => ({
  kind: 'discountShare',
  shareBp,
  on: 'lines',
  ...(where && { where }),
});
const twice = (where?: ReturnType<typeof inCategory>): Effect => ({
  kind: 'multiply',
  currency: 'points',
  times: 200,
  ...(where && { where }),
});
const stamp = (...categories: string[]): Effect => ({
  kind: 'stamp',
  currency: 'points',
  need: 5,
  where: inCategory(...categories),
});
const monday = { hours: [{ days: [1], from: '10:00', until: '12:00' }] };
const tuesday = { hours: [{ days: [2], from: '10:00', until: '12:00' }] };
const big = { field: 'receipt.amount', is: 'atLeast', value: 50_000 } as const;
const gold = { field: 'member.tier', is: 'is', value: 'gold' } as const;

const KNOWN: KnownNames = {
  currencies: ['points'],
  tiers: ['base', 'gold'],
  categories: [
    { category: 'milk', excluded: false },
    { category: 'bread', excluded: false },
    { category: 'tobacco', excluded: true },
  ],
  budgets: {},
  now: WEDNESDAY,
};
const kinds = (one: Rule, live: Rule[] = [], known = KNOWN) =>
  findConflicts(one, live, known).map(({ kind, ruleId, otherRuleId }) => [kind, ruleId, otherRuleId ?? null]);

test.each([
  ['ended', fixed('a', { validUntil: '2026-11-18T12:30:00Z' })],
  ['unknownCurrency', fixed('a', {}, 'gone')],
  ['unknownTier', fixed('a', { when: { not: { ...gold, value: 'black' } } })],
  ['unknownCategory', rule('a', share(inCategory('milk', 'fish')))],
  ['excludedCategory', fixed('a', { when: { lines: 'any', where: inCategory('tobacco') } })],
  ['budgetSpent', fixed('b', { budget: 100 })],
  ['multipliesNothing', rule('a', twice())],
])('alone: %s', (kind, one) => {
  expect(kinds(one, [], { ...KNOWN, budgets: { rul_b: 0 } })).toEqual([[kind, one.ruleId, null]]);
});

test('a rule that is right has no conflicts, neither with itself nor with an earlier version of it', () => {
  const one = rule('a', share(inCategory('milk')), { when: gold });
  expect(kinds(one, [{ ...one, version: 0 }])).toEqual([]);
  expect(kinds(rule('a', share(inCategory('fish'))), [], { ...KNOWN, categories: null })).toEqual([]);
});

test.each([
  // In a group the first that always applies leaves nothing to the others.
  ['neverReached', fixed('b', { group: 'g', when: big }), fixed('a', { group: 'g' }), 'rul_b', 'rul_a'],
  [
    'neverReached',
    fixed('b', { group: 'g', when: { all: [big, gold] } }),
    fixed('a', { group: 'g', when: big }),
    'rul_b',
    'rul_a',
  ],
  // The draft may be the one that hides the other.
  [
    'neverReached',
    fixed('b', { group: 'g', priority: 1 }),
    fixed('a', { group: 'g', when: big }),
    'rul_a',
    'rul_b',
  ],
  ['shadowed', fixed('b'), fixed('a', { exclusive: true, priority: 1, when: big }), 'rul_b', 'rul_a'],
  [
    'discountTooLarge',
    rule('b', off(6_000)),
    rule('a', off(5_000, inCategory('milk')), { when: big }),
    'rul_b',
    'rul_a',
  ],
  ['sameCondition', fixed('b', { when: big }), fixed('a', { when: big }), 'rul_b', 'rul_a'],
  ['sharedGoods', rule('b', share(inCategory('milk'))), rule('a', share()), 'rul_b', 'rul_a'],
  // Stamps stay on the card: neither other goods nor other hours keep them apart.
  ['sharedStamps', rule('b', stamp('milk'), monday), rule('a', stamp('bread'), tuesday), 'rul_b', 'rul_a'],
  ['sharedStamps', rule('b', stamp('milk')), rule('a', stamp('milk', 'bread')), 'rul_b', 'rul_a'],
] as const)('with another: %s', (kind, one, other, ruleId, otherRuleId) => {
  expect(kinds(one, [other])).toEqual([[kind, ruleId, otherRuleId]]);
});

test('two that multiply the same points', () => {
  const base = rule('0', share());
  const one = rule('b', twice(inCategory('milk')), { priority: -1, when: gold });
  expect(kinds(one, [base, rule('a', twice(), { priority: -1 })])).toEqual([
    ['twoMultiply', 'rul_b', 'rul_a'],
  ]);
  expect(kinds(one, [base, rule('a', twice(inCategory('bread')), { priority: -1 })])).toEqual([]);
  expect(kinds({ ...one, definition: { ...one.definition, priority: 1 } }, [base])).toEqual([
    ['multipliesNothing', 'rul_b', null],
  ]);
});

test.each([
  ['of another trigger', fixed('b'), fixed('a', { trigger: { on: 'registration' } })],
  [
    'of another time',
    fixed('b', { validFrom: '2026-12-01T00:00:00Z' }),
    fixed('a', { validUntil: '2026-12-01T00:00:00Z' }),
  ],
  [
    'of other hours',
    fixed('b', { hours: [{ days: [1], from: '10:00', until: '12:00' }] }),
    fixed('a', { hours: [{ days: [1], from: '12:00', until: '14:00' }] }),
  ],
  ['of other goods', rule('b', share(inCategory('milk'))), rule('a', share(inCategory('bread')))],
  [
    'that is a card for the same goods on other terms',
    rule('b', stamp('milk'), { when: gold }),
    rule('a', stamp('milk'), { when: big }),
  ],
  ['of another condition', fixed('b', { when: big }), fixed('a', { when: gold })],
  ['of the group that applies less often', fixed('b', { group: 'g' }), fixed('a', { group: 'g', when: big })],
  [
    'of the group with a limit',
    fixed('b', { group: 'g' }),
    fixed('a', { group: 'g', limits: { perMember: 1, perMemberDay: null } }),
  ],
  ['with small discounts', rule('b', off(5_000)), rule('a', off(5_000))],
])('none with one %s', (_which, one, other) => {
  expect(kinds(one, [other])).toEqual([]);
});

test.each(LANGUAGES)('each is told as a sentence with the names of the rules: %s', (language) => {
  const teller = ruleTeller(language, { timeZone: 'Europe/Kyiv' });
  const details = { group: 'g', key: 'x', shareBp: 11_000, until: '2026-11-18T12:30:00Z' };
  const all = [
    'neverReached',
    'shadowed',
    'twoMultiply',
    'multipliesNothing',
    'discountTooLarge',
    'ended',
    'unknownCurrency',
    'unknownTier',
    'unknownCategory',
    'excludedCategory',
    'budgetSpent',
    'sameCondition',
    'sharedGoods',
    'sharedStamps',
  ] as const;
  for (const kind of all) {
    const conflict = { kind, ruleId: 'rul_a', otherRuleId: 'rul_b', details } as const;
    const said = describeConflict(conflict, (ruleId) => `Name ${ruleId}`, teller);
    expect(said).toContain('Name rul_a');
    expect(said).not.toMatch(/\{\{|conflicts\./);
  }
});
