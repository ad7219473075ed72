import { describe, expect, it, test } from 'vitest';
import { Refusal } from '#src/core/refusal.ts';
import { checkRule } from '#src/core/rules/check-rule.ts';
import { FIELDS, OPERATORS } from '#src/core/rules/fields.ts';

const effects = [{ kind: 'fixed', currency: 'points', points: 5 }];
const trigger = { on: 'receipt' };

/** What is wrong, as a refusal says it. */
function problemOf(input: unknown): Record<string, string | number> {
  try {
    checkRule(input);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'rule_not_valid') return error.details;
    throw error;
  }
  return expect.fail(`${JSON.stringify(input)} passes`);
}

const withCondition = (when: unknown) => ({ trigger, effects, when });
const deep = (levels: number): unknown =>
  levels === 0 ? { field: 'member.receipts', is: 'is', value: 1 } : { not: deep(levels - 1) };

describe('a rule that is right', () => {
  it('comes back with what was left out filled in', () => {
    expect(checkRule({ trigger, effects })).toEqual({
      trigger,
      when: null,
      effects,
      priority: 0,
      group: null,
      exclusive: false,
      validFrom: null,
      validUntil: null,
      hours: [],
      cooldownHours: null,
      limits: { perMember: null, perMemberDay: null },
      caps: { receipt: null, memberDay: null, member: null },
      budget: null,
    });
  });

  it('may be nested to the eighth level', () => {
    expect(() => checkRule(withCondition(deep(7)))).not.toThrow();
  });

  it('passes the gate again as it came out of it', () => {
    const rule = checkRule({
      trigger,
      when: {
        all: [
          { field: 'member.receipts', is: 'atLeast', value: 2, period: { months: 1 } },
          { lines: 'any', where: { field: 'line.category', is: 'in', value: ['milk'] } },
          { sum: 'count', where: null, is: 'moreThan', value: 2 },
        ],
      },
      effects: [
        {
          kind: 'share',
          currency: 'points',
          shareBp: 'tier',
          terms: { pending: { days: 3 }, lifeMonths: null },
        },
        { kind: 'stamp', currency: 'stamps', need: 5, where: { field: 'line.sku', is: 'is', value: 'x' } },
      ],
      hours: [{ days: [1, 2], from: '22:00', until: '02:00' }],
      validFrom: '2026-12-01T00:00:00+02:00',
    });
    expect(checkRule(structuredClone(rule))).toEqual(rule);
  });
});

describe('a rule that is wrong is refused with its place', () => {
  test.each([
    [null, 'rule'],
    [[], 'rule'],
    [{}, 'trigger'],
    [{ trigger: { on: 'noon' }, effects }, 'trigger.on'],
    [{ trigger: { on: 'birthday' }, effects }, 'trigger.daysBefore'],
    [{ trigger, effects: [] }, 'effects'],
    [{ trigger, effects, colour: 'red' }, 'colour'],
    [{ trigger, effects: [{ kind: 'gold' }] }, 'effects.0.kind'],
    [{ trigger, effects: [{ ...effects[0], points: 0 }] }, 'effects.0.points'],
    [{ trigger, effects: [{ ...effects[0], points: 1_000_001 }] }, 'effects.0.points'],
    [{ trigger, effects: [{ ...effects[0], points: 1.5 }] }, 'effects.0.points'],
    [{ trigger, effects: [{ ...effects[0], extra: 1 }] }, 'effects.0.extra'],
    [{ trigger, effects: [{ ...effects[0], currency: 'Points!' }] }, 'effects.0.currency'],
    [{ trigger, effects: [{ kind: 'share', currency: 'points', shareBp: 10_001 }] }, 'effects.0.shareBp'],
    [{ trigger, effects: [{ kind: 'multiply', currency: 'points', times: 100 }] }, 'effects.0.times'],
    [{ trigger, effects: [{ kind: 'stamp', currency: 'stamps', need: 5 }] }, 'effects.0.where'],
    [{ trigger, effects: [{ kind: 'gift', name: {} }] }, 'effects.0.name'],
    [{ trigger, effects: [{ kind: 'gift', name: { de: 'Tasse' } }] }, 'effects.0.name.de'],
    [
      {
        trigger,
        effects: [
          {
            kind: 'perPiece',
            currency: 'points',
            points: 1,
            where: { field: 'member.tier', is: 'is', value: 'gold' },
          },
        ],
      },
      'effects.0.where.field',
    ],
    [
      { trigger: { on: 'daily' }, effects: [{ kind: 'share', currency: 'points', shareBp: 1 }] },
      'effects.0.kind',
    ],
    [
      { trigger: { on: 'daily' }, effects, when: { field: 'receipt.amount', is: 'is', value: 1 } },
      'when.field',
    ],
    [{ trigger: { on: 'tier' }, effects, when: { lines: 'any', where: {} } }, 'when'],
    [{ trigger, effects, hours: [{ days: [8], from: '10:00', until: '11:00' }] }, 'hours.0.days.0'],
    [{ trigger, effects, hours: [{ days: [1, 1], from: '10:00', until: '11:00' }] }, 'hours.0.days'],
    [{ trigger, effects, hours: [{ days: [1], from: '24:00', until: '11:00' }] }, 'hours.0.from'],
    [
      { trigger, effects, validFrom: '2026-12-02T00:00:00Z', validUntil: '2026-12-01T00:00:00Z' },
      'validUntil',
    ],
    [{ trigger, effects, validFrom: 'soon' }, 'validFrom'],
    [{ trigger, effects, caps: { receipt: 0 } }, 'caps.receipt'],
    [{ trigger, effects, priority: 0.5 }, 'priority'],
    [{ trigger, effects: [{ kind: 'message', text: { en: 'Hello' } }], budget: 100 }, 'budget'],
    [
      {
        trigger,
        effects: [
          { kind: 'gift', name: { en: 'Cup' } },
          { kind: 'event', name: 'cup' },
        ],
        budget: 100,
      },
      'budget',
    ],
  ])('%j at %s', (input, path) => {
    expect(problemOf(input).path).toBe(path);
  });

  test.each([
    [{ field: 'member.shoeSize', is: 'is', value: 1 }, 'when.field', 'rule.field'],
    [{ field: 'line.sku', is: 'is', value: 'x' }, 'when.field', 'rule.field'],
    [{ field: 'event.name', is: 'is', value: 'x' }, 'when.field', 'rule.field'],
    [{ field: 'member.tier', is: 'atLeast', value: 'gold' }, 'when.is', 'oneOf'],
    [{ field: 'member.tier', is: 'in', value: 'gold' }, 'when.value', 'rule.values'],
    [{ field: 'member.tier', is: 'is', value: 5 }, 'when.value', 'rule.textValue'],
    [{ field: 'member.spent', is: 'atLeast', value: 5 }, 'when.period', 'rule.periodMissing'],
    [{ field: 'member.tier', is: 'is', value: 'a', period: 'today' }, 'when.period', 'rule.periodExtra'],
    [{ field: 'member.receipts', is: 'is', value: 1, period: { days: 0 } }, 'when.period', 'rule.period'],
    [{ field: 'receipt.amount', is: 'is', value: -1 }, 'when.value', 'rule.money'],
    [{ field: 'receipt.time', is: 'atLeast', value: '25:00' }, 'when.value', 'timeOfDay'],
    [{ field: 'receipt.date', is: 'is', value: '2026-02-30' }, 'when.value', 'date'],
    [{ field: 'receipt.weekday', is: 'in', value: [0] }, 'when.value.0', 'rule.weekday'],
    [{ field: 'member.tier', is: 'is', value: 'a', colour: 1 }, 'when.colour', 'unknownOf'],
    [{ all: [] }, 'when.all', 'rule.conditions'],
    [{ all: [{ any: [{ not: 5 }] }] }, 'when.all.0.any.0.not', 'rule.condition'],
    [{ all: [], any: [] }, 'when', 'rule.exactlyOne'],
    [{ lines: 'most', where: {} }, 'when.lines', 'oneOf'],
    [{ lines: 'any', where: { lines: 'any' } }, 'when.where', 'rule.exactlyOne'],
    [{ sum: 'priceMinor', is: 'is', value: 1 }, 'when.sum', 'oneOf'],
    [deep(8), `when${'.not'.repeat(8)}`, 'rule.nested'],
  ])('condition %j at %s: %s', (when, path, problem) => {
    const details = problemOf(withCondition(when));
    expect(details.path).toBe(path);
    expect(details.problem).toBe(problem);
  });
});

