// Every route of the contract as everybody, with requests that are as good as real ones and name what belongs to
// somebody else: another's member, another store's receipt. Routes, fields and scopes are read from the contract and from
// openapi.json, so that what is added later is tried too.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newReceipt } from '#src/contract/integration.ts';
import type { Route } from '#src/contract/route.ts';
import { errorBody } from '#src/contract/words.ts';
import { API_KEY_SCOPES, PARTNER_SCOPES } from '#src/core/staff/api-key-scope.ts';
import type { PartnerId, StoreId } from '#src/lib/id.ts';
import { aLife } from '#test/support/a-life.ts';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { contractRoutes, type Known, sampleOf } from '#test/support/contract-routes.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const ELSEWHERE: StoreId = 'str_elsewhere';
const PHONE = '+380671230987';
/** The phone however it is written. */
const WHOLE_PHONE = /67[\s\u00a0()-]*123[\s\u00a0()-]*09[\s\u00a0()-]*87/;
/** On a line of a receipt of the one store. */
const BOUGHT = 'Дуже таємний сир';

let server: AnApp;
let routes: Map<string, Route>;
const people = new Map<string, Person>();
const keys = new Map<string, { authorization: string }>();
let samples: Known[] = [];

beforeAll(async () => {
  const { db, sql } = database;
  await aShop(db);
  await sql`insert into store (store_id, name, city, address) values (${ELSEWHERE}, 'Деінде', 'Львів', 'вул. Інша, 1')`;
  server = await anApp(database);
  for (const role of ['cashier', 'marketer', 'admin'] as const)
    people.set(role, await aPerson(server, database, { role }));
  people.set('stranger', await aPerson(server, database, { role: 'cashier', storeIds: [ELSEWHERE] }));
  for (const scope of API_KEY_SCOPES) keys.set(scope, await aKey(database, { scopes: [scope] }));
  keys.set('all', await aKey(database, { scopes: [...API_KEY_SCOPES] }));
  keys.set('elsewhere', await aKey(database, { scopes: [...API_KEY_SCOPES], storeId: ELSEWHERE }));
  samples = await aLife(database, {
    phone: PHONE,
    line: BOUGHT,
    staffId: people.get('stranger')?.staff.staffId ?? '',
  });
  const partnerId = samples[0]?.partnerId as PartnerId;
  keys.set('partner', await aKey(database, { scopes: [...PARTNER_SCOPES], partnerId }));
  routes = await contractRoutes();
});
afterAll(() => server.close());

/** What stands for a scan of the member's card, by whoever has scanned it. */
async function ticketOf(as: Person | undefined): Promise<Known> {
  if (!as) return {};
  const payload = { code: samples[0]?.memberCode };
  const found = await ask(server, 'POST', '/api/till/members/find', { as, payload });
  return found.statusCode === 200 ? { ticket: found.json().ticket } : {};
}

/** A request for each set of what is known; those that come out alike are sent once. */
function requestsFor(route: Route, more: Known = {}) {
  const all = samples.map((known) => sampleOf(route, { ...known, ...more }));
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

interface Who {
  as?: Person | undefined;
  headers?: Record<string, string> | undefined;
}

async function send(route: Route, { url, query, body }: ReturnType<typeof sampleOf>, who: Who) {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  ).toString();
  const address = search === '' ? url : `${url}?${search}`;
  return await ask(server, route.method, address, {
    ...who,
    ...(body === undefined ? {} : { payload: body }),
  });
}

/** What is there for everybody: a draw that anybody can check. It names nobody. */
const PUBLISHED = new Set(['GET /quests/:questId/draw.json']);

/** What ends the session or the account of those who ask. */
const ENDS = /^(DELETE \/api\/session|POST \/api\/session)/;
const asked = () => [...routes].filter(([name]) => !ENDS.test(name));

/** Sends everything as somebody and returns what `isWrong` says. */
async function tryAll(
  who: Who,
  isWrong: (name: string, reply: { statusCode: number; body: string }) => string | null,
) {
  const wrong: string[] = [];
  const ticket = await ticketOf(who.as);
  for (const [name, route] of asked()) {
    for (const request of requestsFor(route, ticket)) {
      const { statusCode, body, headers } = await send(route, request, who);
      const isJson = String(headers['content-type']).startsWith('application/json');
      if (statusCode >= 500) wrong.push(`${name}: ${statusCode} ${body}`);
      else if (statusCode < 300 && isJson) {
        const read = route.reply.safeParse(JSON.parse(body));
        if (!read.success) wrong.push(`${name}: not as its schema says: ${read.error.message}`);
      } else if (statusCode >= 400 && !errorBody.safeParse(JSON.parse(body)).success)
        wrong.push(`${name}: ${statusCode} without the body of an error: ${body}`);
      const said = isWrong(name, { statusCode, body });
      if (said) wrong.push(`${name} ${statusCode}: ${said}`);
    }
  }
  return [...new Set(wrong)];
}

