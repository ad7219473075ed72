// Whatever the members and whatever is asked of them: SQL and memory answer the same.
import { sql as drizzleSql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Condition, ConditionValue, LineCondition, Operator } from '#src/core/rules/condition.ts';
import { FIELDS, type Field, type FieldType, OPERATORS } from '#src/core/rules/fields.ts';
import { checkAudience } from '#src/core/segments/check-audience.ts';
import { compileAudience } from '#src/core/segments/compile-audience.ts';
import { readAudienceKnown } from '#src/core/segments/read-audience.ts';
import { readAudienceFacts } from '#src/core/segments/read-audience-facts.ts';
import { testAudience } from '#src/core/segments/test-audience.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { CATEGORIES, FAR_STORE, LIST, OFFERS, randomPeople } from '#test/support/random-people.ts';

const RUNS = Number(process.env.AUDIENCE_RUNS ?? 150);
const SEED = Number(process.env.AUDIENCE_SEED ?? 2_811);
const SAVED = 'seg_00000000000000000002';
const database = useDatabase();
let everybody: MemberId[] = [];

beforeAll(async () => {
  await aShop(database.db);
  everybody = await randomPeople(database.sql, { count: 80, seed: SEED });
  const definition = {
    any: [compare('member.tier', 'in', ['gold']), compare('member.segment', 'in', [LIST])],
  };
  await database.sql`insert into segment (segment_id, name, kind, definition, created_by, created_at, changed_at)
    values (${SAVED}, 'S', 'condition', ${database.sql.json(definition as never)}, 'x', ${NOON}, ${NOON})`;
});

function compare(field: string, is: Operator, value: ConditionValue): Condition {
  return { field, is, value };
}

const period = fc.oneof(
  fc.constant('today' as const),
  fc.constantFrom(1, 30, 31, 90).map((days) => ({ days })),
  fc.constantFrom(1, 3, 13).map((months) => ({ months })),
);
const WORDS: Record<string, string[]> = {
  'member.tier': ['base', 'silver', 'gold', 'none'],
  'member.language': ['uk', 'ru', 'en'],
  'member.segment': [LIST, SAVED, 'seg_00000000000000000009'],
  'member.rfm': ['R3F3M3', 'R0F0M0', 'R1F2M3'],
  'member.lifeCycle': ['registered', 'new', 'regular'],
  'member.receiptSize': ['S1', 'M2'],
  'member.favouriteCategory': [...CATEGORIES],
  'member.homeStore': [STORE, FAR_STORE],
  'member.holdsOffer': [...OFFERS],
  'member.usedOffer': [...OFFERS],
  'member.source': [STORE, 'Блогер-Їжак', 'їЖ', 'pos'],
  'member.messenger': ['telegram', 'viber'],
  'member.reachableIn': ['telegram', 'viber'],
  'member.blockedIn': ['telegram', 'viber'],
  'receipt.store': [STORE, FAR_STORE],
  'receipt.till': ['til_1', 'til_2'],
  'line.sku': ['s-1', 'S-2', 'S-'],
  'line.category': [...CATEGORIES],
  'line.brand': ['Ферма', 'ферм'],
  'line.name': ['Хліб', 'ЇЖАК', 'кава'],
};
const VALUES: Record<Exclude<FieldType, 'text' | 'choice'>, fc.Arbitrary<ConditionValue>> = {
  number: fc.integer({ min: -1, max: 130 }),
  money: fc.constantFrom(0, 1, 5_000, 20_000, 60_000, 400_000),
  quantity: fc.constantFrom(0, 500, 1_000, 3_000),
  boolean: fc.boolean(),
  timeOfDay: fc.constantFrom('00:00', '09:30', '12:00', '18:45'),
  weekday: fc.integer({ min: 1, max: 7 }),
  date: fc.constantFrom('2026-03-02', '2026-03-01', '2026-02-01', '2025-01-01'),
  share: fc.integer({ min: 0, max: 10_000 }),
};

const fieldsOf = (...scopes: Field['scope'][]) =>
  Object.entries<Field>(FIELDS).filter(([, { scope }]) => scopes.includes(scope));

