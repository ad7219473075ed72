// Limits, caps and cooldowns of rules when two members become one and part again.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { takeOverPlastic } from '#src/core/ledger/take-over-plastic.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { findTemplate } from '#src/core/rules/templates.ts';
import { transaction } from '#src/db/client.ts';
import { currency } from '#src/db/schema/stores.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, MergeId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let ruleId: RuleId;

/** 200 points once for each member, besides the 5 of each receipt. */
beforeAll(async () => {
  await aShop(database.db);
  const definition = {
    trigger: { on: 'receipt' },
    effects: [{ kind: 'fixed', currency: 'points', points: 200 }],
    limits: { perMember: 1 },
  };
  ruleId = await publishes(definition);
});
beforeEach(() => clock.set(NOON));

async function publishes(definition: object): Promise<RuleId> {
  const at = new Date(NOON.getTime() - DAY_MS);
  return await transaction(database.db, async (tx) => {
    const made = await createRule(tx, { name: 'Once', definition, actor, at });
    const { changedAt } = await readRule(tx, made);
    await publishRule(tx, { ruleId: made, changedAt, actor, at, resetBudget: false });
    return made;
  });
}

let last = aReceipt();
async function buys(memberId: MemberId, fields: Partial<ReceiptInput> = {}): Promise<bigint> {
  clock.advance(60_000);
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  last = aReceipt({ occurredAt: clock.now(), ...fields });
  return (await desk.accept(last, { memberId })).earned;
}
let back = 0;
async function returns(receiptExternalId: string, what: ReturnedWhat = 'all'): Promise<void> {
  clock.advance(60_000);
  const at = clock.now();
  const known = await fresh(database.db).known();
  const named = { storeId: STORE, receiptExternalId, externalId: `back${++back}` };
  const input = { ...named, what, acceptedBy: actor, occurredAt: at, at, known };
  await transaction(database.db, (tx) => returnReceipt(tx, input));
}
const merge = (from: MemberId, into: MemberId) =>
  transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor, at: clock.now() }));
const undo = (mergeId: MergeId) =>
  transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor, at: clock.now() }));
async function standingOf(memberId: MemberId, of = ruleId) {
  const [row] = await database.sql<
    { rule_use: Record<RuleId, object>; earned_today: Record<string, number> }[]
  >`select rule_use, earned_today from standing where member_id = ${memberId}`;
  if (!row) throw new Error('no standing');
  return { use: row.rule_use[of], earned: row.earned_today };
}
async function two(): Promise<[MemberId, MemberId]> {
  const [one, other] = [await aMember(database.db), await aMember(database.db)];
  return [one.memberId, other.memberId];
}

describe('what is given once for each member', () => {
  test('is not given again to who takes over a plastic card that had it', async () => {
    const card = await aMember(database.db);
    const { memberId } = await aMember(database.db);
    expect(await buys(card.memberId)).toBe(205n);
    const taken = { memberId, number: card.cardNumber, actor, at: clock.now() };
    await transaction(database.db, (tx) => takeOverPlastic(tx, taken));
    expect(await buys(memberId)).toBe(5n);
  });

  test('is counted for both when both have had it', async () => {
    const [from, into] = await two();
    await buys(from);
    await buys(into);
    await merge(from, into);
    const { use, earned } = await standingOf(into);
    expect(use).toEqual({
      times: 2,
      timesToday: 2,
      points: 400,
      pointsToday: 400,
      lastAt: clock.now().getTime(),
    });
    expect(earned).toEqual({ points: 410 });
  });

  test('is free again for the one who stays when the merge is undone, and not for the other', async () => {
    const [from, into] = await two();
    await buys(from);
    const { mergeId } = await merge(from, into);
    expect(await buys(into)).toBe(5n);
    await undo(mergeId);
    const none = { times: 0, timesToday: 0, points: 0, pointsToday: 0, lastAt: null };
    expect(await standingOf(into)).toEqual({ use: none, earned: { points: 5 } });
    expect(await buys(into)).toBe(205n);
    expect(await buys(from)).toBe(5n);
  });

  test('is free again for the other when what brought it came back meanwhile, and counted for who has it', async () => {
    const [from, into] = await two();
    await buys(from);
    const { externalId } = last;
    await buys(into);
    const { mergeId } = await merge(from, into);
    await returns(externalId);
    const before = await standingOf(into);
    await undo(mergeId);
    expect(await standingOf(into)).toEqual(before);
    expect(before).toMatchObject({ use: { times: 1, points: 200 }, earned: { points: 205 } });
    expect((await standingOf(from)).earned).toEqual({ points: 0 });
    expect([await buys(into), await buys(from)]).toEqual([5n, 205n]);
  });

  test('is counted less what came back in part, of what came back meanwhile alone', async () => {
    const [from, into] = await two();
    await buys(from);
    const { externalId } = last;
    await returns(externalId, { amountMinor: 10_00 });
    await buys(into);
    const { mergeId } = await merge(from, into);
    await returns(externalId, { amountMinor: 40_00 });
    const before = await standingOf(into);
    expect(before).toMatchObject({
      use: { times: 2, points: 300, pointsToday: 300 },
      earned: { points: 308 },
    });
    await undo(mergeId);
    expect(await standingOf(into)).toMatchObject({
      use: { times: 1, points: 200, pointsToday: 200 },
      earned: { points: 205 },
    });
    expect(await standingOf(from)).toMatchObject({
      use: { times: 1, points: 100, pointsToday: 100 },
      earned: { points: 103 },
    });
  });

  test('is free again when the last part came back meanwhile, and taken off once', async () => {
    const [from, into] = await two();
    await buys(from);
    const { externalId } = last;
    await returns(externalId, { amountMinor: 50_00 });
    await buys(into);
    const { mergeId } = await merge(from, into);
    await returns(externalId);
    const before = await standingOf(into);
    await undo(mergeId);
    expect(await standingOf(into)).toEqual(before);
    expect(await standingOf(from)).toMatchObject({ use: { times: 0, points: 0 }, earned: { points: 0 } });
  });

  test('stays counted when a merge is undone that has not kept it aside', async () => {
    const [from, into] = await two();
    await buys(from);
    await buys(into);
    const { mergeId } = await merge(from, into);
    await database.sql`update merge set moved = moved - 'counts' where merge_id = ${mergeId}`;
    const before = await standingOf(into);
    await undo(mergeId);
    expect(await standingOf(into)).toEqual(before);
  });
});

