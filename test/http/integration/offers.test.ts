// Offers over /api/v1: seen, taken, given, checked, used by a receipt that names a code, given back by its return.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { integrationRoutes } from '#src/contract/integration.ts';
import { addCodes } from '#src/core/offers/add-codes.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, ask } from '#test/support/an-app.ts';
import { anOffer, MARKETER } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let headers: { authorization: string };

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  headers = await aKey(database, {
    scopes: ['receipts:write', 'offers:read', 'offers:write', 'members:read', 'balance:read'],
  });
});
afterAll(() => server.close());
const call = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
  ask(server, method, url, { headers, ...(payload && { payload }) });

let receipts = 0;
const put = (memberCode: string, fields: object = {}) =>
  call('PUT', `/api/v1/receipts/o-${++receipts}`, {
    storeId: STORE,
    memberCode,
    amountMinor: 100_00,
    ...fields,
  });

test('when an offer has gone live after everybody else was answered, then it can be taken at once', async () => {
  const { memberId } = await aMember(database.db);
  await server.rules.refresh();
  const offerId = await anOffer(database.db, { title: 'Brand new' }, server.clock.now());
  const reply = await call('POST', `/api/v1/members/${memberId}/offers/${offerId}/take`);
  expect(reply.statusCode).toBe(201);
  await database.sql`update offer set status = 'ended', changed_at = changed_at + interval '1 second'`;
  await server.rules.refresh();
});

describe('what a member can use now', () => {
  test('when a store is named, then what works there comes first, the best before the others', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const elsewhere = await anOffer(
      database.db,
      { title: 'Far', stores: ['str_00000000000000000009'] },
      server.clock.now(),
    );
    const small = await anOffer(database.db, { title: 'Small' }, server.clock.now());
    const large = await anOffer(
      database.db,
      { title: 'Large', effects: [{ kind: 'discountSum', amountMinor: 60_00, on: 'receipt' }] },
      server.clock.now(),
    );
    await server.rules.refresh();
    const reply = await call('GET', `/api/v1/members/${memberId}/offers?storeId=${STORE}`);
    expect(reply.statusCode).toBe(200);
    const { offers } = reply.json();
    expect(offers.map((each: { offerId: string }) => each.offerId)).toEqual([large, small, elsewhere]);
    expect(offers[2]).toMatchObject({
      worksNow: false,
      why: { code: 'store', sentence: 'Works in other stores.' },
    });
    const basket = await call('POST', '/api/v1/qualifications', {
      memberCode: cardNumber,
      storeId: STORE,
      amountMinor: 200_00,
    });
    expect(basket.json().offers.slice(0, 2)).toMatchObject([{ savedMinor: 60_00 }, { savedMinor: 20_00 }]);
  });

  test('when one is held and others are free, then the answer has what the contract tells and nothing else', async () => {
    const { memberId } = await aMember(database.db);
    const here = await anOffer(database.db, { title: 'Here', stores: [STORE] }, server.clock.now());
    await anOffer(
      database.db,
      { title: 'Not here', stores: ['str_00000000000000000009'] },
      server.clock.now(),
    );
    await server.rules.refresh();
    await call('POST', `/api/v1/members/${memberId}/offers/${here}/take`);
    const answer = (await call('GET', `/api/v1/members/${memberId}/offers?storeId=${STORE}`)).json();
    expect(answer.offers).toContainEqual(expect.objectContaining({ offerId: here, state: 'taken' }));
    expect(answer.offers).toContainEqual(expect.objectContaining({ state: 'free', title: 'Not here' }));
    expect(integrationRoutes.listMemberOffers.reply.parse(answer)).toEqual(answer);
  });

  test('when a member takes one, then 201, again 200 with the same coupon, and the receipt names it', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const offerId = await anOffer(database.db, { title: 'Taken' }, server.clock.now());
    await server.rules.refresh();
    const take = () => call('POST', `/api/v1/members/${memberId}/offers/${offerId}/take`);
    const [first, second] = [await take(), await take()];
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json().couponId).toBe(first.json().couponId);
    const bought = await put(cardNumber);
    expect(bought.json()).toMatchObject({
      discountMinor: 10_00,
      coupons: [{ code: first.json().code, title: 'Taken', savedMinor: 10_00 }],
      couponsLeft: [],
    });
  });
});

