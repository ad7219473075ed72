// Goods that come back to another store than the one that sold them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { applyWaitingReturns } from '#src/core/receipts/apply-waiting-returns.ts';
import { listReturns } from '#src/core/receipts/list-returns.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const [OTHER, CLOSED] = ['str_other', 'str_closed'] as const;
const HOUR_MS = 3_600_000;
const closedAt = new Date(Date.now() - HOUR_MS);
let server: AnApp;
let shop = '';

beforeAll(async () => {
  await aShop(database.db, { returnsAnywhere: true });
  await database.sql`insert into store (store_id, name, city, address, closed_at) values
    (${OTHER}, 'Подол 3', 'Київ', 'x', null), (${CLOSED}, 'Троєщина', 'Київ', 'x', ${closedAt})`;
  server = await anApp(database);
  ({ authorization: shop } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = (kind = 'r') => `${kind}-${++count}`;
const LINES = [
  { sku: '1', name: 'Сир', category: 'cheese', quantityMilli: 2000, priceMinor: 100_00, amountMinor: 200_00 },
];
const one = { lines: [{ lineNo: 1, quantityMilli: 1000 }] };
const send = (method: 'PUT' | 'POST', url: string, payload: unknown, authorization = shop, at = server) =>
  askAgain(at, method, `/api/v1/receipts/${url}`, { headers: { authorization }, payload });
const sell = (key: string, memberCode: string, storeId: string = STORE) =>
  send('PUT', key, { storeId, ...(storeId === STORE && { tillId: TILL }), memberCode, lines: LINES });
const bringBack = async (key: string, body: object, authorization = shop, at = server) => {
  const payload = { storeId: STORE, externalId: newKey('back'), ...body };
  const reply = await send('POST', `${key}/returns`, payload, authorization, at);
  const answer = reply.json();
  return [reply.statusCode, answer.error?.code ?? answer.outcome];
};
/** At a receipt of the first store. */
const look = (key: string, authorization: string, at = server) =>
  askAgain(at, 'GET', `/api/v1/receipts/${key}?storeId=${STORE}`, { headers: { authorization } });
const keyOf = async (storeId: typeof STORE | typeof OTHER) =>
  (await aKey(database, { scopes: ['receipts:write'], storeId })).authorization;
const balanceOf = async (memberId: MemberId) =>
  (await readBalance(database.db, memberId, server.clock.now())).balance;
const applyAll = async () => {
  const settings = { at: server.clock.now(), known: await knownProgramme(database.db)() };
  while ((await transaction(database.db, (tx) => applyWaitingReturns(tx, settings))).settled > 0);
};
const sound = async () => expect(await auditLedger(database.db)).toMatchObject({ findings: [] });

describe('a return to another store', () => {
  it('when it is told, then it is booked once, and is known as of the store that took it', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    const body = { externalId: newKey('back'), returnedIn: OTHER, ...one };
    const own = await keyOf(OTHER);
    expect(await bringBack(key, body, own)).toEqual([201, 'returned']);
    expect(await bringBack(key, body, own)).toEqual([200, 'replayed']);
    expect(await bringBack(key, { ...body, all: true, lines: undefined }, own)).toEqual([
      422,
      'return_differs',
    ]);
    expect(await balanceOf(memberId)).toBe(5n);
    const returns = await listReturns(database.db, memberId, { limit: 10 });
    expect(returns).toMatchObject([{ storeName: 'Подол 3', amountMinor: 100_00n }]);
    await sound();
  });

  it('when the two stores use the same keys, then each counts for itself', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    await sell(key, cardNumber, OTHER);
    expect(await balanceOf(memberId)).toBe(20n);
    const externalId = newKey('back');
    expect(await bringBack(key, { externalId, ...one })).toEqual([201, 'returned']);
    expect(await bringBack(key, { externalId, returnedIn: OTHER, ...one })).toEqual([201, 'returned']);
    // In the other store this key is taken by now, though its own receipt has the same name.
    expect(await bringBack(key, { storeId: OTHER, externalId, ...one })).toEqual([422, 'return_differs']);
    expect(await balanceOf(memberId)).toBe(10n);
    await sound();
  });

  it('when it comes before its sale, then it waits beside one of the same key, and both are booked', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    const externalId = newKey('back');
    for (let turn = 0; turn < 2; turn++) {
      expect(await bringBack(key, { externalId, returnedIn: OTHER, ...one })).toEqual([202, 'waiting']);
      expect(await bringBack(key, { externalId, ...one })).toEqual([202, 'waiting']);
    }
    await sell(key, cardNumber);
    await applyAll();
    expect(await bringBack(key, { externalId, returnedIn: OTHER, ...one })).toEqual([200, 'replayed']);
    expect(await bringBack(key, { externalId, ...one })).toEqual([200, 'replayed']);
    expect(await balanceOf(memberId)).toBe(0n);
    const stores = await listReturns(database.db, memberId, { limit: 10 });
    expect(stores.map(({ storeName }) => storeName).sort()).toEqual(['Подол 3', 'Хрещатик 12']);
    await sound();
  });

  it('when a batch tells it, then it is the same', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    const back = { kind: 'return', storeId: STORE, receiptExternalId: key, returnedIn: OTHER, ...one };
    const items = [
      { ...back, externalId: newKey('back') },
      { ...back, externalId: newKey('back'), returnedIn: CLOSED },
      { ...back, externalId: newKey('back'), returnedIn: 'str_nowhere' },
    ];
    const answer = (await send('POST', 'batch', { items }, shop)).json();
    expect(answer.items.map((each: { outcome: string }) => each.outcome)).toEqual([
      'returned',
      'refused',
      'refused',
    ]);
    expect(answer.items[1].error.code).toBe('store_closed');
    expect(await balanceOf(memberId)).toBe(5n);
  });

  it('when a key is of one store, then it tells of goods that this one takes back', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    const [seller, taker] = [await keyOf(STORE), await keyOf(OTHER)];
    expect(await bringBack(key, { returnedIn: OTHER, ...one }, seller)).toEqual([403, 'forbidden']);
    expect(await bringBack(key, one, taker)).toEqual([403, 'forbidden']);
    expect(await bringBack(key, { returnedIn: STORE, ...one }, seller)).toEqual([201, 'returned']);
    expect(await bringBack(key, { returnedIn: OTHER, ...one }, taker)).toEqual([201, 'returned']);
  });

  it('when that store is closed, then it takes back only what came before its end; one that sold still may', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    expect(await bringBack(key, { returnedIn: CLOSED, ...one })).toEqual([409, 'store_closed']);
    const occurredAt = new Date(closedAt.getTime() - HOUR_MS).toISOString();
    expect(await bringBack(key, { returnedIn: CLOSED, occurredAt, ...one })).toEqual([201, 'returned']);
    expect(await bringBack(newKey(), { storeId: CLOSED, ...one })).toEqual([202, 'waiting']);
    expect(await bringBack(newKey(), { storeId: CLOSED, returnedIn: OTHER, ...one })).toEqual([
      202,
      'waiting',
    ]);
  });

  it('when a key of the other store looks at it first, then it hears what a till has to know, and no more', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const [seller, taker] = [await keyOf(STORE), await keyOf(OTHER)];
    const [key, slip, basket] = [newKey(), newKey(), newKey()];
    await sell(key, cardNumber);
    await send('PUT', slip, { storeId: STORE, lines: LINES });
    await send('PUT', basket, { storeId: STORE, memberCode: cardNumber, lines: LINES, state: 'open' });
    const lines = [{ sku: '1', quantityMilli: 2000, returnedMilli: 0, amountMinor: 200_00 }];
    const told = { state: 'closed', totalMinor: 200_00, returnedMinor: 0, lines };
    expect((await look(key, seller)).json()).toMatchObject({ ...told, memberId, earned: 10 });
    expect((await look(key, taker)).json()).toMatchObject({ ...told, memberId: null, earned: 10 });
    const { code } = (await look(slip, seller)).json().claim;
    const shown = await look(slip, taker);
    expect(shown.json()).toMatchObject({ ...told, memberId: null, claim: null });
    expect(shown.body).not.toContain(code);
    expect((await look(basket, seller)).json().state).toBe('open');
    expect((await look(basket, taker)).json().error.code).toBe('receipt_not_found');

    const back = { storeId: STORE, returnedIn: OTHER, externalId: newKey('back'), ...one };
    const [whose, whoseNot] = [
      { memberId, owed: 0, balance: 5 },
      { memberId: null, owed: null, balance: null },
    ];
    for (const authorization of [taker, taker])
      expect((await send('POST', `${key}/returns`, back, authorization)).json()).toMatchObject({
        takenBack: 5,
        ...whoseNot,
      });
    expect((await send('POST', `${key}/returns`, back)).json()).toMatchObject(whose);
    const items = [{ kind: 'return', receiptExternalId: key, ...back }];
    const inBatch = async (authorization: string) =>
      (await send('POST', 'batch', { items }, authorization)).json().items[0];
    expect(await inBatch(taker)).toMatchObject({ outcome: 'replayed', takenBack: 5, memberId: null });
    expect(await inBatch(shop)).toMatchObject({ outcome: 'replayed', takenBack: 5, memberId });
    const left = [{ lineNo: 1, quantityMilli: 2000, returnedMilli: 1000 }];
    expect((await look(key, taker)).json()).toMatchObject({ state: 'partly_returned', lines: left });
  });

  it('when the programme does not say so, then only the store that sold takes back; what was told stays', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const key = newKey();
    await sell(key, cardNumber);
    const before = { externalId: newKey('back'), returnedIn: OTHER, ...one };
    await bringBack(key, before);
    await database.sql`update programme set returns_anywhere = false`;
    const strict = await anApp(database);
    expect(await bringBack(key, { returnedIn: OTHER, ...one }, shop, strict)).toEqual([
      403,
      'return_other_store',
    ]);
    expect(await bringBack(newKey(), { returnedIn: OTHER, ...one }, shop, strict)).toEqual([
      403,
      'return_other_store',
    ]);
    const refused = await look(key, await keyOf(OTHER), strict);
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'return_other_store']);
    expect((await look(key, await keyOf(STORE), strict)).statusCode).toBe(200);
    expect(await bringBack(key, before, shop, strict)).toEqual([200, 'replayed']);
    expect(await bringBack(key, { returnedIn: STORE, ...one }, shop, strict)).toEqual([201, 'returned']);
    expect(await balanceOf(memberId)).toBe(0n);
    await strict.close();
    await database.sql`update programme set returns_anywhere = true`;
  });
});
