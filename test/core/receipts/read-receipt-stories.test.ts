// What is told of a purchase, from the receipt alone where that tells all, from its movements otherwise.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { listReceiptStories } from '#src/core/receipts/read-receipt-stories.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { findTemplate } from '#src/core/rules/templates.ts';
import { transaction } from '#src/db/client.ts';
import { rule } from '#src/db/schema/rules.ts';
import { currency } from '#src/db/schema/stores.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const actor = 'stf_00000000000000000001';

beforeAll(async () => {
  await aShop(database.db);
  await database.db
    .insert(currency)
    .values({ currency: 'stamps', kind: 'stickers', names: {}, expiry: 'never' });
  const definition = findTemplate('stampCard')?.build({ currency: 'stamps', categories: ['Кава'], need: 5 });
  await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name: 'stampCard', definition, actor, at: NOON });
    const [made] = await tx.select().from(rule).where(eq(rule.ruleId, ruleId));
    const { changedAt = NOON } = made ?? {};
    await publishRule(tx, { ruleId, changedAt, actor, at: NOON, resetBudget: true });
  });
});

const line = (fields: Partial<ReceiptLine>): ReceiptLine => ({
  sku: '1',
  name: 'Хліб',
  category: 'Хліб',
  quantityMilli: 1_000,
  priceMinor: 100_00,
  discountMinor: 0,
  amountMinor: 100_00,
  ...fields,
});
const coffee = (cups: number) =>
  line({ name: 'Лате', category: 'Кава', quantityMilli: cups * 1_000, amountMinor: cups * 100_00 });

async function buys(memberId: MemberId, lines: ReceiptLine[], burn = 0n) {
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock: fixedClock(NOON) });
  const amountMinor = lines.reduce((sum, each) => sum + BigInt(each.amountMinor), 0n);
  const input = aReceipt({ amountMinor, lines, burn });
  const { receiptId } = await desk.accept(input, { memberId });
  return { receiptId, externalId: input.externalId };
}

async function storyOf(memberId: MemberId, receiptId: ReceiptId, inFull = false) {
  const story = (await listReceiptStories(database.db, [{ memberId, receiptId }], { inFull })).get(receiptId);
  if (!story) throw new Error('no such receipt');
  return story;
}

test('a story in full tells what moved, why, and the lines; in short it goes without', async () => {
  const { memberId } = await aMember(database.db);
  const { receiptId } = await buys(memberId, [line({ priceMinor: 862_40, amountMinor: 862_40 })]);

  expect(await storyOf(memberId, receiptId)).toMatchObject({ balanceAfter: 43n, moves: null, lines: [] });
  expect(await storyOf(memberId, receiptId, true)).toMatchObject({
    balanceAfter: 43n,
    moves: [{ amount: 43n, balanceAfter: 43n, reason: { parts: [{ points: 43 }] } }],
    lines: [{ lineNo: 1, name: 'Хліб' }],
  });
});

test('balances and stamps are told as the movements have them, whatever was bought since', async () => {
  const { memberId } = await aMember(database.db, { balance: 50n });
  const receiptIds: ReceiptId[] = [];
  for (const [lines, burn] of [
    [[line({})], 0n],
    [[coffee(3)], 0n],
    // The card is full: five stamps go, with the one that the free cup does not bring.
    [[coffee(4), line({})], 20n],
    [[line({})], 30n],
  ] as const)
    receiptIds.push((await buys(memberId, [...lines], burn)).receiptId);
  const told = [];
  for (const receiptId of receiptIds) {
    const short = await storyOf(memberId, receiptId);
    expect(short.moves).toBeNull();
    const { moves } = await storyOf(memberId, receiptId, true);
    const [points, stamps] = ['points', 'stamps'].map((currency) =>
      moves?.filter((move) => move.currency === currency),
    );
    expect(short.balanceAfter).toBe(points?.at(-1)?.balanceAfter);
    const nothing = { takenBack: 0n, givenBack: 0n };
    expect(short.others).toEqual(
      stamps?.map(({ currency, amount, balanceAfter }) => ({ currency, amount, balanceAfter, ...nothing })),
    );
    told.push(short.others.map(({ amount, balanceAfter }) => [amount, balanceAfter]));
  }
  expect(told).toEqual([[], [[3n, 3n]], [[-2n, 1n]], []]);
  expect((await auditLedger(database.db)).findings).toEqual([]);
  await database.sql`update receipt set moved = '{}' where receipt_id = ${receiptIds[1] ?? ''}`;
  expect((await auditLedger(database.db)).findings).toEqual([
    {
      rule: 'a receipt moved of other currencies what its transfers say',
      count: 1,
      examples: [receiptIds[1]],
    },
  ]);
});

