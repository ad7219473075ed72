// What tills send out of turn: again, after a cancellation, or when a card or a store is no longer what it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basketAnswer } from '#src/contract/receipt-basket.ts';
import { batchAnswer } from '#src/contract/receipt-returns.ts';
import { blockCard } from '#src/core/cards/block-card.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { applyWaitingReturns } from '#src/core/receipts/apply-waiting-returns.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';
const MINUTE_MS = 60_000;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = () => `turn-${++count}`;
const LINES = [
  { sku: '1', name: 'Сир', category: 'cheese', quantityMilli: 1000, priceMinor: 100_00, amountMinor: 100_00 },
];
const send = (method: 'PUT' | 'POST' | 'GET', url: string, payload?: unknown) =>
  askAgain(server, method, `/api/v1/receipts${url && '/'}${url}`, {
    headers: { authorization },
    ...(payload === undefined ? {} : { payload }),
  });
const put = async (key: string, fields: Record<string, unknown> = {}) => {
  const reply = await send('PUT', key, { storeId: STORE, tillId: TILL, lines: LINES, ...fields });
  return reply.statusCode === 200 ? basketAnswer.parse(reply.json()) : reply.json().error.code;
};
const show = async (key: string) => (await send('GET', `${key}?storeId=${STORE}`)).json();
const balanceOf = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;
const minutesAgo = (minutes: number) =>
  new Date(server.clock.now().getTime() - minutes * MINUTE_MS).toISOString();
const applyAll = async () => {
  const settings = { at: server.clock.now(), known: await knownProgramme(database.db)() };
  while ((await transaction(database.db, (tx) => applyWaitingReturns(tx, settings))).settled > 0);
};
const batch = async (items: unknown[]) => {
  const reply = await send('POST', 'batch', { items });
  expect(reply.statusCode).toBe(200);
  const answer = batchAnswer.parse(reply.json());
  return answer.items.map(({ outcome, error }) => error?.code ?? outcome);
};
const late = (externalId: string, fields: Record<string, unknown>) => ({
  kind: 'receipt',
  externalId,
  storeId: STORE,
  tillId: TILL,
  lines: LINES,
  ...fields,
});
const block = (memberId: MemberId) =>
  transaction(database.db, (tx) => blockCard(tx, { memberId, reason: 'member', at: server.clock.now() }));
const sound = async () => expect(await auditLedger(database.db)).toMatchObject({ findings: [] });

describe('a name that was cancelled before anything was booked', () => {
  it('when a later sale comes under it, with a card or a slip, then it stays', async () => {
    for (const opened of [false, true])
      for (const timed of [false, true]) {
        const { memberId, cardNumber } = await aMember(database.db);
        const key = newKey();
        if (opened) await put(key, { memberCode: cardNumber, state: 'open' });
        expect(await put(key, { lines: [], state: 'cancelled' })).toMatchObject({ state: 'cancelled' });
        server.clock.advance(2 * MINUTE_MS);
        const sale = { memberCode: cardNumber, ...(timed && { occurredAt: minutesAgo(1) }) };
        expect(await put(key, sale)).toMatchObject({ state: 'closed', balance: 5 });
        await applyAll();
        expect(await put(key, sale)).toMatchObject({ state: 'closed', balance: 5, replayed: true });
        expect(await balanceOf(memberId)).toBe(5n);
      }
    const slip = newKey();
    await put(slip, { lines: [], state: 'cancelled' });
    server.clock.advance(MINUTE_MS);
    const first = await put(slip);
    expect(first).toMatchObject({ state: 'closed', claim: { points: 5 } });
    expect(await put(slip)).toMatchObject({ state: 'closed', claim: first.claim });
    expect(await show(slip)).toMatchObject({ state: 'closed', claim: first.claim });
    await sound();
  });

  it('when the till’s clock is ahead of ours, then its sale of before the cancellation is still one of before', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    const occurredAt = minutesAgo(-5);
    await put(key, { lines: [], state: 'cancelled', occurredAt: minutesAgo(-6) });
    server.clock.advance(MINUTE_MS);
    expect(await put(key, { memberCode: cardNumber, occurredAt })).toMatchObject({ state: 'cancelled' });
    expect(await balanceOf(memberId)).toBe(0n);
  });

  it('when an earlier sale comes under it, then it is told so at once and brings nothing', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const occurredAt = minutesAgo(5);
    for (const state of ['closed', 'open']) {
      const key = newKey();
      await put(key, { lines: [], state: 'cancelled' });
      const late = { memberCode: cardNumber, occurredAt, state };
      expect(await put(key, late)).toMatchObject({ state: 'cancelled', receiptId: null });
      expect(await show(key)).toMatchObject({ state: 'cancelled' });
    }
    const slip = newKey();
    await put(slip, { lines: [], state: 'cancelled' });
    expect(await put(slip, { occurredAt })).toMatchObject({ state: 'cancelled', claim: null });
    await applyAll();
    expect(await balanceOf(memberId)).toBe(0n);
    await sound();
  });

  it('when a slip was cancelled and is told again, then it says so', async () => {
    const slip = newKey();
    const sale = { occurredAt: minutesAgo(1) };
    await put(slip, sale);
    await put(slip, { lines: [], state: 'cancelled' });
    expect(await put(slip, sale)).toMatchObject({ state: 'cancelled', claim: null, replayed: true });
  });

  it('when it was a slip and comes without a time, then it stays cancelled, and is a new sale with a card', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const slip = newKey();
    await put(slip);
    await put(slip, { lines: [], state: 'cancelled' });
    server.clock.advance(2 * MINUTE_MS);
    expect(await put(slip)).toMatchObject({ state: 'cancelled', claim: null, replayed: true });
    const early = { memberCode: cardNumber, occurredAt: minutesAgo(5) };
    expect(await put(slip, early)).toMatchObject({ state: 'cancelled', receiptId: null });
    const sale = { memberCode: cardNumber };
    expect(await put(slip, sale)).toMatchObject({ state: 'closed', balance: 5, replayed: false });
    await applyAll();
    expect(await put(slip, sale)).toMatchObject({ state: 'closed', balance: 5, replayed: true });
    expect(await balanceOf(memberId)).toBe(5n);
    await sound();
  });
});