describe('the matrix', () => {
  it('when a route is registered under /api, then the contract tells it', () => {
    const untold = server.app.routeList.filter(
      (route) =>
        /^(GET|POST|PUT|PATCH|DELETE) \/api\//.test(route) &&
        !routes.has(route) &&
        !/\/api\/(reference|v1\/openapi\.json)/.test(route),
    );
    expect(untold).toEqual([]);
    expect([...routes.keys()].filter((route) => !server.app.routeList.includes(route))).toEqual([]);
    expect(
      newReceipt.safeParse(sampleOf(routes.get('POST /api/v1/receipts') as Route, samples[0]).body),
    ).toMatchObject({ success: true });
  });

  it('when nobody asks, then nobody is let in, with real names as with invented ones', async () => {
    const wrong = await tryAll({}, (name, { statusCode }) =>
      statusCode === 401 || PUBLISHED.has(name) ? null : 'was let in',
    );
    expect(wrong).toEqual([]);
  });

  it('when a key with one scope asks, then exactly the operations open that openapi.json says it opens', async () => {
    const document = (await ask(server, 'GET', '/api/v1/openapi.json')).json() as {
      paths: Record<string, Record<string, { description?: string }>>;
    };
    const wrong: string[] = [];
    let operations = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { description = '' }] of Object.entries(methods)) {
        operations++;
        const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        const route = routes.get(name);
        if (!route) throw new Error(`${name} is documented and not in the contract`);
        const needed = API_KEY_SCOPES.filter((scope) => description.includes(`\`${scope}\``));
        if (needed.length !== 1) wrong.push(`${name} names ${needed.length} scopes`);
        for (const scope of API_KEY_SCOPES) {
          const [request] = requestsFor(route);
          if (!request) throw new Error('no request');
          const reply = await send(route, request, { headers: keys.get(scope) });
          const isShut = reply.statusCode === 403 && reply.json().error.code === 'scope_missing';
          if (isShut === needed.includes(scope)) wrong.push(`${name} with ${scope}: ${reply.statusCode}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(operations).toBeGreaterThan(15);
  });

  it('when a partner’s key asks, then only what openapi.json says opens for it', async () => {
    const document = (await ask(server, 'GET', '/api/v1/openapi.json')).json() as {
      paths: Record<string, Record<string, { description?: string }>>;
    };
    const wrong: string[] = [];
    let opened = 0;
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { description = '' }] of Object.entries(methods)) {
        const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        const route = routes.get(name);
        const [request] = route ? requestsFor(route) : [];
        if (!route || !request) throw new Error(`${name} cannot be asked`);
        const reply = await send(route, request, { headers: keys.get('partner') });
        const code = reply.statusCode === 403 ? reply.json().error.code : null;
        const isShut = code === 'scope_missing' || code === 'not_for_partners';
        if (!isShut) opened++;
        if (isShut === description.includes("partner's key opens it")) wrong.push(`${name}: ${code}`);
      }
    expect(wrong).toEqual([]);
    expect(opened).toBe(8);
  });

  it('when a key of another store asks, then what was bought here is not told and nothing of here changes', async () => {
    const before = await database.sql`select * from receipt`;
    const wrong = await tryAll({ headers: keys.get('elsewhere') }, (_name, { body }) =>
      body.includes(BOUGHT) ? `tells ${body}` : phoneIn(body),
    );
    expect(wrong).toEqual([]);
    expect(await database.sql`select * from receipt`).toEqual(before);
  });

  it('when a cashier of another store asks, then what was bought here is not told, and no phone', async () => {
    const wrong = await tryAll({ as: people.get('stranger') }, (_name, { body }) =>
      body.includes(BOUGHT) ? `tells ${body}` : phoneIn(body),
    );
    expect(wrong).toEqual([]);
  });

  it.each(['cashier', 'marketer'])(
    'when a %s looks everywhere, then no whole phone is there',
    async (role) => {
      let good = 0;
      const wrong = await tryAll({ as: people.get(role) }, (_name, { statusCode, body }) => {
        if (statusCode < 300) good++;
        return phoneIn(body);
      });
      expect(wrong).toEqual([]);
      expect(good).toBeGreaterThan(10);
    },
  );

  it('when an admin looks everywhere, then one place alone shows the phone, and the log says who asked', async () => {
    const shown = new Set<string>();
    const wrong = await tryAll({ as: people.get('admin') }, (name, { body }) => {
      if (WHOLE_PHONE.test(body)) shown.add(name);
      return null;
    });
    expect(wrong).toEqual([]);
    expect([...shown]).toEqual(['POST /api/admin/members/:memberId/phone']);
    const looks = await database.sql`select actor from audit_log where action = 'member.phone_shown'`;
    expect(looks).toContainEqual({ actor: people.get('admin')?.staff.staffId });
  });
});

describe('tables that staff take out', () => {
  it.each(['marketer', 'admin'])(
    'when a %s takes them all, then phones are masked unless an admin asks',
    async (role) => {
      const as = people.get(role);
      const { tables } = (await ask(server, 'GET', '/api/office/exports', { as })).json() as {
        tables: { name: string }[];
      };
      expect(tables.length).toBeGreaterThan(3);
      for (const { name } of tables) {
        const masked = await ask(server, 'GET', `/api/office/exports/${name}.csv`, { as });
        expect([name, masked.statusCode, phoneIn(masked.body)]).toEqual([name, 200, null]);
      }
      const whole = await ask(server, 'GET', '/api/office/exports/members.csv?phones=whole', { as });
      expect([whole.statusCode, WHOLE_PHONE.test(whole.body)]).toEqual(
        role === 'admin' ? [200, true] : [403, false],
      );
    },
  );
});

function phoneIn(body: string): string | null {
  return WHOLE_PHONE.test(body) ? `shows a phone: ${body.slice(0, 300)}` : null;
}
