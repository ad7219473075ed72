import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { answerBurn } from '#src/core/receipts/answer-burn.ts';
import {
  cancelBurnRequest,
  expireBurnRequests,
  readBurnRequest,
} from '#src/core/receipts/read-burn-request.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { BURN_REQUEST_MS, requestBurn } from '#src/core/receipts/request-burn.ts';
import { transaction } from '#src/db/client.ts';
import { card } from '#src/db/schema/cards.ts';
import { member as memberTable } from '#src/db/schema/members.ts';
import type { BurnRequestId, IdentityId, MemberId, StaffId } from '#src/lib/id.ts';
import { aMember, anIdentity, aReceipt, aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const identityId: IdentityId = 'idn_00000000000000000001';
const staffId: StaffId = 'stf_00000000000000000001';
const later = (ms: number) => new Date(NOON.getTime() + ms);

beforeAll(() => aShop(database.db));

async function reachable(balance: bigint) {
  const member = await aMember(database.db, { balance });
  await anIdentity(database.db, { memberId: member.memberId });
  return member;
}

async function ask(memberId: MemberId, receipt: ReceiptInput, at = NOON) {
  const { known: knowing, rules } = fresh(database.db);
  const known = await knowing();
  return transaction(database.db, (tx) => requestBurn(tx, { memberId, receipt, staffId, at, known, rules }));
}

async function answer(
  memberId: MemberId,
  burnRequestId: BurnRequestId,
  word: 'yes' | 'notMe',
  at = later(5_000),
) {
  const { known: knowing, rules } = fresh(database.db);
  const known = await knowing();
  return transaction(database.db, (tx) =>
    answerBurn(tx, { memberId, burnRequestId, identityId, answer: word, at, known, rules }),
  );
}

async function settledEvents(memberId: MemberId) {
  const rows = await database.sql<{ data: unknown }[]>`
    select data from event where member_id = ${memberId} and kind = 'burn.settled' order by event_no`;
  return rows.map(({ data }) => data);
}

test('a burn waits for the member, and a yes accepts the receipt once', async () => {
  const { memberId } = await reachable(100n);
  const receipt = aReceipt({ amountMinor: 200_00n, burn: 60n });
  const { burnRequestId } = await ask(memberId, receipt);
  expect((await readBalance(database.db, memberId, NOON)).balance).toBe(100n);
  const first = await answer(memberId, burnRequestId, 'yes');
  expect(first).toMatchObject({ status: 'accepted', accepted: { burnt: 60n, earned: 7n, balance: 47n } });
  expect(await answer(memberId, burnRequestId, 'yes')).toMatchObject({
    accepted: { outcome: 'replayed', balance: 47n },
  });
  const view = await readBurnRequest(database.db, { burnRequestId, at: NOON });
  expect(view).toMatchObject({ request: { status: 'accepted' }, receipt: { burnt: 60n } });
  const told = { burnRequestId, points: '60', status: 'accepted', by: identityId };
  expect(await settledEvents(memberId)).toEqual([told]);
});

test('asking twice for one receipt asks the member once', async () => {
  const { memberId } = await reachable(100n);
  const receipt = aReceipt({ amountMinor: 200_00n, burn: 60n });
  const [one, two] = await Promise.all([ask(memberId, receipt), ask(memberId, receipt)]);
  expect(two).toEqual(one);
  const events =
    await database.sql`select 1 from event where member_id = ${memberId} and kind = 'burn.requested'`;
  expect(events).toHaveLength(1);
});

test('"not me" blocks the card, burns nothing and is written down', async () => {
  const { memberId } = await reachable(100n);
  const { burnRequestId } = await ask(memberId, aReceipt({ burn: 10n }));
  expect(await answer(memberId, burnRequestId, 'notMe')).toEqual({ status: 'refused' });
  expect(await answer(memberId, burnRequestId, 'yes')).toEqual({ status: 'refused' });
  expect((await readBalance(database.db, memberId, NOON)).balance).toBe(100n);
  const [blocked] = await database.db.select().from(card).where(eq(card.memberId, memberId));
  expect(blocked).toMatchObject({ status: 'blocked', blockedReason: 'not_me' });
  const noted = await database.sql`select action from audit_log where subject = ${burnRequestId}`;
  expect(noted[0]).toEqual({ action: 'burn.refuse' });
  expect(await settledEvents(memberId)).toMatchObject([{ status: 'refused' }]);
});

test('a card that was blocked in between burns nothing, asked for or not', async () => {
  const { memberId } = await reachable(100n);
  const one = await ask(memberId, aReceipt({ burn: 10n }));
  const two = await ask(memberId, aReceipt({ burn: 10n }));
  await answer(memberId, one.burnRequestId, 'notMe');
  expect(await answer(memberId, two.burnRequestId, 'yes')).toMatchObject({
    status: 'failed',
    refusal: { code: 'card_blocked' },
  });
  expect(await settledEvents(memberId)).toMatchObject([{ status: 'refused' }, { status: 'failed' }]);
  await expect(ask(memberId, aReceipt({ burn: 10n }))).rejects.toMatchObject({ code: 'card_blocked' });
  expect((await readBalance(database.db, memberId, NOON)).balance).toBe(100n);
});

test('a late yes burns nothing, and the request reads as expired before any worker has come', async () => {
  const { memberId } = await reachable(100n);
  const { burnRequestId } = await ask(memberId, aReceipt({ burn: 10n }));
  const late = later(BURN_REQUEST_MS);
  expect((await readBurnRequest(database.db, { burnRequestId, at: late })).request.status).toBe('expired');
  expect(await answer(memberId, burnRequestId, 'yes', late)).toEqual({ status: 'expired' });
  // The other chats keep their question: "not me" counts however late.
  expect(await settledEvents(memberId)).toEqual([]);
});

test('points that are gone by the time of the yes fail it with a reason, and nothing is half done', async () => {
  const { memberId } = await reachable(100n);
  const [one, two] = [
    await ask(memberId, aReceipt({ amountMinor: 200_00n, burn: 80n })),
    await ask(memberId, aReceipt({ amountMinor: 200_00n, burn: 80n })),
  ];
  await answer(memberId, one.burnRequestId, 'yes');
  expect(await answer(memberId, two.burnRequestId, 'yes')).toMatchObject({
    status: 'failed',
    refusal: { code: 'insufficient_points', details: { available: 26 } },
  });
});

test('somebody else cannot answer', async () => {
  const [owner, thief] = [await reachable(100n), await reachable(100n)];
  const { burnRequestId } = await ask(owner.memberId, aReceipt({ burn: 10n }));
  await expect(answer(thief.memberId, burnRequestId, 'yes')).rejects.toMatchObject({ code: 'not_found' });
});

test('more than the programme allows, more than is there, or burning that waits is refused before anyone is asked', async () => {
  const { memberId } = await reachable(100n);
  const tooMuch = ask(memberId, aReceipt({ amountMinor: 100_00n, burn: 51n }));
  await expect(tooMuch).rejects.toMatchObject({ code: 'burn_above_maximum', details: { maximum: 50 } });
  const notThere = ask(memberId, aReceipt({ amountMinor: 900_00n, burn: 101n }));
  await expect(notThere).rejects.toMatchObject({ code: 'insufficient_points', details: { available: 100 } });
  await database.db
    .update(memberTable)
    .set({ burnAllowedFrom: later(7_200_000) })
    .where(eq(memberTable.memberId, memberId));
  const waits = ask(memberId, aReceipt({ burn: 1n }));
  await expect(waits).rejects.toMatchObject({ code: 'burn_waits', details: { hours: 2 } });
});

test('a member whom no messenger reaches is not waited for', async () => {
  const { memberId } = await aMember(database.db, { balance: 100n });
  await expect(ask(memberId, aReceipt({ burn: 1n }))).rejects.toMatchObject({ code: 'member_not_reachable' });
});

test('a cashier can stop waiting, and old requests are closed', async () => {
  const { memberId } = await reachable(100n);
  await transaction(database.db, (tx) => give(tx, { memberId, amount: 1n }));
  const { burnRequestId } = await ask(memberId, aReceipt({ burn: 10n }));
  const cancel = () =>
    transaction(database.db, (tx) => cancelBurnRequest(tx, { burnRequestId, staffId, at: NOON }));
  expect([await cancel(), await cancel()]).toEqual([true, false]);
  await ask(memberId, aReceipt({ burn: 10n }));
  await transaction(database.db, (tx) => expireBurnRequests(tx, later(BURN_REQUEST_MS)));
  const waiting =
    await database.sql`select 1 from burn_request where status = 'waiting' and member_id = ${memberId}`;
  expect(waiting).toHaveLength(0);
});
