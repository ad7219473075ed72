// What nobody should send, and what happens when the database is away.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#src/db/client.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

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

const raw = (payload: string, type = 'application/json') =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/receipts',
    headers: { authorization, 'content-type': type, 'accept-language': 'en' },
    payload,
  });

describe('a body', () => {
  it.each([
    ['is no JSON', '{"a":', 400],
    ['is empty', '', 400],
    ['is an array', '[]', 400],
    ['is null', 'null', 400],
    ['brings a prototype', '{"__proto__":{"admin":true}}', 400],
    ['brings a constructor', '{"constructor":{"prototype":{"admin":true}}}', 400],
    ['is too large', JSON.stringify({ memberCode: 'x'.repeat(600_000) }), 413],
    ['is nested without end', '['.repeat(100_000), 400],
  ])('when it %s, then it is refused politely', async (_what, payload, status) => {
    const reply = await raw(payload);
    expect(reply.statusCode).toBe(status);
    expect(reply.json().error.message).not.toBe('');
    expect(reply.body).not.toMatch(/ at |node_modules|stack/);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])(
    'when it is %s, then 415',
    async (type) => {
      const reply = await raw('x', type);
      expect([reply.statusCode, reply.json().error.code]).toEqual([415, 'wrong_type']);
    },
  );

  it.each([
    ['half a surrogate pair', '\\ud800'],
    ['U+0000', '\\u0000'],
  ])('when a text holds %s, then 400 names the field', async (_what, written) => {
    const body = `{"externalId":"x","storeId":"${STORE}","number":"1","memberCode":"29000${written}","amountMinor":1}`;
    const receipt = await raw(body);
    expect([receipt.statusCode, receipt.json().error.code]).toEqual([400, 'invalid_input']);
    const send = (url: string, payload: string) =>
      server.app.inject({
        method: 'POST',
        url,
        headers: { cookie: admin.cookie, 'content-type': 'application/json' },
        payload,
      });
    const looked = await send('/api/office/members/find', `{"code":"29000${written}"}`);
    expect([looked.statusCode, looked.json().error.details.field]).toEqual([400, 'code']);
    const campaign = await send('/api/marketing/campaigns', `{"name":"a","texts":{"uk":"a${written}b"}}`);
    expect([campaign.statusCode, campaign.json().error.details.field]).toEqual([400, 'texts.uk']);
    const entered = await send('/api/session', `{"login":"olena","password":"a${written}b and more"}`);
    expect([entered.statusCode, entered.json().error.details.field]).toEqual([400, 'password']);
  });

  it('when a call without a body names a type for it, then it is no worse than without the type', async () => {
    const url = '/api/v1/holds/hld_06bv2k3h9q4w8x0y7z1b';
    for (const type of [{}, { 'content-type': 'application/json' }]) {
      const headers = { authorization, 'accept-language': 'en', ...type };
      const reply = await server.app.inject({ method: 'DELETE', url, headers });
      expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'hold_not_found']);
    }
  });

  it('when a store or an address is not there, then the answer says which', async () => {
    const sale = {
      externalId: 'n',
      storeId: 'str_none',
      number: '1',
      memberCode: '2901234567896',
      amountMinor: 1,
    };
    expect((await raw(JSON.stringify(sale))).json().error).toMatchObject({
      code: 'not_found',
      message: 'There is no store str_none here. Check its id.',
    });
    const headers = { authorization, 'accept-language': 'en' };
    const lost = await server.app.inject({ method: 'GET', url: '/api/v1/receipt', headers });
    expect([lost.statusCode, lost.json().error.message]).toEqual([
      404,
      'There is no such address. Check it and the method of the request.',
    ]);
  });

  it('when a query holds U+0000, then 400', async () => {
    const reply = await ask(server, 'GET', '/api/v1/members?code=29000%00', { headers: { authorization } });
    expect(reply.statusCode).toBe(400);
  });

  it('when a console body is larger than any screen sends, then 413', async () => {
    const payload = { name: 'x'.repeat(70_000) };
    expect((await ask(server, 'POST', '/api/admin/stores', { as: admin, payload })).statusCode).toBe(413);
  });
});

describe('an address', () => {
  it('when there is nothing, then 404 as JSON', async () => {
    for (const url of [
      '/api/v1/none',
      '/api/nothing',
      '/wp-login.php',
      '/../../etc/passwd',
      '/public/cards/x',
    ]) {
      const reply = await ask(server, 'GET', url);
      expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'not_found']);
    }
  });

  it('when it cannot be decoded, then 400', async () => {
    const reply = await ask(server, 'GET', '/api/%E0%A4%A', { headers: { 'accept-language': 'uk' } });
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'invalid_input']);
    expect(reply.json().error.message).toMatch(/^[А-ЯІЇЄҐ]/);
  });

  it('when a name in it is longer than any of ours, then 404 as JSON', async () => {
    const reply = await ask(server, 'GET', `/public/cards/${'x'.repeat(10_000)}`);
    expect([reply.statusCode, reply.json().error]).toMatchObject([404, { code: 'not_found' }]);
  });
});