describe('stamps that were given and taken alike', () => {
  let cups: RuleId;
  beforeAll(async () => {
    await database.db
      .insert(currency)
      .values({ currency: 'stamps', kind: 'stickers', names: {}, expiry: 'never' });
    const params = { currency: 'stamps', categories: ['Кава'], need: 10 };
    cups = await publishes({ ...findTemplate('stampCard')?.build(params), caps: { memberDay: 20 } });
  });
  const line = { sku: 'latte', name: 'Лате', category: 'Кава', priceMinor: 60_00, discountMinor: 0 };
  const cupsOf = (pieces: number) => ({
    ...line,
    quantityMilli: pieces * 1_000,
    amountMinor: pieces * 60_00,
  });
  const eleven = { amountMinor: 660_00n, lines: [cupsOf(10), cupsOf(1)] };

  test('are counted for who has them when all came back meanwhile', async () => {
    const [from, into] = await two();
    await buys(from, eleven);
    const { externalId } = last;
    await buys(into, eleven);
    const { mergeId } = await merge(from, into);
    await returns(externalId);
    const before = await standingOf(into, cups);
    expect(before).toMatchObject({
      use: { times: 1, points: 10, pointsToday: 10 },
      earned: { stamps: 10 },
    });
    await undo(mergeId);
    expect(await standingOf(into, cups)).toEqual(before);
    expect(await standingOf(from, cups)).toMatchObject({
      use: { times: 0, points: 0 },
      earned: { stamps: 0 },
    });
  });

  test('are counted less those that came back in part', async () => {
    const [from, into] = await two();
    await buys(from, eleven);
    const { externalId } = last;
    await buys(into, eleven);
    const { mergeId } = await merge(from, into);
    await returns(externalId, { lines: [{ lineNo: 1, quantityMilli: 4_000 }] });
    expect(await standingOf(into, cups)).toMatchObject({
      use: { times: 2, points: 16, pointsToday: 16 },
      earned: { stamps: 16 },
    });
    await undo(mergeId);
    expect(await standingOf(into, cups)).toMatchObject({
      use: { times: 1, points: 10, pointsToday: 10 },
      earned: { stamps: 10 },
    });
    expect(await standingOf(from, cups)).toMatchObject({
      use: { times: 1, points: 6, pointsToday: 6 },
      earned: { stamps: 6 },
    });
  });
});

test('when both have earned on one day, then the cap of the day is that of one member', async () => {
  const set = (capDay: bigint | null) => database.db.update(currency).set({ capDay });
  await set(412n);
  const [from, into] = await two();
  await buys(from);
  await buys(into);
  await merge(from, into);
  expect(await buys(into)).toBe(2n);
  clock.advance(DAY_MS);
  expect(await buys(into)).toBe(5n);
  await set(null);
});
