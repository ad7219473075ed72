// Rules on real receipts: what limits, caps, budgets and stamps come to when receipts race for them.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { AcceptedReceipt, ReceiptInput, ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { findTemplate, type ParamValues, type TemplateKey } from '#src/core/rules/templates.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { transaction } from '#src/db/client.ts';
import { rule, ruleBudget, ruleVersion } from '#src/db/schema/rules.ts';
import { currency } from '#src/db/schema/stores.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { RuleId } from '#src/lib/id.ts';
import { type AMember, aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';

beforeAll(async () => {
  await aShop(database.db);
  await database.db.insert(currency).values({
    currency: 'stamps',
    kind: 'stickers',
    names: { uk: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' } },
    expiry: 'never',
  });
});

beforeEach(async () => {
  clock.set(NOON);
  // Each test begins with the base rule alone.
  await database.db
    .update(ruleVersion)
    .set({ liveFrom: new Date(NOON.getTime() - 1_000), liveUntil: new Date(NOON.getTime() - 1_000) })
    .where(eq(ruleVersion.publishedBy, actor));
  await database.db.delete(ruleBudget);
  await database.db.update(currency).set({ capDay: null, capReceipt: null });
});

async function aRule(
  key: TemplateKey,
  params: ParamValues = {},
  changes: Record<string, unknown> = {},
): Promise<RuleId> {
  const definition = { ...findTemplate(key)?.build(params), ...changes };
  const at = new Date(NOON.getTime() - 1_000);
  return await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name: key, definition, actor, at });
    const [made] = await tx.select().from(rule).where(eq(rule.ruleId, ruleId));
    await publishRule(tx, { ruleId, changedAt: made?.changedAt ?? at, actor, at, resetBudget: true });
    return ruleId;
  });
}

const aDesk = () => receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
const accept = ({ memberId }: AMember, fields: Partial<ReceiptInput> = {}, desk = aDesk()) =>
  desk.accept(aReceipt({ occurredAt: clock.now(), ...fields }), { memberId });

const coffee = (pieces: number): ReceiptLine => ({
  sku: 'latte',
  name: 'Лате',
  category: 'Кава',
  quantityMilli: pieces * 1_000,
  priceMinor: 60_00,
  discountMinor: 0,
  amountMinor: pieces * 60_00,
});

const points = async ({ memberId }: AMember, code = 'points') =>
  (await readBalance(database.db, memberId, clock.now(), code)).balance;

/** All of it comes back, or pieces of a line. */
async function bringBack({ externalId }: ReceiptInput, lineNo?: number, pieces = 1) {
  const known = await fresh(database.db).known();
  const what =
    lineNo === undefined ? ('all' as const) : { lines: [{ lineNo, quantityMilli: pieces * 1_000 }] };
  const name = { storeId: STORE, receiptExternalId: externalId, externalId: `${externalId} back ${lineNo}` };
  const when = { occurredAt: NOON, at: NOON };
  return await transaction(database.db, (tx) =>
    returnReceipt(tx, { ...name, what, acceptedBy: actor, ...when, known }),
  );
}

async function booksAreRight() {
  expect((await auditLedger(database.db)).findings).toEqual([]);
}

describe('receipts that race', () => {
  test('for the first purchase: one gets it, through two desks and in one batch', async () => {
    await aRule('firstPurchase', { points: 50 });
    const member = await aMember(database.db);
    const desks = [aDesk(), aDesk()];
    const accepted = await Promise.all(Array.from({ length: 8 }, (_, n) => accept(member, {}, desks[n % 2])));
    const earned = accepted.map((each) => Number(each.earned)).toSorted((a, b) => a - b);
    expect(earned).toEqual([5, 5, 5, 5, 5, 5, 5, 55]);
    expect(await points(member)).toBe(90n);
    await booksAreRight();
  });

  test('for a daily cap: it is trimmed and said, never gone beyond, and never refused', async () => {
    await database.db.update(currency).set({ capDay: 12n }).where(eq(currency.currency, 'points'));
    const member = await aMember(database.db);
    const desks = [aDesk(), aDesk()];
    const accepted = await Promise.all(Array.from({ length: 6 }, (_, n) => accept(member, {}, desks[n % 2])));
    const sum = accepted.reduce((all, each) => all + each.earned, 0n);
    expect(sum).toBe(12n);
    const trimmed = accepted.find((each) => each.earned === 2n);
    expect(trimmed?.told.trimmed).toEqual([
      { currency: 'points', kind: 'day', wanted: 5, given: 2, limit: 12 },
    ]);
    clock.advance(24 * 3_600_000);
    expect((await accept(member)).earned).toBe(5n);
    await booksAreRight();
  });

  test('for a budget: it is spent to the point and not a point more', async () => {
    const ruleId = await aRule('threshold', { amount: 1, points: 30 }, { budget: 100 });
    const members = await Promise.all(Array.from({ length: 8 }, () => aMember(database.db)));
    const desks = [aDesk(), aDesk(), aDesk()];
    const accepted = await Promise.all(members.map((member, n) => accept(member, {}, desks[n % 3])));
    const given = accepted.reduce((all, each) => all + each.earned - 5n, 0n);
    expect(given).toBe(100n);
    const [budget] = await database.db.select().from(ruleBudget).where(eq(ruleBudget.ruleId, ruleId));
    expect(budget).toMatchObject({ points: 100n, spent: 100n });
    await booksAreRight();
  });
});

