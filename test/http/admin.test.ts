// What the console's screens do for admins.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminRoutes } from '#src/contract/admin.ts';
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
    const elsewhere = await create({ storeIds: ['str_none'] });
    expect([elsewhere.status, elsewhere.body.error.message]).toEqual([
      404,
      'There is no store str_none here. Check its id.',
    ]);
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

  it('when a store is opened and given a till, then they are known at once: to whoever is here, to staff, keys and the till', async () => {
    const mine = async () =>
      sessionRoutes.readMe.reply.parse((await call('GET', '/api/session')).body).stores;
    await mine();
    const { storeId } = (
      await call('POST', '/api/admin/stores', { name: 'Щойно', city: 'Київ', address: 'вул. Нова, 1' })
    ).body;
    expect((await mine()).find((each) => each.storeId === storeId)?.tills).toEqual([]);
    expect((await create({ storeIds: [storeId] })).status).toBe(201);
    const key = { name: 'Каса', scopes: ['members:read'], storeId };
    expect((await call('POST', '/api/admin/api-keys', key)).status).toBe(201);
    const { tills } = (await call('POST', `/api/admin/stores/${storeId}/tills`, { name: 'Каса 1' })).body;
    expect((await mine()).find((each) => each.storeId === storeId)?.tills).toMatchObject([
      { name: 'Каса 1' },
    ]);
    const { tillId } = tills[0];
    expect((await call('POST', '/api/till/shifts', { storeId, tillId })).status).toBe(200);
    await call('PATCH', `/api/admin/stores/${storeId}`, { closed: true });
    expect((await call('POST', '/api/till/shifts', { storeId, tillId })).body.error.code).toBe(
      'store_closed',
    );
    expect((await mine()).some((each) => each.storeId === storeId)).toBe(false);
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
    const waits = await call('GET', `/api/office/members/${memberId}`);
    expect(waits.body).toMatchObject({ burnWaitsFor: 'staff' });
    const allowed = await call('POST', `/api/admin/members/${memberId}/allow-burning`);
    const { body } = await call('GET', `/api/office/members/${memberId}`);
    expect([allowed.status, body]).toMatchObject([204, { burnAllowedFrom: null, burnWaitsFor: null }]);
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
