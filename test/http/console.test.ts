// What the console's screens do for admins and marketers, and how people sign in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminRoutes } from '#src/contract/admin.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { programmeRoutes } from '#src/contract/programme.ts';
import { sessionRoutes } from '#src/contract/session.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, anIdentity, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database, { keyboard: () => [[{ label: 'Картка', action: 'card' }]] });
  admin = await aPerson(server, database, { role: 'admin' });
  marketer = await aPerson(server, database, { role: 'marketer' });
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

describe('the admin', () => {
  it('when staff are made, changed, disabled and enabled, then sign-in follows', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    const attempt = async (password: string) =>
      (await ask(server, 'POST', '/api/session', { payload: { login: body.login, password } })).statusCode;
    expect(await attempt(body.password)).toBe(200);
    expect(
      (await call('PATCH', `/api/admin/staff/${body.staffId}`, { role: 'marketer', storeIds: [] })).body,
    ).toMatchObject({ role: 'marketer', storeIds: [] });
    const fresh = (await call('POST', `/api/admin/staff/${body.staffId}/password`)).body.password;
    expect([await attempt(body.password), await attempt(fresh)]).toEqual([401, 200]);
    await call('POST', `/api/admin/staff/${body.staffId}/disable`);
    expect(await attempt(fresh)).toBe(401);
    await call('POST', `/api/admin/staff/${body.staffId}/enable`);
    expect(await attempt(fresh)).toBe(200);
    const { staff } = adminRoutes.listStaff.reply.parse((await call('GET', '/api/admin/staff')).body);
    expect(staff.some((each) => each.staffId === body.staffId)).toBe(true);
  });

  it('when a login is taken, a store unknown or the person too, then it says so', async () => {
    const { body } = await create();
    expect((await create({ login: body.login })).body.error.code).toBe('login_taken');
    expect((await create({ storeIds: ['str_none'] })).status).toBe(404);
    expect((await call('PATCH', '/api/admin/staff/stf_none', { name: 'x' })).status).toBe(404);
    expect((await call('POST', `/api/admin/staff/${admin.staff.staffId}/disable`)).body.error.code).toBe(
      'last_admin',
    );
  });

  it('when an API key is made, then its secret is shown once and its list holds none', async () => {
    const { status, body } = await call('POST', '/api/admin/api-keys', {
      name: 'Каса 1С',
      scopes: ['members:read'],
      storeId: STORE,
    });
    expect([status, body.secret]).toEqual([201, expect.stringMatching(/^kk_live_[\w-]{43}$/)]);
    const listed = await call('GET', '/api/admin/api-keys');
    expect(JSON.stringify(listed.body)).not.toContain(body.secret);
    const [row] = await database.sql`select key_hash from api_key where key_id = ${body.keyId}`;
    expect(row?.key_hash).not.toContain(body.secret.slice(8));
  });

  it('when the programme is changed, then only what was sent changes, and it is noted', async () => {
    const before = programmeRoutes.readProgramme.reply.parse(
      (await call('GET', '/api/admin/programme')).body,
    );
    const { body } = await call('PATCH', '/api/admin/programme', {
      welcomePoints: 70,
      brandColour: '#112233',
    });
    expect(body).toEqual({ ...before, welcomePoints: 70, brandColour: '#112233' });
    expect((await call('PATCH', '/api/admin/programme', { brandColour: 'red' })).status).toBe(400);
    expect((await call('PATCH', '/api/admin/programme', { moneyCurrency: 'USD' })).status).toBe(400);
    expect((await call('PATCH', '/api/admin/programme', { timeZone: 'Mars/Base' })).status).toBe(400);
    const rows = await database.sql`select detail from audit_log where action = 'programme.change'`;
    expect(rows).toEqual([{ detail: { fields: ['brandColour', 'welcomePoints'] } }]);
  });

  it('when a store is opened, given a till, renamed and closed, then the list shows it', async () => {
    const { status, body } = await call('POST', '/api/admin/stores', {
      name: 'Нова',
      city: 'Львів',
      address: 'пл. Ринок, 1',
    });
    expect(status).toBe(201);
    const withTill = await call('POST', `/api/admin/stores/${body.storeId}/tills`, { name: 'Каса 1' });
    expect(withTill.body.tills).toHaveLength(1);
    await call('PATCH', `/api/admin/stores/${body.storeId}`, { name: 'Стара', closed: true });
    const { stores } = adminRoutes.listStores.reply.parse((await call('GET', '/api/admin/stores')).body);
    expect(stores.find((each) => each.storeId === body.storeId)).toMatchObject({
      name: 'Стара',
      closedAt: expect.any(String),
    });
  });

  it('when a member is looked up, then they are masked, and who looked is noted', async () => {
    const member = await aMember(database.db, {
      name: 'Леся Українка',
      phone: '+380501234567',
      balance: 12n,
    });
    await anIdentity(database.db, { memberId: member.memberId });
    for (const code of [member.cardNumber, '050 123 45 67']) {
      const found = await call('POST', '/api/office/members/find', { code });
      expect(adminRoutes.findMember.reply.parse(found.body)).toMatchObject({
        shownName: 'Леся У.',
        maskedPhone: '+380•••4567',
      });
    }
    const { body } = await call('GET', `/api/office/members/${member.memberId}`);
    const page = adminRoutes.readMember.reply.parse(body);
    expect(page).toMatchObject({ cardStatus: 'active', messengers: [{ messenger: 'telegram' }] });
    expect(JSON.stringify(body)).not.toMatch(/Українка|1234567|2901/);
    const looks =
      await database.sql`select actor from audit_log where action = 'member.look' and subject = ${member.memberId}`;
    expect(looks).toHaveLength(3);
  });

  it('when a member whose new chat was doubted is known again, then an admin lets them burn', async () => {
    const { memberId } = await aMember(database.db);
    await database.sql`update member set burn_allowed_from = '9999-12-31' where member_id = ${memberId}`;
    const allowed = await call('POST', `/api/admin/members/${memberId}/allow-burning`);
    const { body } = await call('GET', `/api/office/members/${memberId}`);
    expect([allowed.status, body]).toMatchObject([204, { burnAllowedFrom: null }]);
    const missing = await call('POST', '/api/admin/members/mem_00000000000000000000/allow-burning');
    expect(missing.status).toBe(404);
  });

  it('when today is asked for, then the figures are those of today', async () => {
    const today = adminRoutes.readToday.reply.parse((await call('GET', '/api/admin/today')).body);
    expect(today).toMatchObject({ receipts: 0, earned: 0, messagesUnknown: 0, campaignsRunning: 0 });
    expect(today.members).toBeGreaterThan(0);
  });

  it('when something needs a person, then today says what, and no more once staff have decided', async () => {
    const { memberId } = await aMember(database.db, { name: 'Олена Коваль' });
    const { staffId, name } = admin.staff;
    const note = (actor: string, action: string, subject: string, detail: object) =>
      transaction(database.db, (tx) =>
        recordAudit(tx, { actor, action, subject, detail: { ...detail }, at: server.clock.now() }),
      );
    await note(staffId, 'till.velocity', memberId, { receipts: 5 });
    await note(memberId, 'burn.refuse', 'brq_1', { storeId: STORE, staffId });
    await note('idn_1', 'identity.rejected', memberId, { identityId: 'idn_2' });
    const read = async () =>
      adminRoutes.readToday.reply.parse((await call('GET', '/api/admin/today')).body).concerns;
    const about = { memberId, shownName: 'Олена К.' };
    expect(await read()).toMatchObject([
      { kind: 'identityRejected', staffName: null, storeName: null, receipts: null, ...about },
      { kind: 'burnRefused', staffName: name, storeName: expect.any(String), ...about },
      { kind: 'velocity', staffName: name, storeName: null, receipts: 5, ...about },
    ]);
    server.clock.advance(1_000);
    await call('POST', `/api/admin/members/${memberId}/allow-burning`);
    expect((await read()).map((each) => each.kind)).toEqual(['burnRefused', 'velocity']);
  });
});

