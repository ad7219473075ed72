import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedReceipt, burnRequestState, quote, tillMember } from '#src/contract/till.ts';
import { addCodes } from '#src/core/offers/add-codes.ts';
import { answerBurn } from '#src/core/receipts/answer-burn.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, anIdentity, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { anOffer, MARKETER } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
let server: AnApp;
let cashier: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  cashier = await aPerson(server, database, { role: 'cashier' });
});
afterAll(() => server.close());

const post = (url: string, payload: object) => ask(server, 'POST', url, { as: cashier, payload });
/** Time goes by between the scan and whatever comes after it. */
const scans = async (cardNumber: string) => {
  const { ticket } = tillMember.parse((await post('/api/till/members/find', { code: cardNumber })).json());
  server.clock.advance(40_000);
  return { ticket, storeId: STORE, tillId: TILL, amountMinor: 300_00 };
};
const quotes = async (basket: object) => quote.parse((await post('/api/till/quotes', basket)).json());
const accepts = async (basket: object) =>
  acceptedReceipt.parse((await post('/api/till/receipts', basket)).json());
const live = async (fields: Parameters<typeof anOffer>[1]) => {
  const offerId = await anOffer(database.db, fields, new Date(server.clock.now().getTime() - 60_000));
  await server.rules.refresh();
  return offerId;
};

describe('an offer that is taken at the till, after the card was scanned', () => {
  it('when the receipt is quoted and accepted, then both count it, and a coupon that is kept is not used', async () => {
    const offerId = await anOffer(database.db, {}, new Date(server.clock.now().getTime() - 60_000));
    const { cardNumber } = await aMember(database.db);
    const { ticket } = tillMember.parse((await post('/api/till/members/find', { code: cardNumber })).json());
    server.clock.advance(40_000);
    const taken = await post(`/api/till/offers/${offerId}/take`, { ticket });
    expect(taken.statusCode).toBe(201);
    const basket = { ticket, storeId: STORE, tillId: TILL, amountMinor: 300_00 };
    server.clock.advance(5_000);
    const kept = quote.parse(
      (await post('/api/till/quotes', { ...basket, keepCoupons: [taken.json().code] })).json(),
    );
    expect(kept).toMatchObject({ toPayMinor: 300_00, coupons: [] });
    const asked = quote.parse((await post('/api/till/quotes', basket)).json());
    expect(asked).toMatchObject({ toPayMinor: 270_00, earn: 13 });
    const accepted = acceptedReceipt.parse(
      (await post('/api/till/receipts', { ...basket, receiptNumber: 'O1' })).json(),
    );
    expect(accepted).toMatchObject({ payMinor: 270_00, earned: 13, discountMinor: 30_00 });
    expect(accepted.coupons.map(({ savedMinor }) => savedMinor)).toEqual([30_00]);
  });

  it('when the member takes it in the chat, then it is on the receipt that is being rung up', async () => {
    const offerId = await live({ title: 'In the chat' });
    const { memberId, cardNumber } = await aMember(database.db);
    const basket = await scans(cardNumber);
    const [known, rules] = [await fresh(database.db).known(), await server.rules()];
    const at = server.clock.now();
    await transaction(database.db, (tx) => takeOffer(tx, { memberId, offerId, at, known, rules }));
    expect(await quotes(basket)).toMatchObject({ toPayMinor: 270_00 });
    expect(await accepts({ ...basket, receiptNumber: 'O2' })).toMatchObject({ payMinor: 270_00 });
  });
});

describe('a code that is brought to the till', () => {
  it('when the card was scanned before, then what was quoted is what is booked', async () => {
    const offerId = await live({ title: 'Paper', reach: 'code', codes: 'pool' });
    const at = server.clock.now();
    await transaction(database.db, (tx) => addCodes(tx, { offerId, csv: 'LETO-26', actor: MARKETER, at }));
    const { cardNumber } = await aMember(database.db);
    const basket = { ...(await scans(cardNumber)), coupons: ['leto-26'] };
    expect(await quotes(basket)).toMatchObject({ toPayMinor: 270_00 });
    server.clock.advance(5_000);
    const booked = await accepts({ ...basket, receiptNumber: 'O3' });
    expect(booked).toMatchObject({ payMinor: 270_00, coupons: [{ code: 'LETO-26', savedMinor: 30_00 }] });
    expect(await accepts({ ...basket, receiptNumber: 'O3' })).toMatchObject({
      replayed: true,
      payMinor: 270_00,
    });
  });
});

describe('a coupon that is kept for another time', () => {
  it('when the receipt waits for a word on points, then it is kept all the same, and sending it again is no other receipt', async () => {
    const offerId = await live({ title: 'Later' });
    const { memberId, cardNumber } = await aMember(database.db, { balance: 100n });
    await anIdentity(database.db, { memberId });
    const basket = await scans(cardNumber);
    const { code } = (await post(`/api/till/offers/${offerId}/take`, { ticket: basket.ticket })).json();
    const body = { ...basket, receiptNumber: 'O4', burn: 20, keepCoupons: [code] };
    const { burnRequestId } = (await post('/api/till/receipts', body)).json();
    const { known, rules } = fresh(database.db);
    const answered = await transaction(database.db, async (tx) =>
      answerBurn(tx, {
        memberId,
        burnRequestId,
        identityId: 'idn_1',
        answer: 'yes',
        at: server.clock.now(),
        known: await known(),
        rules,
      }),
    );
    expect(answered).toMatchObject({ status: 'accepted', accepted: { burnt: 20n, toPayMinor: 300_00n } });
    const state = await ask(server, 'GET', `/api/till/burn-requests/${burnRequestId}`, { as: cashier });
    expect(burnRequestState.parse(state.json()).result).toMatchObject({ discountMinor: 0, coupons: [] });
    expect(await accepts(body)).toMatchObject({ replayed: true, burnt: 20 });
  });
});
