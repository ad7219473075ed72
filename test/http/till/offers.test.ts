import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedReceipt, quote, tillMember } from '#src/contract/till.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

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
});