describe('a stamp card', () => {
  test('counts pieces, gives the sixth, and takes it all back with a return', async () => {
    await aRule('stampCard', { currency: 'stamps', categories: ['Кава'], need: 5 });
    const member = await aMember(database.db);
    await accept(member, { amountMinor: 240_00n, lines: [coffee(4)] });
    expect(await points(member, 'stamps')).toBe(4n);
    const bought = aReceipt({ amountMinor: 120_00n, lines: [coffee(2)], occurredAt: clock.now() });
    const sixth: AcceptedReceipt = await aDesk().accept(bought, { memberId: member.memberId });
    expect(sixth).toMatchObject({ discountMinor: 60_00n, toPayMinor: 60_00n, earned: 3n });
    expect(await points(member, 'stamps')).toBe(0n);
    await bringBack(bought);
    expect(await points(member, 'stamps')).toBe(4n);
    expect(await points(member)).toBe(12n);
    await booksAreRight();
  });
});

describe('a receipt that fills the card and empties it', () => {
  const basket = (paid: number, more: number) => ({
    amountMinor: BigInt(paid + more) * 60_00n,
    lines: [coffee(paid), coffee(more)],
  });
  const stamps = async ({ memberId }: AMember) => {
    const { balance, debt } = await readBalance(database.db, memberId, clock.now(), 'stamps');
    return Number(balance - debt);
  };
  const spentOf = async (ruleId: RuleId) => {
    const [row] = await database.db.select().from(ruleBudget).where(eq(ruleBudget.ruleId, ruleId));
    return row?.spent;
  };
  const earnedToday = async ({ memberId }: AMember) => {
    const [row] = await database.sql<{ earned_today: Record<string, number> }[]>`
      select earned_today from standing where member_id = ${memberId}`;
    return row?.earned_today.stamps;
  };

  test.each([
    [10, 2, [1, 2], [1, -9, 0]],
    [10, 2, [2, 1], [1, 10, 0]],
    [10, 1, [1, 2], [0, -10, 0]],
    [10, 1, [2, 1], [0, 10, 0]],
    [10, 12, [1, 2], [0, -10, 0]],
    [4, 8, [1, 2], [1, -3, 0]],
  ])('%d cups and %d more: lines %j come back and leave %j', async (paid, more, order, left) => {
    await aRule('stampCard', { currency: 'stamps', categories: ['Кава'], need: 10 });
    const member = await aMember(database.db);
    const bought = aReceipt({ ...basket(paid, more), occurredAt: clock.now() });
    await aDesk().accept(bought, { memberId: member.memberId });
    const seen = [await stamps(member)];
    for (const lineNo of order) {
      await bringBack(bought, lineNo, lineNo === 1 ? paid : more);
      seen.push(await stamps(member));
    }
    expect(seen).toEqual(left);
    expect(await earnedToday(member)).toBe(0);
    await booksAreRight();
  });

  test.each([
    [1, 0],
    [2, 1],
  ])('with a budget and %d more: it pays for what was given, and has it again', async (more, net) => {
    const card = { currency: 'stamps', categories: ['Кава'], need: 10 };
    const ruleId = await aRule('stampCard', card, { budget: 100 });
    const member = await aMember(database.db);
    const bought = aReceipt({ ...basket(10, more), occurredAt: clock.now() });
    await aDesk().accept(bought, { memberId: member.memberId });
    // The free cup is charged by its price.
    expect([await stamps(member), await spentOf(ruleId)]).toEqual([net, 69n + BigInt(more)]);
    await booksAreRight();
    await bringBack(bought, 1, 10);
    expect(await spentOf(ruleId)).toBe(59n + BigInt(more));
    await booksAreRight();
  });

  test('with limits: what came back can be given again on the same day', async () => {
    const card = { currency: 'stamps', categories: ['Кава'], need: 10 };
    const ruleId = await aRule('stampCard', card, { limits: { perMember: 5 }, caps: { memberDay: 10 } });
    const member = await aMember(database.db);
    const use = async () => {
      const [row] = await database.sql<{ rule_use: Record<RuleId, object> }[]>`
        select rule_use from standing where member_id = ${member.memberId}`;
      return row?.rule_use[ruleId];
    };
    const bought = aReceipt({ ...basket(10, 1), occurredAt: clock.now() });
    await aDesk().accept(bought, { memberId: member.memberId });
    expect(await use()).toMatchObject({ times: 1, timesToday: 1, points: 10, pointsToday: 10 });
    await bringBack(bought, 1, 4);
    expect(await use()).toMatchObject({ times: 1, timesToday: 1, points: 6, pointsToday: 6 });
    await bringBack(bought);
    expect(await use()).toMatchObject({ times: 0, timesToday: 0, points: 0, pointsToday: 0 });
    expect((await accept(member, basket(10, 1))).discountMinor).toBe(60_00n);
    await booksAreRight();
  });

  test('when it comes back whole, then it is as if it had never been', async () => {
    await aRule('stampCard', { currency: 'stamps', categories: ['Кава'], need: 10 });
    const member = await aMember(database.db);
    await accept(member, { amountMinor: 240_00n, lines: [coffee(4)] });
    const bought = aReceipt({ ...basket(10, 1), occurredAt: clock.now() });
    await aDesk().accept(bought, { memberId: member.memberId });
    expect([await stamps(member), await earnedToday(member)]).toEqual([4, 14]);
    await bringBack(bought);
    expect([await stamps(member), await earnedToday(member)]).toEqual([4, 4]);
    await booksAreRight();
  });
});

