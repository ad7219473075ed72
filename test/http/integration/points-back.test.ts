// What a return says of each currency that it moves.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { batchAnswer, receiptShown, returnAnswer } from '#src/contract/receipt-returns.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const database = useDatabase();
let server: AnApp;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into currency (currency, kind, names, expiry) values
    ('coffee', 'stickers', '{}', 'never'), ('stars', 'partner', '{}', 'never')`;
  const of = (value: string) => ({ field: 'line.category', is: 'is', value }) as const;
  await publishRule(database, 'rul_00000000000000000002', {
    effects: [
      { kind: 'stamp', currency: 'coffee', need: 5, where: of('coffee') },
      { kind: 'perPiece', currency: 'stars', points: 3, where: of('milk') },
    ],
  });
  server = await anApp(database);
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

const line = (category: string, pieces: number) => ({
  sku: category,
  name: category,
  category,
  quantityMilli: pieces * 1_000,
  priceMinor: 100_00,
  amountMinor: pieces * 100_00,
});
const send = async (method: 'PUT' | 'POST' | 'GET', url: string, payload?: Record<string, unknown>) => {
  const told = payload && { payload: { storeId: STORE, ...payload } };
  const reply = await askAgain(server, method, `/api/v1/receipts/${url}`, {
    headers: { authorization },
    ...told,
  });
  expect(reply.statusCode).toBeLessThan(300);
  return reply.json();
};
const back = (currency: string, takenBack: number, givenBack = 0) => ({ currency, takenBack, givenBack });

it('when goods come back, then the answer, its repeat and the receipt tell each currency', async () => {
  const { cardNumber } = await aMember(database.db, { balance: 100n });
  const sale = { tillId: TILL, memberCode: cardNumber };
  await send('PUT', 'r1', { ...sale, lines: [line('milk', 2), line('coffee', 2), line('bread', 1)] });
  const milk = { externalId: 'b1', lines: [{ lineNo: 1, quantityMilli: 1_000 }] };
  const first = returnAnswer.parse(await send('POST', 'r1/returns', milk));
  expect(first).toMatchObject({ takenBack: 5, pointsBack: [back('points', 5), back('stars', 3)] });
  expect(await send('POST', 'r1/returns', milk)).toEqual({ ...first, outcome: 'replayed' });
  const coffee = { externalId: 'b2', lines: [{ lineNo: 2, quantityMilli: 1_000 }] };
  expect(await send('POST', 'r1/returns', coffee)).toMatchObject({
    pointsBack: [back('points', 5), back('coffee', 1)],
  });
  expect(receiptShown.parse(await send('GET', `r1?storeId=${STORE}`))).toMatchObject({
    takenBack: 10,
    pointsBack: [back('points', 10), back('coffee', 1), back('stars', 3)],
  });
});

it('when a free piece comes back, then its stamps are given back; what moves nothing is left out', async () => {
  const { cardNumber } = await aMember(database.db);
  const sale = { tillId: TILL, memberCode: cardNumber };
  await send('PUT', 'r2', { ...sale, lines: [line('coffee', 5)] });
  await send('PUT', 'r3', { ...sale, lines: [line('coffee', 1)] });
  expect(await send('POST', 'r3/returns', { externalId: 'b3', all: true })).toMatchObject({
    takenBack: 0,
    pointsBack: [back('coffee', 0, 5)],
  });
  expect(await send('POST', 'no-such/returns', { externalId: 'b4', all: true })).toMatchObject({
    outcome: 'waiting',
    pointsBack: [],
  });
});

it('when a till that was cut off tells of it, then each return of the batch tells it', async () => {
  const { cardNumber } = await aMember(database.db);
  const occurredAt = server.clock.now().toISOString();
  const named = { storeId: STORE, occurredAt };
  const reply = await askAgain(server, 'POST', '/api/v1/receipts/batch', {
    headers: { authorization },
    payload: {
      items: [
        {
          kind: 'receipt',
          externalId: 'r5',
          ...named,
          tillId: TILL,
          memberCode: cardNumber,
          lines: [line('milk', 1)],
        },
        { kind: 'return', receiptExternalId: 'r5', externalId: 'b5', ...named, all: true },
      ],
    },
  });
  expect(batchAnswer.parse(reply.json()).items).toMatchObject([
    { outcome: 'accepted', pointsBack: [] },
    { outcome: 'returned', takenBack: 5, pointsBack: [back('points', 5), back('stars', 3)] },
  ]);
  expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
});
