import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEndpoint } from '#src/core/webhooks/create-endpoint.ts';
import { fanOut } from '#src/core/webhooks/fan-out.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';

const database = useDatabase();
let server: AnApp;

beforeAll(async () => {
  await aShop(database.db, { returnsAnywhere: true });
  await database.sql`insert into store (store_id, name, city, address) values ('str_other', 'Поділ', 'x', 'x')`;
  server = await anApp(database);
});
afterAll(() => server.close());

it('when a receipt is accepted and comes back, then each message names it by the key of its store', async () => {
  const settings = { secretKey: SECRET_KEY, loopback: true };
  const endpoint = { name: 'Облік', url: 'http://127.0.0.1:1/', types: [], settings, actor: 'stf_1' };
  const at = server.clock.now();
  await transaction(database.db, (tx) => createEndpoint(tx, { ...endpoint, at: new Date(at.getTime() - 1) }));
  const { cardNumber: memberCode } = await aMember(database.db);
  const { authorization } = await aKey(database, { scopes: ['receipts:write'] });
  const send = (method: 'PUT' | 'POST', url: string, payload: object) =>
    ask(server, method, `/api/v1/receipts/${url}`, { headers: { authorization }, payload });
  await send('PUT', '1%2F214', { storeId: STORE, memberCode, amountMinor: 100_00 });
  await send('POST', '1%2F214/returns', {
    storeId: STORE,
    returnedIn: 'str_other',
    externalId: 'R7',
    all: true,
  });
  await eventsSettled(database.sql);
  while ((await transaction(database.db, (tx) => fanOut(tx, { at, limit: 100 }))) > 0);
  const rows = await database.sql<{ body: string }[]>`select body from webhook_delivery
    where type in ('receipt.accepted', 'receipt.returned') order by type`;
  const told = rows.map(({ body }) => JSON.parse(body));
  expect(told).toMatchObject([
    { type: 'receipt.accepted', data: { storeId: STORE, externalId: '1/214' } },
    {
      type: 'receipt.returned',
      data: { storeId: STORE, returnedIn: 'str_other', externalId: '1/214', takenBack: 5 },
    },
  ]);
});