describe('a receipt that was booked and cancelled', () => {
  it('when it is closed again without a time, however late, then it is answered as its cancellation', async () => {
    for (const burn of [0, 20]) {
      const { memberId, cardNumber } = await aMember(database.db, { balance: 100n });
      const asked = { memberId, secretKey: SECRET_KEY, at: server.clock.now() };
      const memberCode = burn > 0 ? (await issueLiveCode(database.db, asked)).code : cardNumber;
      const key = newKey();
      await put(key, { memberCode, burn });
      const cancelled = await put(key, { lines: [], state: 'cancelled' });
      expect(cancelled).toMatchObject({ state: 'cancelled', balance: 100, replayed: false });
      server.clock.advance(26 * 60 * MINUTE_MS);
      expect(await put(key, { memberCode, burn })).toEqual({ ...cancelled, replayed: true });
      expect(await balanceOf(memberId)).toBe(100n);
    }
    await sound();
  });

  it('when somebody had taken it by its slip, then it says so too', async () => {
    const { memberId } = await aMember(database.db);
    const slip = newKey();
    const claimCode = (await put(slip)).claim.code;
    const known = knownProgramme(database.db);
    const rules = knownRules(database.db, known);
    const asked = { claimCode, memberId, at: server.clock.now(), known: await known(), rules };
    await transaction(database.db, (tx) => claimReceipt(tx, asked));
    expect(await put(slip)).toMatchObject({ state: 'closed', claim: null });
    await put(slip, { lines: [], state: 'cancelled' });
    expect(await put(slip)).toMatchObject({ state: 'cancelled', claim: null, replayed: true });
    expect(await balanceOf(memberId)).toBe(0n);
  });
});

describe('a card that was blocked since', () => {
  it('when the very same receipt is told again, then it is answered as before; any other is refused', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const stranger = await aMember(database.db);
    const timed = { memberCode: cardNumber, occurredAt: minutesAgo(3) };
    const [first, second] = [newKey(), newKey()];
    const was = [await put(first, timed), await put(second, { memberCode: cardNumber })];
    const item = late(newKey(), { memberCode: cardNumber, occurredAt: minutesAgo(2) });
    expect(await batch([item])).toEqual(['accepted']);
    server.clock.advance(MINUTE_MS);
    await block(memberId);
    await block(stranger.memberId);
    const again = [await put(first, timed), await put(second, { memberCode: cardNumber })];
    expect(again).toEqual(was.map((answer) => ({ ...answer, replayed: true })));
    const unlike = { ...timed, occurredAt: minutesAgo(9) };
    expect(await put(first, unlike)).toBe('card_blocked');
    expect(await put(first, { ...timed, memberCode: stranger.cardNumber })).toBe('card_blocked');
    expect(await put(newKey(), timed)).toBe('card_blocked');
    const before = late(newKey(), { memberCode: cardNumber, occurredAt: minutesAgo(2) });
    const after = late(newKey(), { memberCode: cardNumber, occurredAt: minutesAgo(0) });
    expect(await batch([item, before, after])).toEqual(['replayed', 'accepted', 'card_blocked']);
    expect(await batch([item, before, after])).toEqual(['replayed', 'replayed', 'card_blocked']);
    expect(await balanceOf(memberId)).toBe(20n);
    await transaction(database.db, (tx) => eraseMember(tx, memberId, server.clock.now()));
    expect(await put(first, timed)).toMatchObject({ state: 'closed', replayed: true });
    expect(await batch([item, before, after])).toEqual(['replayed', 'replayed', 'member_erased']);
    await sound();
  });
});

