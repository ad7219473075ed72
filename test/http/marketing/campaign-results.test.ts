// Results of campaigns over HTTP.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
const LAUNCH = '2026-02-01T08:00:00.000Z';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
  await database.sql`
    insert into campaign (campaign_id, name, status, content, created_by, created_at, launched_at, expanded_at)
    values ('cmp_1', 'Сир', 'running', '{}', 'test', ${LAUNCH}, ${LAUNCH}, ${LAUNCH})`;
});
afterAll(() => server.close());

const url = '/api/marketing/campaigns/cmp_1/results';

it('tells a campaign that nothing is counted of yet, and by which terms it will be judged', async () => {
  const read = await ask(server, 'GET', url, { as: marketer });
  expect(read.json()).toMatchObject({
    countedAt: null,
    attributionDays: 14,
    marginPercent: 25,
    uplift: { verdict: 'noControl' },
  });
  const all = await ask(server, 'GET', '/api/marketing/campaign-results', { as: marketer });
  expect(all.json()).toMatchObject({
    campaigns: [{ campaignId: 'cmp_1', launchedAt: LAUNCH, countedAt: null }],
  });
});

it('takes other terms, however often they are sent, and says what is wrong with them', async () => {
  const terms = { attributionDays: 30, marginPercent: 40, costMinor: 5_000_00 };
  for (const payload of [terms, terms]) {
    const changed = await ask(server, 'PUT', `${url}/terms`, { as: marketer, payload });
    expect(changed.json()).toMatchObject({ ...terms, until: '2026-03-03T08:00:00.000Z' });
  }
  const refused = await ask(server, 'PUT', `${url}/terms`, {
    as: marketer,
    payload: { ...terms, attributionDays: 0 },
  });
  expect(refused.statusCode).toBe(400);
  expect((await ask(server, 'POST', `${url}/count`, { as: marketer })).statusCode).toBe(200);
});

it('knows no results of a campaign that is not there', async () => {
  const read = await ask(server, 'GET', '/api/marketing/campaigns/cmp_none/results', { as: marketer });
  expect(read.statusCode).toBe(404);
});
