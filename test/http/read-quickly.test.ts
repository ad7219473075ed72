import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { basket } from '#src/contract/receipt-basket.ts';
import { readQuickly, UNSURE } from '#src/http/read-quickly.ts';

const LINE = {
  sku: '4820000001',
  name: 'Сир камамбер 125 г',
  category: 'cheese',
  brand: 'Пирятин',
  quantityMilli: 1_000,
  priceMinor: 12_990,
  discountMinor: 0,
  amountMinor: 12_990,
};
const BASKET = { storeId: 'str_1', number: '214', memberCode: '2901234567896', lines: [LINE, LINE] };

const shuffled = (fields: fc.Arbitrary<object>) =>
  fc.tuple(fields, fc.boolean()).map(([told, turned]) => {
    const entries = Object.entries(told);
    return Object.fromEntries(turned ? entries.toReversed() : entries) as Record<string, unknown>;
  });
const line = shuffled(
  fc.record(Object.fromEntries(Object.entries(LINE).map(([name, value]) => [name, fc.constant(value)])), {
    requiredKeys: ['sku', 'name', 'quantityMilli', 'priceMinor', 'amountMinor'],
  }),
);
const right = shuffled(
  fc.record(
    {
      storeId: fc.constant('str_1'),
      tillId: fc.constant('til_1'),
      number: fc.constant('214'),
      memberCode: fc.constantFrom('2901234567896', ' 2901234567896 '),
      occurredAt: fc.constantFrom('2026-11-21T14:05:00Z', '2026-11-21T14:05:00.5+02:00'),
      amountMinor: fc.constant(12_990),
      lines: fc.array(line, { maxLength: 3 }),
      state: fc.constantFrom('open', 'closed', 'cancelled'),
      payments: fc.constantFrom([], [{ kind: 'cash', amountMinor: 100 }]),
      burn: fc.nat(),
      hold: fc.constantFrom({ points: 5 }, { points: 5, minutes: 30 }),
      coupons: fc.constantFrom([], ['AUTUMN']),
      quoteId: fc.constant(''),
    },
    { requiredKeys: ['storeId'] },
  ),
);

/** What people and programs get wrong, and what only looks wrong. */
const odd = fc.constantFrom<unknown[]>(
  '',
  '   ',
  ' Сир ',
  'x'.repeat(500),
  'two\nlines',
  'zero\u0000',
  '\ud800',
  '\u202e',
  'gone',
  '1',
  '2026-02-30T00:00:00Z',
  'today',
  -1,
  -0,
  0.5,
  2 ** 53,
  1e12,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  null,
  undefined,
  true,
  [],
  {},
  [LINE],
  [{ kind: 'points', amountMinor: 1 }],
  { points: 0 },
);
const key = fc.constantFrom(
  ...Object.keys({ ...BASKET, ...LINE }),
  'burn',
  'state',
  'hold',
  'payments',
  'unknown',
  '__proto__',
);
/** A basket in which up to two fields, of the whole or of its first line, are told otherwise. */
const told = fc
  .tuple(right, fc.array(fc.tuple(fc.boolean(), key, odd), { maxLength: 2 }))
  .map(([value, changes]) =>
    changes.reduce((changed, [ofLine, name, other]): Record<string, unknown> => {
      const { lines } = changed;
      if (!ofLine || !Array.isArray(lines) || lines.length === 0) return withField(changed, name, other);
      return withField(changed, 'lines', [withField(lines[0], name, other), ...lines.slice(1)]);
    }, value),
  );

/** As JSON would have it: `__proto__` is a field like any other. */
function withField(of: object, name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([...Object.entries(of), [name, value]]);
}

/** As zod, or not sure. Fields stand in the same order: the hash of a receipt goes by it. */
function agrees(schema: z.ZodType, value: unknown): void {
  const quick = readQuickly(schema, value);
  if (quick === UNSURE) return;
  const { data, error } = schema.safeParse(value);
  expect(error).toBeUndefined();
  expect(quick).toStrictEqual(data);
  expect(JSON.stringify(quick)).toBe(JSON.stringify(data));
}

describe('a quick look at what was sent', () => {
  it('is sure of a receipt in which everything is right', () => {
    expect(readQuickly(basket, BASKET)).toStrictEqual(basket.parse(BASKET));
    const reversed = Object.fromEntries(Object.entries(BASKET).toReversed());
    expect(readQuickly(basket, reversed)).toStrictEqual(basket.parse(reversed));
  });

  it('takes blanks off and fills in what is left out, as zod does', () => {
    const { discountMinor: _left, ...line } = { ...LINE, name: ' Сир ' };
    const read = readQuickly(basket, { ...BASKET, lines: [line] });
    expect(read).toMatchObject({ state: 'closed', lines: [{ name: 'Сир', discountMinor: 0 }] });
  });

  it('never says anything else than zod', () => {
    let sure = 0;
    fc.assert(
      fc.property(told, (value) => {
        agrees(basket, value);
        if (readQuickly(basket, value) !== UNSURE) sure++;
      }),
      { numRuns: 3_000 },
    );
    expect(sure).toBeGreaterThan(1_000);
  });

  it('gives each its own of what is filled in', () => {
    const one = readQuickly(basket, BASKET);
    const other = readQuickly(basket, BASKET);
    expect(one).toMatchObject({ payments: [] });
    if (one !== UNSURE && other !== UNSURE) expect(one.payments).not.toBe(other.payments);
  });

  test.each([
    ['objects that let strangers in', z.object({ a: z.string() }), { a: 'x', b: 1 }],
    ['checks of a whole object', z.strictObject({ a: z.string() }).refine(() => false), { a: 'x' }],
    ['checks of our own', z.string().refine((text) => text === 'y'), 'x'],
    ['what is turned into something else', z.string().transform(Number), '1'],
    ['what is taken for a number', z.coerce.number(), '1'],
    ['formats that are more than a pattern', z.url(), 'https://example.com'],
    ['patterns that remember', z.string().regex(/x/g), 'x'],
    ['numbers of other kinds', z.int32(), 2 ** 40],
    ['an optional field with a default', z.strictObject({ a: z.string().default('x').optional() }), {}],
    ['what may be null', z.nullable(z.string()), null],
  ])('is not sure of %s', (_what, schema, value) => {
    expect(readQuickly(schema, value)).toBe(UNSURE);
  });

  it('keeps bounds as they are meant', () => {
    const schema = z.strictObject({
      least: z.int().gte(1).lt(3),
      list: z
        .array(z.enum(['a', 'b']))
        .min(1)
        .max(2),
      text: z.string().min(2).max(3),
    });
    const values = fc.record({
      least: fc.integer({ min: -1, max: 5 }),
      list: fc.array(fc.constantFrom('a', 'b', 'c', 'constructor'), { maxLength: 3 }),
      text: fc.string({ maxLength: 4 }),
    });
    let sure = 0;
    fc.assert(
      fc.property(values, (value) => {
        agrees(schema, value);
        const isSure = readQuickly(schema, value) !== UNSURE;
        expect(isSure).toBe(schema.safeParse(value).success);
        if (isSure) sure++;
      }),
      { numRuns: 1_000 },
    );
    expect(sure).toBeGreaterThan(10);
  });
});