describe('a code', () => {
  test('when it is on paper, then it is checked, previewed without being used, used once, and given back', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(
      database.db,
      { title: 'Paper', reach: 'code', codes: 'pool' },
      server.clock.now(),
    );
    const at = server.clock.now();
    await transaction(database.db, (tx) => addCodes(tx, { offerId, csv: 'LETO-26', actor: MARKETER, at }));
    await server.rules.refresh();
    const check = async (memberCode: string) =>
      (
        await call('POST', '/api/v1/coupons/validate', {
          code: 'leto-26',
          memberCode,
          storeId: STORE,
          amountMinor: 100_00,
        })
      ).json();
    expect(await check(one.cardNumber)).toMatchObject({ valid: true, title: 'Paper', savedMinor: 10_00 });
    const named = { coupons: ['leto-26'] };
    const preview = await call('PUT', '/api/v1/receipts/paper-1?dry=true', {
      storeId: STORE,
      memberCode: one.cardNumber,
      amountMinor: 100_00,
      ...named,
    });
    expect(preview.json()).toMatchObject({ dry: true, toPayMinor: 90_00 });
    const body = { storeId: STORE, memberCode: one.cardNumber, amountMinor: 100_00, ...named };
    const bought = await call('PUT', '/api/v1/receipts/paper-1', body);
    expect(bought.json()).toMatchObject({
      toPayMinor: 90_00,
      coupons: [{ code: 'LETO-26' }],
      replayed: false,
    });
    expect((await call('PUT', '/api/v1/receipts/paper-1', body)).json()).toMatchObject({ replayed: true });
    expect(await check(other.cardNumber)).toMatchObject({ valid: false, why: { code: 'used' } });
    const refused = await put(other.cardNumber, named);
    expect(refused.json()).toMatchObject({
      toPayMinor: 100_00,
      couponsLeft: [{ code: 'LETO-26', why: 'used' }],
    });
    const back = await call('POST', '/api/v1/receipts/paper-1/returns', {
      storeId: STORE,
      externalId: 'b1',
      all: true,
    });
    expect(back.statusCode).toBeLessThan(300);
    expect(await check(one.cardNumber)).toMatchObject({ valid: true });
    expect((await put(one.cardNumber)).json()).toMatchObject({ toPayMinor: 90_00 });
  });

  test('when the till says when the basket was begun, then a code that it brings works on it all the same', async () => {
    const { cardNumber } = await aMember(database.db);
    const at = server.clock.now();
    const offerId = await anOffer(
      database.db,
      { title: 'Flyer', reach: 'code', codes: 'pool' },
      new Date(at.getTime() - 60_000),
    );
    await transaction(database.db, (tx) => addCodes(tx, { offerId, csv: 'FLYER-1', actor: MARKETER, at }));
    await server.rules.refresh();
    const occurredAt = new Date(at.getTime() - 30_000).toISOString();
    const bought = await put(cardNumber, { occurredAt, coupons: ['flyer-1'] });
    expect(bought.json()).toMatchObject({ toPayMinor: 90_00, coupons: [{ code: 'FLYER-1' }] });
  });

  test('when nobody has shown a card, then the answer says that one is needed', async () => {
    const reply = await call('PUT', '/api/v1/receipts/nobody-1?dry=true', {
      storeId: STORE,
      amountMinor: 100_00,
      coupons: ['ABC'],
    });
    expect(reply.json().couponsLeft).toMatchObject([{ code: 'ABC', why: 'needsCard' }]);
  });
});

describe('a personal offer', () => {
  test('when it is given to a member by key, then once, and it works by itself', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    const offerId = await anOffer(database.db, { title: 'For you', reach: 'personal' }, server.clock.now());
    await server.rules.refresh();
    const give = () => call('POST', `/api/v1/offers/${offerId}/coupons`, { memberId, key: 'k1' });
    const [first, second] = [await give(), await give()];
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect((await put(cardNumber)).json()).toMatchObject({ discountMinor: 10_00 });
  });

  test('when the key may not hand out, then 403', async () => {
    const weak = await aKey(database, { scopes: ['offers:read'] });
    const reply = await ask(server, 'POST', '/api/v1/offers/off_1/coupons', { headers: weak, payload: {} });
    expect(reply.statusCode).toBe(403);
  });
});