describe('a discount', () => {
  test('lessens what is paid, what is earned and what a return gives back', async () => {
    await aRule('discount', { categories: ['Кава'], share: 5_000 });
    const member = await aMember(database.db);
    const bread = { ...coffee(1), sku: 'bread', name: 'Хліб', category: 'Хліб', amountMinor: 40_00 };
    const bought = aReceipt({ amountMinor: 100_00n, lines: [coffee(1), bread], occurredAt: clock.now() });
    const accepted = await aDesk().accept(bought, { memberId: member.memberId });
    expect(accepted).toMatchObject({ discountMinor: 30_00n, toPayMinor: 70_00n, earned: 3n });
    expect(accepted.told.discounts).toMatchObject([{ lineNo: 1, amountMinor: 30_00 }]);
    expect((await bringBack(bought, 1)).amountMinor).toBe(30_00n);
    await booksAreRight();
  });
});

test('what the law keeps out earns nothing, whatever the rules', async () => {
  await transaction(database.db, (tx) =>
    excludeCategory(tx, { category: 'Тютюн', excluded: true, actor, at: new Date(0) }),
  );
  await aRule('threshold', { amount: 1, points: 30 });
  const member = await aMember(database.db);
  const tobacco = { ...coffee(1), category: 'Тютюн', amountMinor: 100_00 };
  expect(await accept(member, { amountMinor: 100_00n, lines: [tobacco] })).toMatchObject({ earned: 0n });
  expect(await accept(member, { amountMinor: 160_00n, lines: [tobacco, coffee(1)] })).toMatchObject({
    earned: 33n,
  });
});

test('a receipt explains itself: the rule, the lines that counted and those that did not', async () => {
  const member = await aMember(database.db);
  await accept(member, { amountMinor: 100_00n, lines: [{ ...coffee(1), amountMinor: 100_00 }] });
  const [row] = await database.sql<{ reason: { parts: object[] } }[]>`
    select reason from transfer where member_id = ${member.memberId} and kind = 'earn'`;
  expect(row?.reason.parts).toMatchObject([
    { name: 'base', points: 5, wanted: 5, lines: [[1, 5]], left: [] },
  ]);
});