test('of a member who has become part of another the stories are told to that one', async () => {
  const [gone, stays] = [await aMember(database.db), await aMember(database.db)];
  const { receiptId } = await buys(gone.memberId, [coffee(2)]);
  await transaction(database.db, (tx) =>
    mergeMembers(tx, { from: gone.memberId, into: stays.memberId, actor, at: NOON }),
  );
  expect(await storyOf(stays.memberId, receiptId)).toMatchObject({
    moves: null,
    others: [{ currency: 'stamps', amount: 2n, balanceAfter: 2n }],
  });
});

test('where some of what it gave waits, for a day or for a rating, all of its movements are read', async () => {
  const { memberId } = await aMember(database.db);
  const { receiptId } = await buys(memberId, [coffee(1)]);
  const [row] = await database.sql<{ told: { awards: { currency: string }[] } }[]>`
    select told from receipt where receipt_id = ${receiptId}`;
  const [points, stamps] = row?.told.awards ?? [];
  for (const waiting of [
    { activeAt: null, waitsFor: 'rating' },
    { activeAt: new Date(NOON.getTime() + 1).toISOString() },
  ]) {
    const told = JSON.stringify({ ...row?.told, awards: [points, { ...stamps, ...waiting }] });
    await database.sql`update receipt set told = ${told}::text::jsonb where receipt_id = ${receiptId}`;
    const { moves } = await storyOf(memberId, receiptId);
    expect(moves?.map(({ currency }) => currency)).toEqual(['points', 'stamps']);
  }
});

test('stamps of a receipt that does not say what it moved, and of one that was returned in part, are found by their movements', async () => {
  const { memberId } = await aMember(database.db);
  const { receiptId, externalId } = await buys(memberId, [coffee(3)]);
  await database.sql`update receipt set moved = null where receipt_id = ${receiptId}`;
  expect(await storyOf(memberId, receiptId)).toMatchObject({
    moves: [{ currency: 'points' }, { currency: 'stamps' }],
    others: [{ currency: 'stamps', amount: 3n, balanceAfter: 3n }],
  });

  const { known } = fresh(database.db);
  await transaction(database.db, async (tx) =>
    returnReceipt(tx, {
      storeId: STORE,
      receiptExternalId: externalId,
      externalId: 'return of a cup',
      what: { lines: [{ lineNo: 1, quantityMilli: 1_000 }] },
      cancels: false,
      acceptedBy: actor,
      occurredAt: NOON,
      at: NOON,
      known: await known(),
    }),
  );
  expect(await storyOf(memberId, receiptId)).toMatchObject({
    state: 'partly_returned',
    others: [{ currency: 'stamps', amount: 3n, takenBack: 1n, givenBack: 0n, balanceAfter: 2n }],
  });
});

test('a receipt that several events are about is told once, with each of its movements once', async () => {
  const { memberId } = await aMember(database.db);
  const { receiptId } = await buys(memberId, [coffee(3)]);
  await database.sql`update receipt set moved = null where receipt_id = ${receiptId}`;
  const stories = await listReceiptStories(database.db, [
    { memberId, receiptId },
    { memberId, receiptId },
  ]);
  expect(stories.get(receiptId)).toMatchObject({
    moves: [{ currency: 'points' }, { currency: 'stamps' }],
    others: [{ currency: 'stamps', amount: 3n }],
  });
});

test('stamps that a receipt gave and took alike are told with the card of then', async () => {
  const { memberId } = await aMember(database.db);
  await buys(memberId, [coffee(1)]);
  const { receiptId } = await buys(memberId, [coffee(6)]);
  expect((await storyOf(memberId, receiptId)).others).toEqual([
    { currency: 'stamps', amount: 0n, takenBack: 0n, givenBack: 0n, balanceAfter: 1n, used: 5n },
  ]);
});