describe('a batch', () => {
  it('when a character of one item cannot be kept, then that item alone is refused', async () => {
    const { cardNumber } = await aMember(database.db);
    const sale = () => late(newKey(), { memberCode: cardNumber, occurredAt: minutesAgo(2) });
    const items = [
      sale(),
      { ...sale(), memberCode: 'ab\u0000cd' },
      { ...sale(), lines: [{ ...LINES[0], name: 'Сир \ud83e' }] },
      sale(),
      'nonsense \u0000',
    ];
    const refused = 'invalid_input';
    expect(await batch(items)).toEqual(['accepted', refused, refused, 'accepted', refused]);
  });
});

describe('a store that was closed since', () => {
  it('when its sales are told again, brought late, returned or cancelled, then all is as before; it sells no more', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const place = { storeId: 'str_moved', tillId: undefined };
    await database.sql`insert into store ${database.sql({ store_id: 'str_moved', name: 'Moved', city: 'Київ', address: '1' })}`;
    const sale = { ...place, memberCode: cardNumber };
    const [first, second, slip] = [newKey(), newKey(), newKey()];
    // Which stores there are is kept for a moment.
    await expect.poll(() => put('look?dry=true', sale), { timeout: 5_000 }).toMatchObject({ dry: true });
    await put(first, sale);
    await put(second, sale);
    const { claim } = await put(slip, place);
    server.clock.advance(MINUTE_MS);
    await database.sql`update store set closed_at = ${server.clock.now()} where store_id = 'str_moved'`;
    server.clock.advance(MINUTE_MS);
    await expect.poll(() => put('look?dry=true', sale), { timeout: 5_000 }).toBe('store_closed');
    expect(await put(newKey(), { ...sale, state: 'open' })).toBe('store_closed');
    expect(await put(first, sale)).toMatchObject({ state: 'closed', replayed: true });
    expect(await put(slip, place)).toMatchObject({ state: 'closed', claim });
    expect(await put(second, { ...place, lines: [], state: 'cancelled' })).toMatchObject({
      state: 'cancelled',
    });
    const back = { storeId: 'str_moved', externalId: newKey(), all: true };
    expect((await send('POST', `${first}/returns`, back)).statusCode).toBe(201);
    const items = [
      late(newKey(), { ...sale, occurredAt: minutesAgo(9) }),
      late(newKey(), { ...sale, occurredAt: minutesAgo(0) }),
      { kind: 'return', receiptExternalId: slip, ...back, externalId: newKey() },
    ];
    expect(await batch(items)).toEqual(['accepted', 'store_closed', 'waiting']);
    const plain = {
      externalId: first,
      storeId: 'str_moved',
      number: first,
      memberCode: cardNumber,
      lines: LINES,
    };
    expect((await send('POST', '', { ...plain, amountMinor: 100_00 })).json()).toMatchObject({
      replayed: true,
    });
    expect(await balanceOf(memberId)).toBe(5n);
    await sound();
  });
});

describe('a receipt under a key of another member', () => {
  it('when the code leads to somebody else, then it differs, however it names them; a stale code says nothing', async () => {
    const [one, two] = [await aMember(database.db), await aMember(database.db, { balance: 100n })];
    const live = async (memberId: MemberId) => {
      const asked = { memberId, secretKey: SECRET_KEY, at: server.clock.now() };
      return (await issueLiveCode(database.db, asked)).code;
    };
    const [key, burnt] = [newKey(), newKey()];
    const memberCode = await live(two.memberId);
    const sale = { memberCode: one.cardNumber, occurredAt: minutesAgo(1) };
    const paid = { memberCode, burn: 30, occurredAt: minutesAgo(1) };
    await put(key, sale);
    await put(burnt, paid);
    for (const other of [two.cardNumber, two.memberId, await live(two.memberId)])
      expect(await put(key, { ...sale, memberCode: other })).toBe('receipt_differs');
    for (const other of [one.memberId, await live(one.memberId)])
      expect(await put(burnt, { ...paid, memberCode: other })).toBe('receipt_differs');
    expect(await put(key, { ...sale, memberCode: one.memberId })).toMatchObject({ replayed: true });
    expect(await put(burnt, paid)).toMatchObject({ replayed: true });
    server.clock.advance(60 * MINUTE_MS);
    expect(await put(burnt, paid)).toMatchObject({ replayed: true, memberId: two.memberId });
    await sound();
  });
});

