// Who may call what: every route that is registered, as everybody. A route that this table does not know fails.

import type { FastifyPluginAsync } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

type Who = 'nobody' | 'cashier' | 'marketer' | 'admin' | 'key';
const EVERYBODY: Who[] = ['nobody', 'cashier', 'marketer', 'admin', 'key'];

/** The first line that fits a route says who gets past the door. */
const DOORS: [pattern: RegExp, who: Who[]][] = [
  [/^POST \/api\/session(\/pass)?$/, EVERYBODY],
  [/ \/api\/session/, ['cashier', 'marketer', 'admin']],
  [/ \/api\/till\//, ['cashier', 'admin']],
  [/ \/api\/marketing\//, ['marketer', 'admin']],
  [/ \/api\/office\//, ['marketer', 'admin']],
  [/ \/api\/admin\//, ['admin']],
  [/^GET \/api\/v1\/openapi\.json$/, EVERYBODY],
  [/ \/api\/v1\//, ['key']],
  [/^GET \/api\/reference/, EVERYBODY],
  [/^GET \/(health|ready|terms|go\/:payload(\/qr\.png)?)$/, EVERYBODY],
  // Injected requests come from this machine; from elsewhere see below.
  [/^GET \/metrics$/, EVERYBODY],
  [/^GET \/public\//, EVERYBODY],
  [/^GET \/r\/:code/, EVERYBODY],
  [/^GET \/quests\/:questId\/(draw(\.json)?|tickets\.txt)$/, EVERYBODY],
  [/^GET \/c\/:token$/, EVERYBODY],
  [/^GET \/(card|game)$/, EVERYBODY],
  // A pass shows its own token, see passes.test.ts; here no wallet is set up.
  [/ \/passes\//, EVERYBODY],
  [/^POST \/api\/card\/session$/, EVERYBODY],
  // Only whoever has the link of a game, or has opened it: see games.test.ts.
  [/ \/api\/game\//, EVERYBODY],
  // Nobody of the staff: only whoever has opened their own card, see card.test.ts.
  [/ \/api\/card/, []],
  [/^POST \/webhooks\/probe$/, EVERYBODY],
  [/^GET \/$/, EVERYBODY],
  [/^GET \/console\/till/, EVERYBODY],
];
const webhook: FastifyPluginAsync = async (app) => {
  app.post('/webhooks/probe', async () => 'ok');
};

const database = useDatabase();
let server: AnApp;
const people = new Map<Who, Person>();
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, { webhooks: [webhook] });
  for (const role of ['cashier', 'marketer', 'admin'] as const) {
    people.set(role, await aPerson(server, database, { role }));
  }
  const scopes = [
    'receipts:write',
    'members:read',
    'members:write',
    'balance:read',
    'offers:read',
    'offers:write',
    'points:issue',
    'points:redeem',
    'quests:write',
    'metrics:read',
  ] as const;
  ({ authorization } = await aKey(database, { scopes: [...scopes] }));
});
afterAll(() => server.close());

const knock = async (route: string, who: Who) => {
  const [method, url = ''] = route.split(' ');
  // Nothing that exists: whoever gets past the door finds nothing or is told what is missing, and changes nothing.
  const filled = url
    .replace(/:token/, 'x')
    .replace(/:payload/, 'p')
    .replace(/\/r\/:code/, '/r/none')
    .replace(/:(\w+)/g, 'none')
    .replace('*', '');
  const reply = await ask(server, method as 'GET', filled, {
    as: people.get(who),
    headers: who === 'key' ? { authorization } : {},
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: { nonsense: true } }),
  });
  return reply;
};

describe('every route', () => {
  it('when it is registered, then the table says who may call it', () => {
    const routes = server.app.routeList.filter((route) => !/^(HEAD|OPTIONS) /.test(route));
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter((route) => !DOORS.some(([pattern]) => pattern.test(route)))).toEqual([]);
  });

  it('when somebody calls it, then only those get past the door, and nothing breaks', async () => {
    const routes = server.app.routeList.filter((route) => !/^(HEAD|OPTIONS) /.test(route));
    const wrong: string[] = [];
    for (const route of routes) {
      const [, allowed = []] = DOORS.find(([pattern]) => pattern.test(route)) ?? [];
      for (const who of EVERYBODY) {
        // Signing out ends the session that the rest needs.
        if (route === 'DELETE /api/session' && allowed.includes(who)) continue;
        const { statusCode: status } = await knock(route, who);
        const turnedAway = status === 401 || status === 403;
        if (status >= 500) wrong.push(`${route} as ${who}: ${status}`);
        // A wrong login is a 401 of its own.
        else if (route !== 'POST /api/session' && turnedAway === allowed.includes(who)) {
          wrong.push(`${route} as ${who}: ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('when nobody is signed in, then the answer is 401 with a body for programs and people', async () => {
    const reply = await knock('GET /api/admin/staff', 'nobody');
    expect([reply.statusCode, reply.json()]).toEqual([
      401,
      { error: { code: 'not_signed_in', message: 'Please sign in again.', details: {} } },
    ]);
  });
});

describe('the door itself', () => {
  it('when another site’s page sends our cookie, then 403 and nothing happens', async () => {
    const admin = people.get('admin');
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const reply = await ask(server, 'POST', '/api/admin/stores', { as: admin, headers, payload: {} });
      expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'forbidden']);
    }
    const same = await ask(server, 'POST', '/api/admin/stores', {
      as: admin,
      headers: { origin: 'http://127.0.0.1:3000' },
      payload: {},
    });
    expect(same.statusCode).toBe(400);
  });

  it('when a key lacks the scope, then 403 names it', async () => {
    const { authorization: weak } = await aKey(database, { scopes: ['members:read'] });
    const reply = await ask(server, 'GET', '/api/v1/members/mem_1/balance', {
      headers: { authorization: weak },
    });
    expect([reply.statusCode, reply.json().error]).toMatchObject([
      403,
      { code: 'scope_missing', details: { scope: 'balance:read' } },
    ]);
  });

  it('when a key is revoked, then within seconds it opens nothing', async () => {
    const key = await aKey(database, { scopes: ['members:read'] });
    const look = () => ask(server, 'GET', '/api/v1/members?code=2900000000001', { headers: key });
    expect((await look()).statusCode).toBe(404);
    const revoked = await ask(server, 'DELETE', `/api/admin/api-keys/${key.keyId}`, {
      as: people.get('admin'),
    });
    expect(revoked.statusCode).toBe(204);
    server.clock.advance(3_001);
    expect((await look()).statusCode).toBe(401);
  });

  it('when figures are asked from elsewhere, then only a key with the scope gets them', async () => {
    const metrics = (headers: Record<string, string>) =>
      server.app.inject({ method: 'GET', url: '/metrics', headers, remoteAddress: '203.0.113.7' });
    expect((await metrics({})).statusCode).toBe(401);
    expect((await metrics({ authorization })).body).toContain('kartka_http_request_seconds');
    const throughProxy = await ask(server, 'GET', '/metrics', {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    expect(throughProxy.statusCode).toBe(401);
  });
});
