// A rule travels through the builder and comes out as it was, and nothing unfinished ever leaves it.
import { describe, expect, it } from 'vitest';
import {
  emptyGroup,
  nodeId,
  toCondition,
  toTree,
  unfinished,
} from '#src/console/marketing/rules/condition-tree.ts';
import { newEffect } from '#src/console/marketing/rules/effect-node.ts';
import { withTrigger } from '#src/console/marketing/rules/prune-form.ts';
import { NO_BOUNDS, toDefinition, toForm } from '#src/console/marketing/rules/rule-form.ts';
import type { Condition, Effect, RuleDefinition, Trigger } from '#src/contract/rules.ts';

const category = { field: 'line.category', is: 'in' as const, value: ['Молочне'] };
const gold = { field: 'member.tier', is: 'in' as const, value: ['gold'] };
const large = { field: 'receipt.amount', is: 'atLeast' as const, value: 500_00 };

function aRule(part: Partial<RuleDefinition>): RuleDefinition {
  const effects: Effect[] = [{ kind: 'fixed', currency: 'points', points: 50 }];
  return { ...NO_BOUNDS, trigger: { on: 'receipt' }, when: null, effects, ...part };
}

describe('the form of a rule', () => {
  it.each<[string, Condition | null]>([
    ['no condition', null],
    ['one', gold],
    ['all of several', { all: [gold, large] }],
    ['any of several within all', { all: [large, { any: [gold, { not: gold }] }] }],
    ['none of several', { not: { any: [gold, large] } }],
    ['not all of several', { not: { all: [gold, large] } }],
    [
      'one that counts over a period',
      { field: 'member.receipts', is: 'atLeast', value: 3, period: { days: 30 } },
    ],
    [
      'one about lines',
      { lines: 'any', where: { all: [category, { field: 'line.price', is: 'lessThan', value: 100 }] } },
    ],
    [
      'what was bought before, with its goods and its receipts',
      {
        history: 'spent',
        period: { months: 3 },
        receipt: { all: [large, { sum: 'count', where: null, is: 'moreThan', value: 2 }] },
        line: category,
        is: 'atLeast',
        value: 100_00,
      },
    ],
    ['a random share with its salt', { field: 'member.share', is: 'lessThan', value: 2_500, salt: 'a1' }],
    ['a sum of lines', { sum: 'amountMinor', where: category, is: 'moreThan', value: 200_00 }],
    ['a sum of all lines', { sum: 'count', where: null, is: 'atLeast', value: 3 }],
  ])('gives back what it was given, with %s', (_, when) => {
    const rule = aRule({ when });
    expect(toDefinition(toForm(rule, 'points'))).toEqual(rule);
  });

  it('keeps a budget only for what a budget pays for', () => {
    const words: Effect[] = [{ kind: 'message', text: { uk: 'Вітаємо!' } }];
    expect(toDefinition(toForm(aRule({ effects: words, budget: 100 }), 'points'))?.budget).toBeNull();
    expect(toDefinition(toForm(aRule({ budget: 100 }), 'points'))?.budget).toBe(100);
  });

  it.each<Effect>([
    { kind: 'share', currency: 'points', shareBp: 'tier' },
    {
      kind: 'share',
      currency: 'points',
      shareBp: 500,
      where: category,
      terms: { pending: { days: 14 }, lifeMonths: 3 },
    },
    { kind: 'per', currency: 'points', points: 1, perMinor: 20_00 },
    { kind: 'perPiece', currency: 'points', points: 5, where: category },
    { kind: 'multiply', currency: 'points', times: 250 },
    { kind: 'discountShare', shareBp: 1_000, on: 'lines', where: category },
    { kind: 'discountSum', amountMinor: 50_00, on: 'receipt' },
    { kind: 'stamp', currency: 'coffee', need: 5, where: category },
    { kind: 'gift', name: { uk: 'Горнятко' } },
    { kind: 'message', text: { uk: 'Дякуємо', en: 'Thank you' } },
    { kind: 'event', name: 'quest.step' },
  ])('gives back what it was given, with the effect $kind', (effect) => {
    const rule = aRule({ effects: [effect] });
    expect(toDefinition(toForm(rule, 'points'))).toEqual(rule);
  });

  it('has no rule to give while something in it is missing', () => {
    const form = toForm(aRule({}), 'points');
    expect(toDefinition({ ...form, effects: [] })).toBeNull();
    expect(toDefinition({ ...form, effects: [newEffect('fixed', 'points')] })).toBeNull();
    expect(toDefinition({ ...form, trigger: { on: 'event', name: ' ' } })).toBeNull();
    const blank = { id: nodeId(), kind: 'field' as const, ...gold, value: [], period: null };
    const nested = { ...emptyGroup(), children: [{ ...emptyGroup('any'), children: [blank] }] };
    expect(toCondition(nested)).toBe(unfinished);
    expect(toDefinition({ ...form, when: nested })).toBeNull();
  });

  it('leaves out groups in which nothing is, and languages in which nothing is written', () => {
    const tree = toTree({ all: [gold, large] });
    expect(toCondition({ ...tree, children: [...tree.children, emptyGroup('none')] })).toEqual({
      all: [gold, large],
    });
    const form = toForm(aRule({ effects: [{ kind: 'gift', name: { uk: 'Горнятко', en: ' ' } }] }), 'points');
    expect(toDefinition(form)?.effects).toEqual([{ kind: 'gift', name: { uk: 'Горнятко' } }]);
  });

  it('takes away what another trigger knows nothing about', () => {
    const fields = [
      { name: 'member.tier', scope: 'member' as const },
      { name: 'receipt.amount', scope: 'receipt' as const },
    ].map((field) => ({ ...field, type: 'choice' as const, period: null, operators: [] }));
    const rule = aRule({
      when: { all: [gold, large, { lines: 'any', where: category }] },
      effects: [
        { kind: 'multiply', currency: 'points', times: 200 },
        { kind: 'fixed', currency: 'points', points: 5 },
      ],
    });
    const next = toDefinition(withTrigger(toForm(rule, 'points'), { on: 'registration' }, fields));
    expect(next).toMatchObject({ when: gold, effects: [{ kind: 'fixed' }] });
  });

  it('takes away the hours where a rule is asked once a day, and keeps them elsewhere', () => {
    const hours = [{ days: [1, 2], from: '18:00', until: '20:00' }];
    const form = toForm(aRule({ hours }), 'points');
    const under = (trigger: Trigger) => toDefinition(withTrigger(form, trigger, []))?.hours;
    expect(under({ on: 'birthday', daysBefore: 0 })).toEqual([]);
    expect(under({ on: 'daily' })).toEqual([]);
    expect(under({ on: 'registration' })).toEqual(hours);
  });
});