describe('late receipts', () => {
  const late = ({ memberId }: AMember, occurredAt: Date, fields: Partial<ReceiptInput> = {}) => ({
    input: aReceipt({ occurredAt, ...fields }),
    member: { memberId },
  });
  const bring = (brought: ReturnType<typeof late>[]) =>
    acceptLate({ sql: database.sql, ...fresh(database.db), clock }, brought);
  const daysAgo = (days: number) => new Date(NOON.getTime() - days * 24 * 3_600_000);

  test('count for limits like any other', async () => {
    const ruleId = await aRule('firstPurchase', { points: 200 }, { when: null });
    await database.db
      .update(ruleVersion)
      .set({ liveFrom: daysAgo(30) })
      .where(eq(ruleVersion.ruleId, ruleId));
    const member = await aMember(database.db);
    const outcomes = await bring([
      late(member, daysAgo(3)),
      late(member, daysAgo(2)),
      late(member, daysAgo(1)),
    ]);
    expect(outcomes).toMatchObject([{ earned: 205n }, { earned: 5n }, { earned: 5n }]);
  });

  test('when several are dated on one past day, then its cap holds for them, also without a batch', async () => {
    await database.db.update(currency).set({ capDay: 12n }).where(eq(currency.currency, 'points'));
    const member = await aMember(database.db);
    await accept(member);
    const yesterday = { occurredAt: daysAgo(1) };
    const earned = [];
    for (let n = 0; n < 4; n++) earned.push((await accept(member, yesterday)).earned);
    expect(earned).toEqual([5n, 5n, 2n, 0n]);
    expect((await accept(member)).earned).toBe(5n);
    await booksAreRight();
  });

  test('under a budget that the rule has lost since are not held up', async () => {
    const ruleId = await aRule('threshold', { amount: 1, points: 30 }, { budget: 100 });
    await database.db.delete(ruleBudget).where(eq(ruleBudget.ruleId, ruleId));
    const member = await aMember(database.db);
    expect((await accept(member)).earned).toBe(35n);
  });
});

describe('a free piece on a line of its own', () => {
  test('when everything comes back, then the card is as it was', async () => {
    await aRule('stampCard', { currency: 'stamps', categories: ['Кава'], need: 3 });
    const member = await aMember(database.db);
    await accept(member, { amountMinor: 120_00n, lines: [coffee(2)] });
    const bought = aReceipt({ amountMinor: 120_00n, lines: [coffee(1), coffee(1)], occurredAt: clock.now() });
    await aDesk().accept(bought, { memberId: member.memberId });
    expect(await points(member, 'stamps')).toBe(0n);
    for (const lineNo of [2, 1]) await bringBack(bought, lineNo);
    expect(await points(member, 'stamps')).toBe(2n);
    await booksAreRight();
  });
});

test('a discount off a receipt with goods that are on no line leaves every line worth something', async () => {
  await aRule(
    'discount',
    { categories: ['Кава'], share: 2_000 },
    {
      effects: [{ kind: 'discountShare', shareBp: 2_000, on: 'receipt' }],
    },
  );
  const member = await aMember(database.db);
  const accepted = await accept(member, {
    amountMinor: 1_000_00n,
    lines: [{ ...coffee(1), amountMinor: 100_00 }],
  });
  expect(accepted.discountMinor).toBe(200_00n);
  const [line] = await database.sql<{ our_discount_minor: bigint }[]>`
    select our_discount_minor from receipt_line where receipt_id = ${accepted.receiptId}`;
  expect(line?.our_discount_minor).toBe(20_00n);
});

describe('a discount off the receipt that is about some goods alone', () => {
  const bread = { ...coffee(1), sku: 'bread', name: 'Хліб', category: 'Хліб', amountMinor: 100_00 };
  const basket = { amountMinor: 200_00n, lines: [{ ...coffee(1), amountMinor: 100_00 }, bread] };
  const offCoffee = (shareBp: number) =>
    aRule(
      'discount',
      { categories: ['Кава'], share: shareBp },
      {
        effects: [
          {
            kind: 'discountShare',
            shareBp,
            on: 'receipt',
            where: { field: 'line.category', is: 'in', value: ['Кава'] },
          },
        ],
      },
    );

  test('when the other goods come back, then they cost what was paid for them', async () => {
    await offCoffee(5_000);
    const member = await aMember(database.db);
    const bought = aReceipt({ ...basket, occurredAt: clock.now() });
    const accepted = await aDesk().accept(bought, { memberId: member.memberId });
    expect(accepted.told.discounts).toEqual([expect.objectContaining({ lineNo: null, amountMinor: 50_00 })]);
    expect((await bringBack(bought, 2)).amountMinor).toBe(100_00n);
    expect((await bringBack(bought, 1)).amountMinor).toBe(50_00n);
    await booksAreRight();
  });
});
