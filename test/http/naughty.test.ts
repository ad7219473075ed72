// Naughty words through every form of the console and every name in the API: kept as they were typed, shown as they are.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '#src/contract/route.ts';
import { exportMember } from '#src/core/members/export-member.ts';
import { archivePage } from '#src/http/public/archive-page.ts';
import { invitePage } from '#src/http/public/invite-page.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { asJsonSchema, contractRoutes, sampleOf } from '#test/support/contract-routes.ts';
import { useDatabase } from '#test/support/database.ts';
import { NAUGHTY, someNaughty } from '#test/support/naughty.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
  ({ authorization } = await aKey(database, { scopes: ['receipts:write', 'members:read'] }));
});
afterAll(() => server.close());

/** Tags and attributes of a page, without its texts. */
const skeleton = (page: string) =>
  [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/base64,[^"]*/, ''));

/** Forms that make something with a name of its own. */
const named = async () =>
  [...(await contractRoutes())].filter(
    ([name, { body }]) =>
      name.startsWith('POST ') &&
      /\/(admin|marketing)\//.test(name) &&
      'name' in (asJsonSchema(body).properties ?? {}),
  );

describe('naughty words', () => {
  it('when staff give them as names, then they are refused with a reason or kept as typed', async () => {
    const kept: string[] = [];
    const forms = await named();
    for (const [name, route] of forms) {
      for (const value of someNaughty(20)) {
        const reply = await create(route, value);
        expect(reply.statusCode, `${name} ${value.slice(0, 60)} ${reply.body}`).toBeLessThan(500);
        if (reply.statusCode !== 201) continue;
        kept.push(name);
        const said = JSON.stringify(reply.json());
        if (said.includes('"name":')) expect(said, name).toContain(JSON.stringify(value.trim()));
      }
    }
    expect(forms.length).toBeGreaterThan(4);
    expect(new Set(kept).size).toBeGreaterThan(3);
  });

  it('when they are on a receipt, then the API and the archive tell them again, letter by letter', async () => {
    const { memberId, cardNumber } = await aMember(database.db, { name: 'Олена <b>К.' });
    const route = (await contractRoutes()).get('POST /api/v1/receipts');
    if (!route) throw new Error('no such route');
    const lineOf = (name: string) => ({
      sku: '1',
      name,
      category: name,
      quantityMilli: 1_000,
      priceMinor: 100,
      discountMinor: 0,
      amountMinor: 100,
    });
    const receipt = {
      externalId: 'naughty-1',
      storeId: STORE,
      number: '1',
      memberCode: cardNumber,
      amountMinor: 100,
    };
    const good = NAUGHTY.filter(
      (name) => route.body.safeParse({ ...receipt, lines: [lineOf(name)] }).success,
    );
    expect(good.length).toBeGreaterThan(200);
    const payload = { ...receipt, amountMinor: good.length * 100, lines: good.map(lineOf) };
    const headers = { authorization };
    const accepted = await ask(server, 'POST', '/api/v1/receipts', { headers, payload });
    expect([accepted.statusCode, accepted.body.slice(0, 300)]).toEqual([201, expect.any(String)]);
    const archive = await exportMember(database.db, memberId);
    expect(archive.receipts[0]?.lines.map((line) => line.name)).toEqual(good.map((name) => name.trim()));

    const looks = {
      brand: { shopName: 'Поруч', colour: '#0B6B4F' },
      language: 'uk',
      timeZone: 'Europe/Kyiv',
      at: server.clock.now(),
    } as const;
    const page = archivePage({ archive, why: new Map(), ...looks });
    const plain = archivePage({
      archive: JSON.parse(JSON.stringify(archive), (key, value) => (key === 'name' ? 'x' : value)),
      why: new Map(),
      ...looks,
    });
    expect(skeleton(page)).toEqual(skeleton(plain));
  });

  it('when the shop or a member is called so, then pages have the same tags as ever', () => {
    const looks = { language: 'uk', links: {} } as const;
    const plain = skeleton(invitePage({ ...looks, brand: { shopName: 'x', colour: '#0B6B4F' } }));
    for (const shopName of NAUGHTY)
      expect(skeleton(invitePage({ ...looks, brand: { shopName, colour: '#0B6B4F' } }))).toEqual(plain);
  });
});

async function create(route: Route, name: string) {
  const { url, body } = sampleOf(route, {
    name,
    storeId: STORE,
    login: `l${Math.random().toString(36).slice(2, 10)}`,
  });
  return await ask(server, 'POST', url, { as: admin, payload: body });
}
