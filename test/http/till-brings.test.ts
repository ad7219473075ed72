// What the till's answers say of a receipt besides points: the discount, the stickers, the gift to hand over, and why
// there are fewer points.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedReceipt, quote } from '#src/contract/till.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { changeCurrency, createCurrency } from '#src/core/stores/change-currency.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let cashier: Person;

beforeAll(async () => {
  const { db } = database;
  await aShop(db);
  const at = new Date(Date.now() - 60_000);
  await transaction(db, async (tx) => {
    const forms = { one: 'sticker', other: 'stickers' };
    await createCurrency(tx, {
      currency: 'stickers',
      kind: 'stickers',
      names: { en: forms },
      pending: 'none',
      expiry: 'never',
    });
    await changeCurrency(tx, 'points', { capReceipt: 20n, at });
    const definition = {
      trigger: { on: 'receipt' },
      when: null,
      effects: [
        { kind: 'discountShare', shareBp: 1_000, on: 'receipt' },
        { kind: 'fixed', currency: 'stickers', points: 2 },
        { kind: 'gift', name: { uk: 'Горнятко', en: 'A mug' } },
      ],
      priority: 900,
      group: null,
      exclusive: false,
      validFrom: null,
      validUntil: null,
      hours: [],
      cooldownHours: null,
      limits: { perMember: null, perMemberDay: null },
      caps: { receipt: null, memberDay: null, member: null },
      budget: null,
    };
    const who = { actor: 'system', at };
    const ruleId = await createRule(tx, { name: 'Autumn week', definition, template: null, ...who });
    await publishRule(tx, { ruleId, changedAt: at, resetBudget: false, ...who });
  });
  server = await anApp(database);
  cashier = await aPerson(server, database, { role: 'cashier' });
});
afterAll(() => server.close());

const post = (url: string, payload: object) => ask(server, 'POST', url, { as: cashier, payload });

describe('a receipt that brings more than points', () => {
  it('when it is quoted and accepted, then both say the same, and what is left to pay', async () => {
    const { cardNumber } = await aMember(database.db, { balance: 100n });
    const { ticket } = (await post('/api/till/members/find', { code: cardNumber })).json();
    const basket = { ticket, storeId: STORE, amountMinor: 1_000_00 };
    const asked = quote.parse((await post('/api/till/quotes', basket)).json());
    const brings = [
      { kind: 'gift', words: 'Hand over the gift: A mug' },
      { kind: 'discount', words: '₴100.00 off: Autumn week' },
      { kind: 'award', words: '+2\u00a0stickers' },
      { kind: 'trimmed', words: '20 of 45\u00a0points: at most 20 from a receipt.' },
    ];
    expect(asked).toMatchObject({ earn: 20, discountMinor: 100_00, toPayMinor: 900_00 });
    expect(asked.brings).toEqual(brings);
    const accepted = await post('/api/till/receipts', { ...basket, receiptNumber: '214' });
    const answer = acceptedReceipt.parse(accepted.json());
    expect(answer).toMatchObject({ earned: 20, balance: 120, discountMinor: 100_00, payMinor: 900_00 });
    expect(answer.brings).toEqual(brings);
    const again = await post('/api/till/receipts', { ...basket, receiptNumber: '214' });
    expect(acceptedReceipt.parse(again.json())).toEqual({ ...answer, replayed: true });
  });
});
