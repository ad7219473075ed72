// What goods that come back give back of the limits of rules.
import { beforeAll, expect, test } from 'vitest';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { endRule } from '#src/core/rules/pause-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { setBudget } from '#src/core/rules/set-budget.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
const DAY_MS = 86_400_000;

beforeAll(() => aShop(database.db));

async function withRule(rule: object, check: (ruleId: RuleId) => Promise<void>): Promise<void> {
  const at = new Date(NOON.getTime() - DAY_MS);
  const ruleId = await transaction(database.db, async (tx) => {
    const definition = { trigger: { on: 'receipt' }, ...rule };
    const made = await createRule(tx, { name: 'Limited', definition, actor, at });
    const { changedAt } = await readRule(tx, made);
    await publishRule(tx, { ruleId: made, changedAt, actor, at, resetBudget: false });
    return made;
  });
  clock.set(NOON);
  await check(ruleId);
  const { changedAt } = await readRule(database.db, ruleId);
  await transaction(database.db, (tx) => endRule(tx, { ruleId, changedAt, actor, at: clock.now() }));
  // The clock of the next test goes back.
  await database.sql`update rule_version set live_until = live_from where rule_id = ${ruleId}`;
}

async function buy(memberId: MemberId, fields: Partial<ReceiptInput> = {}) {
  const input = aReceipt({ occurredAt: clock.now(), ...fields });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  return { ...(await desk.accept(input, { memberId })), externalId: input.externalId };
}
let returns = 0;
async function bringBack(receiptExternalId: string, what: ReturnedWhat = 'all') {
  const known = await fresh(database.db).known();
  const at = clock.now();
  const named = { storeId: STORE, receiptExternalId, externalId: `back${++returns}`, what };
  await transaction(database.db, (tx) =>
    returnReceipt(tx, { ...named, acceptedBy: 'key', occurredAt: at, at, known }),
  );
}
const useOf = async (memberId: MemberId, ruleId: RuleId) => {
  const [row] = await database.sql<{ rule_use: Record<RuleId, object> }[]>`
    select rule_use from standing where member_id = ${memberId}`;
  return row?.rule_use[ruleId];
};
const share = [{ kind: 'share', currency: 'points', shareBp: 1_000 }];

test('when a whole receipt comes back on its day, then its rules can apply as if it had never been', () =>
  withRule(
    { effects: share, limits: { perMember: 1, perMemberDay: 1 }, cooldownHours: 5 },
    async (ruleId) => {
      const { memberId } = await aMember(database.db);
      const first = await buy(memberId);
      expect([first.earned, (await buy(memberId)).earned]).toEqual([15n, 5n]);
      await bringBack(first.externalId);
      const none = { times: 0, timesToday: 0, points: 0, pointsToday: 0, lastAt: null };
      expect(await useOf(memberId, ruleId)).toEqual(none);
      expect((await buy(memberId)).earned).toBe(15n);
    },
  ));

test('when it comes back on another day, then the use of today stays', () =>
  withRule({ effects: share, limits: { perMember: 5, perMemberDay: 1 } }, async (ruleId) => {
    const { memberId } = await aMember(database.db);
    const first = await buy(memberId);
    clock.advance(DAY_MS);
    await buy(memberId);
    await bringBack(first.externalId);
    const one = { times: 1, timesToday: 1, points: 10, pointsToday: 10 };
    expect(await useOf(memberId, ruleId)).toMatchObject(one);
    expect((await buy(memberId)).earned).toBe(5n);
  }));

test('when it comes back in parts, then points are free again at once, and the time with the last part', () =>
  withRule({ effects: share, caps: { memberDay: 10 } }, async (ruleId) => {
    const { memberId } = await aMember(database.db);
    const { externalId } = await buy(memberId);
    await bringBack(externalId, { amountMinor: 40_00 });
    expect(await useOf(memberId, ruleId)).toMatchObject({
      times: 1,
      points: 6,
      timesToday: 1,
      pointsToday: 6,
    });
    await bringBack(externalId);
    expect(await useOf(memberId, ruleId)).toMatchObject({
      times: 0,
      points: 0,
      timesToday: 0,
      pointsToday: 0,
    });
  }));

test('when a limited discount was all that a rule gave, then it too can be given again', () =>
  withRule(
    { effects: [{ kind: 'discountSum', amountMinor: 20_00, on: 'receipt' }], limits: { perMember: 1 } },
    async () => {
      const { memberId } = await aMember(database.db);
      const { externalId, discountMinor } = await buy(memberId);
      expect([discountMinor, (await buy(memberId)).discountMinor]).toEqual([20_00n, 0n]);
      await bringBack(externalId);
      expect((await buy(memberId)).discountMinor).toBe(20_00n);
    },
  ));

test('when the last use of a rule comes back, then its cooldown runs from the one before', () =>
  withRule({ effects: share, cooldownHours: 24 }, async (ruleId) => {
    const { memberId } = await aMember(database.db);
    await buy(memberId);
    clock.advance(7 * DAY_MS);
    const wrong = await buy(memberId);
    expect(wrong.earned).toBe(15n);
    await bringBack(wrong.externalId);
    expect(await useOf(memberId, ruleId)).toMatchObject({ times: 1, lastAt: NOON.getTime() });
    const right = await buy(memberId);
    expect(right.earned).toBe(15n);
    clock.advance(3_600_000);
    // One that comes back while a later one stays moves nothing.
    const bound = await buy(memberId);
    await bringBack(bound.externalId);
    expect((await buy(memberId)).earned).toBe(5n);
  }));

