// Returns of receipts, and slips that were claimed, whose members have become part of others since.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { listReceiptTransfers } from '#src/core/ledger/list-receipt-transfers.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { recordAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, MergeId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;

beforeAll(() => aShop(database.db));
beforeEach(() => clock.set(NOON));

/** A receipt of 1 000 hryvnias, which earns 50 points. */
async function bought(memberId: MemberId) {
  const input = aReceipt({ amountMinor: 1_000_00n, occurredAt: clock.now() });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  const { receiptId } = await desk.accept(input, { memberId });
  return { receiptId, memberId, externalId: input.externalId };
}

let returns = 0;
async function brings(receiptExternalId: string, what: ReturnedWhat) {
  const known = await fresh(database.db).known();
  const at = clock.now();
  const named = { storeId: STORE, receiptExternalId, externalId: `back${++returns}` };
  const input = { ...named, what, acceptedBy: 'key', occurredAt: at, at, known };
  return await transaction(database.db, (tx) => returnReceipt(tx, input));
}

const merge = (from: MemberId, into: MemberId) =>
  transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor: 'stf_anna', at: clock.now() }));
const undo = (mergeId: MergeId) =>
  transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor: 'stf_anna', at: clock.now() }));
const hold = (memberId: MemberId, amount: bigint) =>
  transaction(database.db, (tx) =>
    openHold(tx, { memberId, key: 'k', amount, minutes: 10, askedBy: 'key_1', at: clock.now() }),
  );
const expire = () => transaction(database.db, (tx) => expireLots(tx, clock.now(), 100));
const points = (memberId: MemberId) => readBalance(database.db, memberId, clock.now());
const persons = async () =>
  (await Promise.all([1, 2, 3].map(() => aMember(database.db)))).map((m) => m.memberId);
async function booksAreRight() {
  expect((await auditLedger(database.db)).findings).toEqual([]);
}

describe('a return for a member who became part of another', () => {
  test('does not take again what has expired with the new holder', async () => {
    const [first, second, third] = await persons();
    if (!first || !second || !third) throw new Error('three were made');
    const { externalId } = await bought(first);
    await merge(first, second);
    await merge(second, third);
    clock.advance(400 * DAY_MS);
    await expire();
    expect(await brings(externalId, 'all')).toMatchObject({ takenBack: 0n, owed: 0n });
    expect(await points(third)).toMatchObject({ balance: 0n, debt: 0n });
    await booksAreRight();
  });

  test('takes only what has not expired when the lot went there and partly back', async () => {
    const [first, second] = await persons();
    if (!first || !second) throw new Error('three were made');
    const named = await bought(first);
    const { mergeId } = await merge(first, second);
    await hold(second, 20n);
    await undo(mergeId);
    const [earned] = await listReceiptTransfers(database.db, named);
    expect(earned?.lotIds).toHaveLength(3);
    clock.advance(400 * DAY_MS);
    await expire();
    const [expired] = await listReceiptTransfers(database.db, named);
    expect(expired?.expired).toBe(30n);
    expect(await brings(named.externalId, 'all')).toMatchObject({ takenBack: 20n, owed: 20n });
    await booksAreRight();
  });

  test('counts what was taken back with a holder in between, two merges ago', async () => {
    const [first, second, third] = await persons();
    if (!first || !second || !third) throw new Error('three were made');
    const named = await bought(first);
    await merge(first, second);
    await brings(named.externalId, { amountMinor: 400_00 });
    await merge(second, third);
    const [earned] = await listReceiptTransfers(database.db, named);
    expect(earned?.reversed).toBe(20n);
    expect(await brings(named.externalId, 'all')).toMatchObject({ takenBack: 30n, owed: 0n });
    expect(await points(third)).toMatchObject({ balance: 0n, debt: 0n });
    await booksAreRight();
  });

  test('counts what was taken back while the merge stood that is undone now', async () => {
    const [first, second] = await persons();
    if (!first || !second) throw new Error('three were made');
    const named = await bought(first);
    const { mergeId } = await merge(first, second);
    await brings(named.externalId, { amountMinor: 400_00 });
    await undo(mergeId);
    const [earned] = await listReceiptTransfers(database.db, named);
    expect(earned?.reversed).toBe(20n);
  });
});

test('a slip that is claimed again after its member became part of another answers as the first time', async () => {
  const [first, second, stranger] = await persons();
  if (!first || !second || !stranger) throw new Error('three were made');
  const { known: reader, rules } = fresh(database.db);
  const known = await reader();
  const receipt = aReceipt({ amountMinor: 1_000_00n });
  const slip = { receipt, timed: true, at: NOON, known, rules: await rules() };
  const { claimCode } = await transaction(database.db, (tx) => recordAnonymous(tx, slip));
  const claim = (memberId: MemberId) =>
    transaction(database.db, (tx) =>
      claimReceipt(tx, { claimCode, memberId, at: clock.now(), known, rules }),
    );
  const claimed = await claim(first);
  expect(claimed).toMatchObject({ outcome: 'accepted', earned: 50n, memberId: first });
  expect(await claim(first)).toEqual({ ...claimed, outcome: 'replayed' });
  await merge(first, second);
  expect(await claim(second)).toEqual({ ...claimed, outcome: 'replayed', memberId: second });
  await expect(claim(stranger)).rejects.toMatchObject({ code: 'claim_used' });
  expect((await points(second)).balance).toBe(50n);
});

describe('what was bought', () => {
  const standingOf = async (memberId: MemberId) => {
    const [row] = await database.sql<
      { months: object; turnover: bigint; receipts: number; last: Date; first: Date }[]
    >`
      select months, turnover_minor as turnover, receipts, last_receipt_at as last, first_receipt_at as first
      from standing where member_id = ${memberId}`;
    return row;
  };
  const nothing = { turnover: 0n, receipts: 0 };

  test('is less what came back when a merge is undone, and each has their own times', async () => {
    const [from, into] = await persons();
    if (!from || !into) throw new Error('three were made');
    await bought(into);
    clock.advance(DAY_MS);
    const { externalId } = await bought(from);
    const before = [await standingOf(from), await standingOf(into)];
    const { mergeId } = await merge(from, into);
    clock.advance(DAY_MS);
    await brings(externalId, 'all');
    await undo(mergeId);
    expect(await standingOf(from)).toEqual({
      ...before[0],
      ...nothing,
      last: null,
      months: { '2026-03': 0 },
    });
    expect(await standingOf(into)).toEqual(before[1]);
    await booksAreRight();
  });

  test('goes with whom it was bought by when some came back and more was bought', async () => {
    const [from, into] = await persons();
    if (!from || !into) throw new Error('three were made');
    const { externalId } = await bought(from);
    const { mergeId } = await merge(from, into);
    await brings(externalId, { amountMinor: 400_00 });
    clock.advance(DAY_MS);
    await bought(into);
    const last = clock.now();
    await undo(mergeId);
    const months = (sum: number) => ({ '2026-03': sum });
    expect(await standingOf(from)).toMatchObject({ turnover: 600_00n, receipts: 1, months: months(600_00) });
    expect(await standingOf(into)).toEqual({
      turnover: 1_000_00n,
      receipts: 1,
      months: months(1_000_00),
      last,
      first: last,
    });
  });
});
