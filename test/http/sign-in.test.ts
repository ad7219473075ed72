// How people sign in to the console, and what keeps others out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRoutes } from '#src/contract/session.ts';
import { aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
});
afterAll(() => server.close());

/** Somebody who has a login, and what they sign in with. */
const aCashier = async () => {
  const { staff, password } = await aPerson(server, database, { role: 'cashier' });
  return { staffId: staff.staffId, login: staff.login, password };
};

describe('signing in', () => {
  it('when it succeeds, then the cookie is out of reach for scripts and the reply says who is here', async () => {
    const cashier = await aCashier();
    const reply = await ask(server, 'POST', '/api/session', {
      payload: { login: cashier.login.toUpperCase(), password: cashier.password },
    });
    const me = sessionRoutes.readMe.reply.parse(reply.json());
    expect(me).toMatchObject({
      staffId: cashier.staffId,
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
    const cashier = await aCashier();
    const reply = await ask(real, 'POST', '/api/session', {
      payload: { login: cashier.login, password: cashier.password },
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
    const cashier = await aCashier();
    const attempt = (password: string) =>
      ask(server, 'POST', '/api/session', { payload: { login: cashier.login, password } });
    // Those who know it are not counted.
    for (let i = 0; i < 3; i++) expect((await attempt(cashier.password)).statusCode).toBe(200);
    for (let i = 0; i < 10; i++) expect((await attempt('wrong')).statusCode).toBe(401);
    const late = await attempt(cashier.password);
    expect([late.statusCode, late.headers['retry-after']]).toEqual([429, '900']);
    server.clock.advance(15 * 60_000 + 1);
    expect((await attempt(cashier.password)).statusCode).toBe(200);
  });

  it('when somebody far away guesses at a login, then its owner gets in all the same', async () => {
    const cashier = await aCashier();
    const attempt = (password: string, remoteAddress: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/session',
        remoteAddress,
        payload: { login: cashier.login, password },
      });
    const guesses = await Promise.all(Array.from({ length: 15 }, () => attempt('wrong', '203.0.113.9')));
    expect(guesses.filter((each) => each.statusCode === 401)).toHaveLength(10);
    expect((await attempt(cashier.password, '203.0.113.9')).statusCode).toBe(429);
    expect((await attempt(cashier.password, '203.0.113.10')).statusCode).toBe(200);
  });

  it('when somebody signs out, changes language or password, then it counts at once', async () => {
    const person = await aPerson(server, database, { role: 'cashier' });
    expect(
      (await ask(server, 'PATCH', '/api/session', { as: person, payload: { language: 'ru' } })).json()
        .language,
    ).toBe('ru');
    const change = { currentPassword: person.password, newPassword: 'a much better one' };
    expect(
      (
        await ask(server, 'POST', '/api/session/password', {
          as: person,
          payload: { ...change, currentPassword: 'no' },
        })
      ).statusCode,
    ).toBe(401);
    expect(
      (await ask(server, 'POST', '/api/session/password', { as: person, payload: change })).statusCode,
    ).toBe(204);
    expect((await ask(server, 'DELETE', '/api/session', { as: person })).statusCode).toBe(204);
    expect((await ask(server, 'GET', '/api/session', { as: person })).json().error.message).toBe(
      'Please sign in again.',
    );
  });
});