test('when the last purchase comes back, then the member was away as long as before', () =>
  withRule(
    { when: { field: 'member.daysSinceLast', is: 'atLeast', value: 60 }, effects: share },
    async () => {
      const { memberId } = await aMember(database.db);
      await buy(memberId);
      clock.advance(61 * DAY_MS);
      const wrong = await buy(memberId);
      expect([wrong.earned, (await buy(memberId, { amountMinor: 40_00n })).earned]).toEqual([15n, 2n]);
      await bringBack(wrong.externalId);
      expect((await buy(memberId)).earned).toBe(5n);
      const lone = await aMember(database.db);
      await bringBack((await buy(lone.memberId)).externalId);
      const [row] = await database.sql<{ last_receipt_at: Date | null }[]>`
      select last_receipt_at from standing where member_id = ${lone.memberId}`;
      expect(row?.last_receipt_at).toBe(null);
    },
  ));

test('when the only purchase since a long time comes back, then the next one is welcomed again', () =>
  withRule(
    { when: { field: 'member.daysSinceLast', is: 'atLeast', value: 60 }, effects: share },
    async () => {
      const { memberId } = await aMember(database.db);
      await buy(memberId);
      clock.advance(61 * DAY_MS);
      const wrong = await buy(memberId);
      expect(wrong.earned).toBe(15n);
      await bringBack(wrong.externalId);
      expect((await buy(memberId)).earned).toBe(15n);
    },
  ));

test.each([
  ['a gift', { kind: 'gift', name: { en: 'A mug' } }],
  ['a word', { kind: 'message', text: { en: 'Welcome' } }],
  ['an event', { kind: 'event', name: 'first.sale' }],
])('when %s was all that a rule gave once, then it too can be given again', (_, effect) =>
  withRule({ effects: [effect], limits: { perMember: 1 } }, async (ruleId) => {
    const { memberId } = await aMember(database.db);
    const { externalId } = await buy(memberId);
    await buy(memberId);
    expect(await useOf(memberId, ruleId)).toMatchObject({ times: 1 });
    await bringBack(externalId);
    expect(await useOf(memberId, ruleId)).toMatchObject({ times: 0, lastAt: null });
  }),
);

test('when a cap of the day had left a rule nothing to give, then its time is free again all the same', () =>
  withRule({ effects: share, limits: { perMember: 5 } }, async (ruleId) => {
    await database.sql`update currency set cap_day = 15 where currency = 'points'`;
    const { memberId } = await aMember(database.db);
    await buy(memberId);
    const nothing = await buy(memberId);
    expect(nothing.earned).toBe(0n);
    await bringBack(nothing.externalId);
    await database.sql`update currency set cap_day = null`;
    expect(await useOf(memberId, ruleId)).toMatchObject({ times: 1 });
  }));

test('when points had expired before the goods came back, then neither tiers nor limits count them', () =>
  withRule({ effects: share, caps: { member: 10 } }, async (ruleId) => {
    await database.sql`update programme set tier_basis = 'points'`;
    await database.sql`update currency set expiry = 'rolling', expiry_months = 1 where currency = 'points'`;
    const { memberId } = await aMember(database.db);
    const months = async () => {
      const [row] = await database.sql<{ months: object }[]>`
        select months from standing where member_id = ${memberId}`;
      return row?.months;
    };
    const bought = await buy(memberId);
    expect([bought.earned, await months()]).toEqual([15n, { '2026-03': 15 }]);
    await bringBack(bought.externalId, { amountMinor: 40_00 });
    // Two of the base rule and four of this one.
    expect(await months()).toEqual({ '2026-03': 9 });
    clock.advance(40 * DAY_MS);
    await transaction(database.db, (tx) => expireLots(tx, clock.now(), 100));
    await bringBack(bought.externalId);
    expect(await months()).toEqual({ '2026-03': 0 });
    expect(await useOf(memberId, ruleId)).toMatchObject({ times: 0, points: 0 });
    await database.sql`update programme set tier_basis = 'spend'`;
    await database.sql`update currency set expiry = 'never' where currency = 'points'`;
  }));

test('when a budget has begun anew since, then it is filled again only by what it has paid for itself', () =>
  withRule({ effects: share, budget: 100 }, async (ruleId) => {
    const { memberId } = await aMember(database.db);
    const spent = async () => {
      const [row] = await database.sql<{ spent: bigint }[]>`
        select spent from rule_budget where rule_id = ${ruleId}`;
      return row?.spent;
    };
    const [old, part] = [await buy(memberId), await buy(memberId)];
    expect(await spent()).toBe(20n);
    await bringBack(part.externalId);
    expect(await spent()).toBe(10n);
    clock.advance(DAY_MS);
    await transaction(database.db, (tx) =>
      setBudget(tx, { ruleId, points: 100, reset: true, at: clock.now() }),
    );
    const fresher = await buy(memberId);
    await bringBack(old.externalId);
    expect(await spent()).toBe(10n);
    await bringBack(fresher.externalId);
    expect(await spent()).toBe(0n);
  }));