describe('the marketer', () => {
  const as = () => marketer;
  const write = (texts: Record<string, string>) =>
    call('POST', '/api/marketing/campaigns', { name: 'Сир тижня', texts }, as());

  it('when a campaign is written, tested, launched, paused, resumed and stopped, then its state follows', async () => {
    const member = await aMember(database.db, { phone: '+380631234567', marketingConsent: true });
    await anIdentity(database.db, { memberId: member.memberId, messenger: 'viber' });
    const { status, body } = await write({ uk: '{{name}}, у вас {{balance}} <b>' });
    expect(status).toBe(201);
    const url = `/api/marketing/campaigns/${body.campaignId}`;
    expect((await call('GET', `${url}/estimate`, undefined, as())).body).toEqual({
      audience: 1,
      byMessenger: { telegram: 0, viber: 1 },
    });
    const preview = marketingRoutes.previewCampaign.reply.parse(
      (await call('GET', `${url}/preview`, undefined, as())).body,
    );
    expect(preview.texts.map((each) => [each.language, each.fallback])).toEqual([
      ['uk', false],
      ['ru', true],
      ['en', true],
    ]);
    expect(preview.texts[0]?.text).toContain('&lt;b&gt;');
    expect((await call('POST', `${url}/test`, { phone: '063 123 45 67' }, as())).body).toEqual({
      queued: true,
    });
    const [test] = await database.sql`select prompt from delivery where member_id = ${member.memberId}`;
    expect(test?.prompt.keyboard).toEqual([[{ label: 'Картка', action: 'card' }]]);
    expect((await call('POST', `${url}/test`, { phone: '063 123 45 68' }, as())).body.error.code).toBe(
      'not_reachable_yourself',
    );
    await call('PATCH', url, { texts: { uk: 'Новий текст', en: 'A new text' } }, as());
    const states: string[] = [];
    for (const act of ['launch', 'pause', 'resume', 'stop']) {
      states.push(
        marketingRoutes.readProgress.reply.parse((await call('POST', `${url}/${act}`, undefined, as())).body)
          .status,
      );
    }
    expect(states).toEqual(['expanding', 'paused', 'expanding', 'stopped']);
    expect((await call('POST', `${url}/launch`, undefined, as())).body.error.code).toBe('campaign_state');
    expect((await call('PATCH', url, { name: 'x' }, as())).body.error.code).toBe('campaign_state');
    const listed = marketingRoutes.listCampaigns.reply.parse(
      (await call('GET', '/api/marketing/campaigns', undefined, as())).body,
    );
    expect(listed.campaigns[0]).toMatchObject({ campaignId: body.campaignId, status: 'stopped' });
    expect(server.pokes()).toBeGreaterThan(4);
  });

  it('when there is no text at all, then it is refused', async () => {
    expect((await write({ uk: '  ' })).body.error.code).toBe('text_missing');
    expect((await write({ uk: 'x'.repeat(3_501) })).status).toBe(400);
    expect((await call('GET', '/api/marketing/campaigns/cmp_none', undefined, as())).status).toBe(404);
  });
});
