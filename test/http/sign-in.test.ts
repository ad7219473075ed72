// How people sign in to the console, and what keeps others out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRoutes } from '#src/contract/session.ts';
import { aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
});
afterAll(() => server.close());

const call = async (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: unknown,
  as = admin,
) => {
  const reply = await ask(server, method, url, { as, payload });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
};
const create = (fields: Record<string, unknown> = {}) =>
  call('POST', '/api/admin/staff', {
    name: 'Ірина Касир',
    login: `irina${Math.random().toString(36).slice(2, 8)}`,
    role: 'cashier',
    storeIds: [STORE],
    ...fields,
  });
describe('signing in', () => {
  it('when it succeeds, then the cookie is out of reach for scripts and the reply says who is here', async () => {
    const { body } = await create();
    const reply = await ask(server, 'POST', '/api/session', {
      payload: { login: body.login.toUpperCase(), password: body.password },
    });
    const me = sessionRoutes.readMe.reply.parse(reply.json());
    expect(me).toMatchObject({
      staffId: body.staffId,
      role: 'cashier',
      shop: { name: 'Поруч', pointValueMinor: 100 },
    });
    expect(me.stores.map((each) => [each.storeId, each.tills.length])).toEqual([[STORE, 1]]);
    expect(reply.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(reply.cookies[0]?.secure).toBeUndefined();
  });

  it('when it is the real service, then the cookie travels over https only', async () => {
    const config = { production: true, publicUrl: 'https://kartka.example', secretKey: 'k'.repeat(40) };
    const real = await anApp(database, { config });
    const { body } = await create();
    const reply = await ask(real, 'POST', '/api/session', {
      payload: { login: body.login, password: body.password },
    });
    expect(reply.cookies[0]).toMatchObject({
      name: '__Secure-kartka.session_token',
      secure: true,
      httpOnly: true,
    });
    expect(reply.headers['strict-transport-security']).toContain('max-age=31536000');
    await real.close();
  });

  it('when a login is tried too often, then even the right password waits', async () => {
    const { body } = await create();
    const attempt = (password: string) =>
      ask(server, 'POST', '/api/session', { payload: { login: body.login, password } });
    // Those who know it are not counted.
    for (let i = 0; i < 3; i++) expect((await attempt(body.password)).statusCode).toBe(200);
    for (let i = 0; i < 10; i++) expect((await attempt('wrong')).statusCode).toBe(401);
    const late = await attempt(body.password);
    expect([late.statusCode, late.headers['retry-after']]).toEqual([429, '900']);
    server.clock.advance(15 * 60_000 + 1);
    expect((await attempt(body.password)).statusCode).toBe(200);
  });

  it('when somebody far away guesses at a login, then its owner gets in all the same', async () => {
    const { body } = await create();
    const attempt = (password: string, remoteAddress: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/session',
        remoteAddress,
        payload: { login: body.login, password },
      });
    const guesses = await Promise.all(Array.from({ length: 15 }, () => attempt('wrong', '203.0.113.9')));
    expect(guesses.filter((each) => each.statusCode === 401)).toHaveLength(10);
    expect((await attempt(body.password, '203.0.113.9')).statusCode).toBe(429);
    expect((await attempt(body.password, '203.0.113.10')).statusCode).toBe(200);
  });

  it('when somebody signs out, changes language or password, then it counts at once', async () => {
    const person = await aPerson(server, database, { role: 'cashier' });
    expect((await call('PATCH', '/api/session', { language: 'ru' }, person)).body.language).toBe('ru');
    const change = { currentPassword: person.password, newPassword: 'a much better one' };
    expect(
      (await call('POST', '/api/session/password', { ...change, currentPassword: 'no' }, person)).status,
    ).toBe(401);
    expect((await call('POST', '/api/session/password', change, person)).status).toBe(204);
    expect((await call('DELETE', '/api/session', undefined, person)).status).toBe(204);
    expect((await call('GET', '/api/session', undefined, person)).body.error.message).toBe(
      'Please sign in again.',
    );
  });
});