describe('a slip', () => {
  it('when its quote is stale, then it is refused with a fresh one, unless it was accepted before', async () => {
    const key = newKey();
    const { quoteId } = await put(key, { state: 'open' });
    const stale = await send('PUT', key, { storeId: STORE, tillId: TILL, lines: LINES, quoteId: 'other' });
    expect(stale.json()).toMatchObject({ error: { code: 'quote_stale' }, quote: { quoteId } });
    expect(await put(key, { quoteId })).toMatchObject({ state: 'closed', replayed: false });
    expect(await put(key, { quoteId: 'other' })).toMatchObject({ state: 'closed', replayed: true });
  });
});

describe('what closing would refuse', () => {
  it('when it is only previewed or opened, then it is refused or told already', async () => {
    const { memberId, cardNumber: memberCode } = await aMember(database.db, { balance: 100n });
    const dear = { memberCode, lines: [], amountMinor: 1_000_000_01 };
    const old = { memberCode, occurredAt: minutesAgo(32 * 24 * 60) };
    for (const how of [{ dry: true }, { state: 'open' }, {}]) {
      const { dry, ...state } = { dry: false, ...how };
      const url = () => `${newKey()}${dry ? '?dry=true' : ''}`;
      expect(await put(url(), { ...dear, ...state })).toBe('amount_not_valid');
      expect(await put(url(), { ...old, ...state })).toBe('receipt_too_old');
      expect(await put(url(), { memberCode, occurredAt: minutesAgo(-11), ...state })).toBe(
        'receipt_in_future',
      );
    }
    const details = (await send('PUT', newKey(), { storeId: STORE, ...dear })).json().error.details;
    expect(details).toEqual({ most: 1_000_000_00 });
    const tooOld = await send('PUT', newKey(), { storeId: STORE, lines: LINES, ...old });
    expect(tooOld.json().error.message).toContain('/api/v1/receipts/batch');
    const asked = await put(`${newKey()}?dry=true`, { memberCode: memberId, burn: 51 });
    expect(asked).toMatchObject({ maximumBurn: 50, reasons: [{ code: 'burn_above_maximum' }] });
    expect(await put(`${newKey()}?dry=true`, { memberCode, burn: 50 })).toMatchObject({ reasons: [] });
  });
});

describe('a receipt that was told without a time', () => {
  it('when it is told again with one, at once or in a batch, then it is the same', async () => {
    const { memberId, cardNumber: memberCode } = await aMember(database.db);
    const [named, slip] = [newKey(), newKey()];
    await put(named, { memberCode });
    const { claim } = await put(slip);
    server.clock.advance(3 * MINUTE_MS);
    const time = { occurredAt: minutesAgo(4) };
    expect(await put(named, { memberCode, ...time })).toMatchObject({ replayed: true });
    expect(await put(slip, time)).toMatchObject({ replayed: true, claim });
    const other = [{ ...LINES[0], amountMinor: 99_00 }];
    const items = [
      late(named, { memberCode, ...time }),
      late(slip, time),
      late(named, { memberCode, ...time, lines: other }),
      late(slip, { ...time, lines: other }),
    ];
    expect(await batch(items)).toEqual(['replayed', 'unclaimed', 'receipt_differs', 'receipt_differs']);
    expect(await balanceOf(memberId)).toBe(5n);
    const timed = newKey();
    await put(timed, { memberCode, occurredAt: minutesAgo(2) });
    expect(await put(timed, { memberCode, occurredAt: minutesAgo(3) })).toBe('receipt_differs');
    await sound();
  });
});

describe('a key that was used before', () => {
  it('when the same goods are told under it as of another day, then it is another receipt', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    await put(key, { memberCode: cardNumber });
    server.clock.advance(24 * 60 * MINUTE_MS);
    const again = { memberCode: cardNumber, occurredAt: minutesAgo(0) };
    expect(await put(key, again)).toBe('receipt_differs');
    expect(await batch([late(key, again)])).toEqual(['receipt_differs']);
  });
});