/** A comparison of any field of these scopes with something that it may be compared with. */
function comparison(...scopes: Field['scope'][]) {
  return fc.constantFrom(...fieldsOf(...scopes)).chain(([field, { type, period: over }]) =>
    fc.constantFrom(...OPERATORS[type]).chain((is) => {
      const one =
        type === 'text' || type === 'choice' ? fc.constantFrom(...(WORDS[field] ?? ['x'])) : VALUES[type];
      const value = is === 'in' || is === 'notIn' ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
      const when =
        over === 'required' ? period : over ? fc.option(period, { nil: undefined }) : fc.constant(undefined);
      const salt = type === 'share' ? fc.constantFrom('a', 'b', undefined) : fc.constant(undefined);
      return fc.record({ field: fc.constant(field), is: fc.constant(is), value, period: when, salt });
    }),
  );
}

const line: fc.Arbitrary<LineCondition> = nested(comparison('line') as fc.Arbitrary<LineCondition>, 1);
const number = fc.constantFrom(...OPERATORS.number);
const ofLines = fc.oneof(
  fc.record({ lines: fc.constantFrom('any' as const, 'every' as const, 'none' as const), where: line }),
  fc.record({
    sum: fc.constantFrom('amountMinor' as const, 'quantityMilli' as const, 'count' as const),
    where: fc.option(line, { nil: null }),
    is: number,
    value: fc.constantFrom(0, 1, 2, 1_000, 20_000),
  }),
);
const receipt = nested(fc.oneof(comparison('receipt'), ofLines) as fc.Arbitrary<Condition>, 2);
const history = fc.record({
  history: fc.constantFrom('receipts', 'days', 'spent', 'pieces', 'lines'),
  period: fc.option(period, { nil: null }),
  receipt: fc.option(receipt, { nil: null }),
  line: fc.option(line, { nil: null }),
  is: number,
  value: fc.constantFrom(0, 1, 2, 3, 1_000, 2_500, 20_000, 60_000),
});
const leaf = fc.oneof(comparison('member', 'audience'), history) as fc.Arbitrary<Condition>;
const condition = nested(leaf, 2);

/** With AND, OR and NOT around it, so deep at most. */
function nested<C>(inner: fc.Arbitrary<C>, depth: number): fc.Arbitrary<C> {
  if (depth === 0) return inner;
  const next = nested(inner, depth - 1);
  const parts = fc.array(next, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: inner },
    { weight: 1, arbitrary: parts.map((all) => ({ all }) as C) },
    { weight: 1, arbitrary: parts.map((any) => ({ any }) as C) },
    { weight: 1, arbitrary: next.map((not) => ({ not }) as C) },
  );
}

async function inSql(asked: Condition): Promise<string[]> {
  const { db } = database;
  const where = compileAudience(asked, await readAudienceKnown(db, [asked], NOON));
  const rows = await db.execute<{ member_id: string; fits: boolean | null }>(drizzleSql`
    select m.member_id, ${where} as fits from member m where m.absorbed_into is null order by m.member_id`);
  expect(rows.every(({ fits }) => fits !== null)).toBe(true);
  return rows.filter(({ fits }) => fits).map(({ member_id: memberId }) => memberId);
}

async function inMemory(asked: Condition): Promise<string[]> {
  const { db } = database;
  const known = await readAudienceKnown(db, [asked], NOON);
  const facts = await readAudienceFacts(db, everybody, { conditions: [asked], known });
  const test = testAudience(asked, known);
  return everybody.filter((memberId) => {
    const ofMember = facts.get(memberId);
    return ofMember !== undefined && test(ofMember);
  });
}

test('any condition chooses the same members in SQL and in memory', {
  timeout: 180_000 + 200 * RUNS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(condition, async (made) => {
      const asked = checkAudience(made, 'where');
      expect(await inMemory(asked)).toEqual(await inSql(asked));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

describe('each field and each kind of history alone', () => {
  test.each(fieldsOf('member', 'audience').map(([name]) => name))('%s', async (name) => {
    const ofField = comparison('member', 'audience').filter(({ field }) => field === name);
    let chosen = 0;
    for (const made of fc.sample(ofField, { numRuns: 12, seed: SEED })) {
      const asked = checkAudience(made, 'where');
      const found = await inSql(asked);
      expect(await inMemory(asked)).toEqual(found);
      chosen += found.length;
    }
    // Twelve questions that nobody answers with yes would prove nothing.
    expect(chosen).toBeGreaterThan(0);
  });
});

test('what is not known compares false, and not of it is true', async () => {
  const asked = compare('member.birthdayInDays', 'atLeast', 0);
  const [known, unknown] = [await inSql(asked), await inSql({ not: asked })];
  expect(known.length).toBeGreaterThan(0);
  expect(unknown.length).toBeGreaterThan(0);
  expect([...known, ...unknown].sort()).toEqual(everybody);
});