it.each([{ on: 'birthday', daysBefore: 0 }, { on: 'daily' }])(
  'when a rule is asked once a day, as on %j, then hours are refused, for it would never be asked in them',
  (once) => {
    const hours = [{ days: [1, 2, 3, 4, 5], from: '18:00', until: '20:00' }];
    expect(problemOf({ trigger: once, effects, hours })).toEqual({ path: 'hours', problem: 'rule.onceADay' });
    expect(() => checkRule({ trigger: { on: 'registration' }, effects, hours })).not.toThrow();
  },
);

it('when a rule is asked daily, then it may have days of the week, and a birthday may not', () => {
  const hours = [{ days: [5], from: '00:00', until: '00:00' }];
  expect(() => checkRule({ trigger: { on: 'daily' }, effects, hours })).not.toThrow();
  expect(problemOf({ trigger: { on: 'birthday', daysBefore: 0 }, effects, hours }).path).toBe('hours');
});

it('when an unknown key is called as the whole of a request is, then it is named all the same', () => {
  expect(problemOf({ trigger, effects, body: 1 })).toEqual({ path: 'body', problem: 'unknown' });
  expect(problemOf({ trigger, effects, other: 1 })).toEqual({ path: 'other', problem: 'unknown' });
});

describe('what is sent to harm', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('is refused: a key %s', (key) => {
    const input: unknown = JSON.parse(`{"trigger":{"on":"receipt"},"effects":[{"${key}":{}}]}`);
    expect(problemOf(input).problem).toBe('unknown');
    expect(problemOf(JSON.parse(`{"${key}":{"polluted":1}}`)).path).toBe(`rule.${key}`);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('never reaches what an object inherits', () => {
    expect(problemOf(withCondition({ field: 'toString', is: 'is', value: 1 })).path).toBe('when.field');
    expect(problemOf(withCondition({ field: ['member.tier'], is: 'is', value: {} })).path).toBe('when.value');
  });

  it('is refused by its size before it is read', () => {
    const long = { trigger, effects, group: 'x'.repeat(3_000) };
    expect(problemOf(long).path).toBe('rule.group');
    expect(problemOf({ ...long, group: null, more: Array.from({ length: 6_000 }, () => 0) }).problem).toBe(
      'rule.tooLarge',
    );
    let nested: unknown = {};
    for (let i = 0; i < 2_000; i++) nested = { not: nested };
    expect(problemOf(withCondition(nested)).problem).toBe('rule.nested');
  });
});

test('every field has operators of its type', () => {
  for (const { type } of Object.values(FIELDS)) expect(OPERATORS[type].length).toBeGreaterThan(0);
});
