// Groups of members over HTTP, for whoever plans campaigns.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buys, countAll } from '#test/core/analytics/some-receipts.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
const SETTINGS = { newDays: 20, lapsingDays: 40, lostDays: 90, fixedCuts: null };

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

const groups = () => ask(server, 'GET', '/api/marketing/analytics/groups', { as: marketer });
const change = (payload: unknown) =>
  ask(server, 'PUT', '/api/marketing/analytics/settings', { as: marketer, payload });

describe('groups of members', () => {
  it('are told with the cut points they come from', async () => {
    const { memberId } = await aMember(database.db);
    await aMember(database.db);
    await buys(database.db, { memberId, at: NOON, amountMinor: 120_00 });
    expect((await groups()).json()).toMatchObject({ members: 0, cutPoints: null });
    await countAll(database, NOON);
    expect((await groups()).json()).toMatchObject({
      members: 2,
      netMinor: 120_00,
      cells: [
        { r: 3, f: 1, m: 1, members: 1, netMinor: 120_00 },
        { r: 0, f: 0, m: 0, members: 1, netMinor: 0 },
      ],
      lifeCycle: [
        { group: 'new', members: 1 },
        { group: 'registered', members: 1 },
      ],
      cutPoints: { day: '2026-03-02', buyers: 1, isFixed: false, r: [0, 0], m: [120_00, 120_00] },
      waiting: 0,
    });
  });

  it('go by bounds that can be changed', async () => {
    const fixedCuts = { r: [7, 30], f: [2, 5], m: [100_00, 500_00] };
    const changed = await change({ ...SETTINGS, fixedCuts });
    expect(changed.json()).toEqual({ ...SETTINGS, fixedCuts, suggested: null });
    const read = await ask(server, 'GET', '/api/marketing/analytics/settings', { as: marketer });
    expect(read.json()).toEqual(changed.json());
    await countAll(database, NOON);
    expect((await groups()).json()).toMatchObject({ cutPoints: { isFixed: true, m: [100_00, 500_00] } });
  });

  it('say which bound is not above the one before it', async () => {
    const refused = await change({ ...SETTINGS, lostDays: 40 });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({
      error: { code: 'invalid_input', details: { field: 'lostDays' } },
    });
  });
});
