// Points that expired by inactivity with somebody who has become part of another since, and a purchase that was told only then.
import { beforeAll, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { expireInactive } from '#src/core/ledger/expire-lots.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { revivePoints } from '#src/core/receipts/revive-points.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, MergeId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, give, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const noon = (day: string) => new Date(`2026-${day}T12:00:00+03:00`);
const clock = fixedClock(noon('04-05'));

beforeAll(() => aShop(database.db, {}, { expiry: 'inactivity', expiryMonths: 3 }));

const balance = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, clock.now())).spendable;

/** Points of 5 April: without a purchase they end on 5 July. */
async function someone(amount = 0n): Promise<MemberId> {
  const { memberId } = await aMember(database.db);
  if (amount > 0n) await transaction(database.db, (tx) => give(tx, { memberId, amount, at: noon('04-05') }));
  return memberId;
}

async function expire(memberId: MemberId, day: string): Promise<void> {
  clock.set(noon(day));
  await transaction(database.db, (tx) => expireInactive(tx, [memberId], clock.now()));
}

async function merge(from: MemberId, into: MemberId, day: string): Promise<MergeId> {
  clock.set(noon(day));
  const asked = { from, into, actor: 'stf_anna', at: clock.now() };
  return (await transaction(database.db, (tx) => mergeMembers(tx, asked))).mergeId;
}

/** A till that was cut off tells on `told` of purchases that earn 5 points each. */
async function bring(memberId: MemberId, told: string, ...receipts: ReceiptInput[]) {
  clock.set(noon(told));
  const deps = { sql: database.sql, ...fresh(database.db), clock };
  return await acceptLate(
    deps,
    receipts.map((input) => ({ input, member: { memberId } })),
  );
}
const of = (day: string) => aReceipt({ occurredAt: noon(day) });

async function bringBack({ externalId }: ReceiptInput): Promise<void> {
  const at = clock.now();
  const known = await fresh(database.db).known();
  const named = { storeId: STORE, receiptExternalId: externalId, externalId: `${externalId} back` };
  await transaction(database.db, (tx) =>
    returnReceipt(tx, { ...named, what: 'all', acceptedBy: 'key', occurredAt: at, at, known }),
  );
}

const givenBack = async (memberId: MemberId) => {
  const rows = await database.sql<{ data: { amount: string } }[]>`
    select data from event where member_id = ${memberId} and kind = 'points.adjusted'`;
  return rows.map(({ data }) => data.amount);
};
async function booksAreRight(): Promise<void> {
  expect((await auditLedger(database.db)).findings).toEqual([]);
}

test('when a purchase of before the merge is told, then they come back to the one who stays, and once', async () => {
  const [from, into] = [await someone(40n), await someone()];
  await expire(from, '07-06');
  await merge(from, into, '07-10');
  await bring(into, '07-20', of('06-10'));
  expect([await balance(from), await balance(into)]).toEqual([0n, 45n]);
  expect(await givenBack(into)).toEqual(['40']);
  await bring(into, '07-21', of('06-11'));
  expect(await balance(into)).toBe(50n);
  await expire(into, '09-12');
  expect(await balance(into)).toBe(0n);
  await booksAreRight();
});

test('when they expired with the first of a row, then they come back to the last', async () => {
  const [first, second, third] = [await someone(40n), await someone(10n), await someone()];
  await expire(first, '07-06');
  await merge(first, second, '07-06');
  await expire(second, '07-07');
  await merge(second, third, '07-10');
  await bring(third, '07-20', of('06-10'));
  expect(await balance(third)).toBe(55n);
  await booksAreRight();
});

test('when only the one who stays had bought in time by themselves, then they stay expired', async () => {
  const [from, into] = [await someone(40n), await someone(30n)];
  await expire(from, '07-06');
  await expire(into, '07-06');
  await bring(into, '07-08', of('06-10'));
  await merge(from, into, '07-10');
  await bring(into, '07-20', of('07-15'));
  expect(await balance(into)).toBe(40n);
});

test('when the member was merged between the receipt and the giving back, then the one who stays gets them', async () => {
  const [from, into] = [await someone(40n), await someone()];
  await bring(from, '07-05', of('06-10'));
  // As if the till's answer had been lost just there.
  await database.sql`update standing set last_receipt_at = null where member_id = ${from}`;
  await expire(from, '07-05');
  await merge(from, into, '07-05');
  await transaction(database.db, (tx) => revivePoints(tx, from, { at: clock.now() }));
  expect([await balance(from), await balance(into)]).toEqual([0n, 45n]);
});

test('when the goods that earned them come back, then they are taken back, and once', async () => {
  const [from, into] = [await someone(), await someone()];
  const bought = of('04-05');
  await bring(from, '04-05', bought);
  await expire(from, '07-06');
  await merge(from, into, '07-10');
  await bring(into, '07-20', of('06-10'));
  expect(await balance(into)).toBe(10n);
  await bringBack(bought);
  expect(await balance(into)).toBe(5n);
  await booksAreRight();
});

const undo = (mergeId: MergeId) =>
  transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor: 'stf_anna', at: clock.now() }));

test('when the merge is undone, then they go back to whose they were, and only their own purchases keep them', async () => {
  const [from, into] = [await someone(40n), await someone()];
  await expire(from, '07-06');
  const mergeId = await merge(from, into, '07-10');
  await bring(into, '07-20', of('06-10'));
  expect(await undo(mergeId)).toMatchObject({ points: 40n, missing: 0n });
  expect([await balance(from), await balance(into)]).toEqual([40n, 5n]);
  await expire(from, '07-20');
  expect(await balance(from)).toBe(0n);
  await bring(from, '07-21', of('06-12'));
  expect([await balance(from), await balance(into)]).toEqual([45n, 5n]);
  await booksAreRight();
});

test('when they expired after the merge and came back, then the undoing brings them back', async () => {
  const [from, into] = [await someone(40n), await someone(30n)];
  const mergeId = await merge(from, into, '07-01');
  await expire(into, '07-06');
  await bring(into, '07-20', of('06-10'));
  expect(await balance(into)).toBe(75n);
  expect(await undo(mergeId)).toMatchObject({ points: 40n, missing: 0n });
  expect([await balance(from), await balance(into)]).toEqual([40n, 35n]);
  await booksAreRight();
});

test('when they expired after the merge and it is undone, then no purchase of the other one brings them to them', async () => {
  const [from, into] = [await someone(40n), await someone(30n)];
  const mergeId = await merge(from, into, '07-01');
  await expire(into, '07-06');
  expect(await undo(mergeId)).toMatchObject({ points: 0n, missing: 40n });
  await bring(into, '07-20', of('06-10'));
  expect([await balance(from), await balance(into)]).toEqual([0n, 35n]);
  await booksAreRight();
});

test('when two were merged the wrong way, parted, merged the right way and parted, then each has their own', async () => {
  const [one, other] = [await someone(), await someone(40n)];
  await undo(await merge(other, one, '04-06'));
  await expire(other, '07-07');
  await bring(other, '07-20', of('06-10'));
  expect(await balance(other)).toBe(45n);
  await undo(await merge(one, other, '07-21'));
  expect([await balance(one), await balance(other)]).toEqual([0n, 45n]);
  await booksAreRight();
});