describe('headers', () => {
  it('when anything is answered, then browsers are told what our pages never do', async () => {
    const { headers } = await ask(server, 'GET', '/terms');
    expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['permissions-policy']).toContain('camera=(self)');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('when a program is answered, refused or not, then a browser that shows it may do nothing with it', async () => {
    const { headers, statusCode } = await ask(server, 'GET', '/api/v1/members?code=2900000000001');
    expect(statusCode).toBe(401);
    expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['permissions-policy']).toBeUndefined();
  });
});

describe('without a database', () => {
  it('when it is away, then 503 with Retry-After at once, while the process says that it lives', async () => {
    const gone = connect('postgres://nobody@127.0.0.1:1/none', { max: 2, connectTimeoutSeconds: 1 });
    const lonely = await anApp(gone);
    try {
      const reply = await ask(lonely, 'GET', '/api/v1/members?code=2900000000001', {
        headers: { authorization },
      });
      expect([reply.statusCode, reply.headers['retry-after'], reply.json().error.code]).toEqual([
        503,
        '2',
        'unavailable',
      ]);
      expect((await ask(lonely, 'GET', '/ready')).statusCode).toBe(503);
      expect((await ask(lonely, 'GET', '/health')).statusCode).toBe(200);
      const metrics = await ask(lonely, 'GET', '/metrics');
      expect([metrics.statusCode, metrics.body.includes('kartka_http_request_seconds')]).toEqual([200, true]);
      expect(metrics.body).not.toContain('kartka_queue_rows{');
      expect((await ask(lonely, 'GET', '/api/session', { as: admin })).statusCode).toBe(503);
      const attempt = { login: 'olena', password: 'some password' };
      expect((await ask(lonely, 'POST', '/api/session', { payload: attempt })).statusCode).toBe(503);
    } finally {
      await lonely.close();
      await gone.close();
    }
  });

  it('when the process is stopping, then it is not ready', async () => {
    const stopping = await anApp(database, { draining: () => true });
    expect((await ask(stopping, 'GET', '/ready')).json()).toEqual({ status: 'draining' });
    await stopping.close();
    expect((await ask(server, 'GET', '/ready')).json()).toEqual({ status: 'ready' });
  });
});

describe('a fault of ours', () => {
  it('when something breaks, then the reply has a reference, and the log the place but nothing that was sent', async () => {
    const broken = await anApp(database, {
      receiptDesk: {
        accept: async () => {
          await database.sql`insert into phone (phone, member_id) values ('+380671110000', 'mem_none')`;
          throw new Error('not reached');
        },
      },
    });
    const { cardNumber } = await aMember(database.db);
    const reply = await ask(broken, 'POST', '/api/v1/receipts', {
      headers: { authorization },
      payload: { externalId: 'x', storeId: STORE, number: '1', memberCode: cardNumber, amountMinor: 1 },
    });
    const { reference, message } = reply.json().error;
    expect([reply.statusCode, message]).toEqual([500, expect.stringContaining(reference)]);
    const lines = broken.logged.filter((line) => line.includes(reference));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('POST /api/v1/receipts');
    expect(lines[0]).toContain('phone_member_id_fkey');
    expect(broken.logged.join('\n')).not.toMatch(new RegExp(`380671110000|${cardNumber}|kk_live_|mem_none`));
    await broken.close();
  });

  it('when a row is there already and nobody thought of it, then it is a fault and not a database that is away', async () => {
    const twice = await anApp(database, {
      receiptDesk: {
        accept: async () => {
          await database.sql`insert into programme select * from programme`;
          throw new Error('not reached');
        },
      },
    });
    const { cardNumber } = await aMember(database.db);
    const reply = await ask(twice, 'POST', '/api/v1/receipts', {
      headers: { authorization },
      payload: { externalId: 'y', storeId: STORE, number: '1', memberCode: cardNumber, amountMinor: 1 },
    });
    expect([reply.statusCode, reply.json().error.reference]).toEqual([500, expect.stringMatching(/^err_/)]);
    await twice.close();
  });

  it('when people sign in, look up and fail, then no secret, phone or name is in the log', async () => {
    const payload = { login: admin.staff.login, password: 'the wrong password' };
    await ask(server, 'POST', '/api/session', { payload });
    await ask(server, 'GET', '/api/v1/members?phone=%2B380671234567', { headers: { authorization } });
    await ask(server, 'GET', '/api/v1/members?phone=%2B380671234567', {
      headers: { authorization: 'Bearer kk_live_x' },
    });
    expect(server.logged.join('\n')).not.toMatch(/380671234567|wrong password|kk_live|session_token/);
  });
});
