// A card that comes once the receipt of nobody is paid: as a claim of its slip, it brings points and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, SECRET_KEY } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  await publishRule(database, 'rul_00000000000000000081', {
    effects: [{ kind: 'discountShare', shareBp: 1_000, on: 'receipt' }],
  });
  await publishRule(database, 'rul_00000000000000000082', {
    effects: [{ kind: 'gift', name: { uk: 'Чашка', ru: 'Чашка', en: 'Cup' } }],
  });
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

let count = 0;
const newKey = () => `paid-${++count}`;
const LINE = { sku: '1', name: 'Сир', quantityMilli: 1_000, priceMinor: 600_00, amountMinor: 600_00 };
const CASH = [{ kind: 'cash', amountMinor: 600_00 }];
const put = (key: string, body: Record<string, unknown>, dry = false) =>
  askAgain(server, 'PUT', `/api/v1/receipts/${key}${dry ? '?dry=true' : ''}`, {
    headers: { authorization },
    payload: { storeId: STORE, tillId: TILL, lines: [LINE], payments: CASH, ...body },
  });
const POINTS_ONLY = { discountMinor: 0, discounts: [], gifts: [], toPayMinor: 600_00, moneyMinor: 600_00 };

describe('a card on a receipt that was closed as nobody’s', () => {
  it('when it comes with the payments of then or without any, then it is booked as paid', async () => {
    for (const body of [{}, { payments: [] }]) {
      const { cardNumber, memberId } = await aMember(database.db);
      const key = newKey();
      expect((await put(key, {})).json()).toMatchObject({ memberId: null, moneyMinor: 600_00 });
      server.clock.advance(60_000);
      const dry = await put(key, { ...body, payments: [], memberCode: cardNumber }, true);
      expect(dry.json()).toMatchObject({ ...POINTS_ONLY, dry: true, memberId, maximumBurn: 0 });
      const booked = await put(key, { ...body, memberCode: cardNumber, quoteId: dry.json().quoteId });
      expect(booked.json()).toMatchObject({
        ...POINTS_ONLY,
        memberId,
        replayed: false,
        points: [{ points: 30 }],
      });
      const again = await put(key, { ...body, memberCode: cardNumber });
      expect(again.json()).toMatchObject({ ...POINTS_ONLY, memberId, replayed: true });
    }
  });

  it('when points are to pay, then it is refused, and nothing can be held', async () => {
    const { cardNumber, memberId } = await aMember(database.db, { balance: 80n });
    const key = newKey();
    await put(key, {});
    const at = server.clock.now();
    const { code } = await issueLiveCode(database.db, { memberId, secretKey: SECRET_KEY, at });
    const burnt = await put(key, { memberCode: code, payments: [], burn: 10 });
    expect(burnt.json().error).toMatchObject({ code: 'burn_above_maximum', details: { maximum: 0 } });
    const held = await put(key, { memberCode: code, state: 'open', payments: [], hold: { points: 10 } });
    expect(held.json().error).toMatchObject({ code: 'burn_above_maximum' });
    expect((await put(key, { memberCode: cardNumber })).json()).toMatchObject(POINTS_ONLY);
  });

  it('when it comes a month later, then it is too late, as a preview says; whoever had it booked hears the same again', async () => {
    const { cardNumber, memberId } = await aMember(database.db);
    const [key, booked] = [newKey(), newKey()];
    for (const each of [key, booked]) await put(each, {});
    await put(booked, { memberCode: cardNumber });
    server.clock.advance(40 * 86_400_000);
    for (const dry of [true, false]) {
      const late = await put(key, { memberCode: cardNumber }, dry);
      expect(late.json().error).toMatchObject({ code: 'receipt_too_old' });
    }
    expect((await put(booked, { memberCode: cardNumber })).json()).toMatchObject({
      memberId,
      replayed: true,
    });
  });

  it('when the slip is told again after it, then nobody can claim it any more', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    expect((await put(key, {})).json()).toMatchObject({ claim: { points: 30 } });
    await put(key, { memberCode: cardNumber });
    expect((await put(key, {})).json()).toMatchObject({ state: 'closed', claim: null });
    await put(key, { lines: [], payments: [], state: 'cancelled' });
    expect((await put(key, {})).json()).toMatchObject({ state: 'cancelled', claim: null });
  });

  it('when it was cancelled and is rung up anew, then the price is taken off as ever', async () => {
    const { cardNumber } = await aMember(database.db);
    const key = newKey();
    await put(key, {});
    await put(key, { lines: [], payments: [], state: 'cancelled' });
    server.clock.advance(60_000);
    const anew = await put(key, {
      memberCode: cardNumber,
      payments: [{ kind: 'cash', amountMinor: 540_00 }],
    });
    expect(anew.json()).toMatchObject({ discountMinor: 60_00, gifts: ['Cup'] });
  });
});
