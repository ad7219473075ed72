// What an admin changes counts from then on: a till that was cut off before brings receipts that earn as it was then.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { batchAnswer } from '#src/contract/receipt-returns.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let office: AnApp;
let admin: Person;
/** The service as it runs elsewhere, begun after the change: settings are kept in memory for two seconds. */
let server: AnApp;
let headers = {};

const lines = [
  { sku: '1', name: 'Вино', category: 'wine', quantityMilli: 1000, priceMinor: 100_00, amountMinor: 100_00 },
  { sku: '2', name: 'Хліб', category: 'bread', quantityMilli: 1000, priceMinor: 60_00, amountMinor: 60_00 },
];
const ago = (days: number) => new Date(server.clock.now().getTime() - days * 86_400_000).toISOString();

beforeAll(async () => {
  await aShop(database.db);
  office = await anApp(database);
  admin = await aPerson(office, database, { role: 'admin' });
  const { authorization } = await aKey(database, { scopes: ['receipts:write'] });
  headers = { authorization };
  // Terms become history once somebody has bought by them.
  const { cardNumber: memberCode } = await aMember(database.db);
  const first = { storeId: STORE, tillId: TILL, memberCode, lines };
  expect(
    (await askAgain(office, 'PUT', '/api/v1/receipts/first', { headers, payload: first })).statusCode,
  ).toBe(200);
  const { version, tiers } = (await ask(office, 'GET', '/api/admin/tiers', { as: admin })).json();
  const doubled = tiers.map(({ members: _members, ...each }: { members: number; earnBp: number }) => ({
    ...each,
    earnBp: each.earnBp * 2,
  }));
  const changes = [
    await ask(office, 'PATCH', '/api/admin/tiers', { as: admin, payload: { version, tiers: doubled } }),
    await ask(office, 'POST', '/api/marketing/categories', {
      as: admin,
      payload: { category: 'wine', excluded: true },
    }),
  ];
  expect(changes.map((each) => each.statusCode)).toEqual([200, 200]);
  server = await anApp(database);
});
afterAll(() => Promise.all([office.close(), server.close()]));

it('when a batch tells receipts of before and of after, then each earns by the terms of its time', async () => {
  const { cardNumber: memberCode } = await aMember(database.db);
  const items = [3, 0].map((days) => ({
    kind: 'receipt',
    externalId: `batch/${days}`,
    storeId: STORE,
    tillId: TILL,
    memberCode,
    occurredAt: ago(days),
    lines,
  }));
  const reply = await askAgain(server, 'POST', '/api/v1/receipts/batch', { headers, payload: { items } });
  const answer = batchAnswer.parse(reply.json());
  // 5 % of 160,00; then 10 % of 60,00.
  expect(answer.items.map(({ earned }) => earned)).toEqual([8, 6]);
});

it('when a category was kept out since, then a receipt of before does not name it as left out', async () => {
  const { cardNumber: memberCode } = await aMember(database.db);
  const put = async (days: number) => {
    const payload = { storeId: STORE, tillId: TILL, memberCode, occurredAt: ago(days), lines };
    const reply = await askAgain(server, 'PUT', `/api/v1/receipts/put-${days}`, { headers, payload });
    return reply.json().reasons;
  };
  expect(await put(3)).toEqual([]);
  expect(await put(0)).toMatchObject([{ code: 'excluded', sentence: 'Left out by law: Вино.' }]);
});
