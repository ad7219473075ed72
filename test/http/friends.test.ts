// The terms of bringing friends, as an admin sets them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
});
afterAll(() => server.close());

it('when an admin changes the terms, then they are kept, and what makes no sense is named', async () => {
  const as = await aPerson(server, database, { role: 'admin' });
  const before = (await ask(server, 'GET', '/api/admin/friends', { as })).json();
  expect(before).toMatchObject({ isOn: false, inviters: 0, joined: 0, rewarded: 0, spent: 0 });
  const terms = {
    isOn: true,
    inviterPoints: 70,
    friendPoints: 30,
    minimumMinor: 150_00,
    pendingDays: 7,
    monthLimit: 3,
    budget: 10_000,
  };
  const change = (payload: object) => ask(server, 'PATCH', '/api/admin/friends', { as, payload });
  for (const _ of [1, 2]) expect((await change(terms)).json()).toMatchObject(terms);
  expect((await ask(server, 'GET', '/api/admin/friends', { as })).json()).toMatchObject(terms);
  expect((await change({ monthLimit: 5 })).json()).toMatchObject({ ...terms, monthLimit: 5 });
  const wrong = await change({ monthLimit: 0 });
  expect([wrong.statusCode, wrong.json().error.details.field]).toEqual([400, 'monthLimit']);
});
