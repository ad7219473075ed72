import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRoutes } from '#src/contract/session.ts';
import { aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { appCode } from '#test/support/app-code.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
});
afterAll(() => server.close());

type Reply = Awaited<ReturnType<typeof ask>>;

/** The cookies that a browser would hold after these replies. */
function cookieAfter(...replies: Reply[]): string {
  const held = new Map<string, string>();
  for (const { name, value } of replies.flatMap((reply) => reply.cookies))
    if (value === '') held.delete(name);
    else held.set(name, `${name}=${encodeURIComponent(value)}`);
  return [...held.values()].join('; ');
}

/** Somebody who has put it on, with the app on their phone. */
async function aCautiousPerson(role: 'admin' | 'cashier' = 'cashier') {
  const person = await aPerson(server, database, { role });
  const begun = await ask(server, 'POST', '/api/session/second-factor', {
    as: person,
    payload: { password: person.password },
  });
  const { address, recoveryCodes, qr } = sessionRoutes.beginSecondFactor.reply.parse(begun.json());
  const confirmed = await ask(server, 'POST', '/api/session/second-factor/confirm', {
    as: person,
    payload: { code: appCode(address) },
  });
  expect([confirmed.statusCode, confirmed.json()]).toMatchObject([200, { secondFactor: true }]);
  return { ...person, cookie: cookieAfter(confirmed), address, recoveryCodes, qr };
}

const enter = ({ staff, password }: Person, cookie = '') =>
  ask(server, 'POST', '/api/session', { payload: { login: staff.login, password }, headers: { cookie } });
const pass = (first: Reply, payload: { code: string; trustDevice?: boolean }) =>
  ask(server, 'POST', '/api/session/pass', { payload, headers: { cookie: cookieAfter(first) } });
const whoAmI = (cookie: string) => ask(server, 'GET', '/api/session', { headers: { cookie } });
const codeOf = (reply: Reply) => [reply.statusCode, reply.json().error?.code];

describe('putting it on', () => {
  it('when it begins, then the app is told shop and login, and nothing is on yet', async () => {
    const person = await aPerson(server, database, { role: 'marketer' });
    const begun = await ask(server, 'POST', '/api/session/second-factor', {
      as: person,
      payload: { password: person.password },
    });
    const { address, qr, recoveryCodes } = begun.json();
    expect(decodeURIComponent(new URL(address).pathname)).toContain(`Поруч:${person.staff.login}`);
    expect(qr).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(new Set(recoveryCodes).size).toBe(8);
    expect((await enter(person)).json()).toMatchObject({ staffId: person.staff.staffId });
  });

  it('when the password is wrong or the first code is, then it stays off', async () => {
    const person = await aPerson(server, database, { role: 'marketer' });
    const at = '/api/session/second-factor';
    const wrong = await ask(server, 'POST', at, { as: person, payload: { password: 'not it' } });
    expect(codeOf(wrong)).toEqual([401, 'sign_in_failed']);
    await ask(server, 'POST', at, { as: person, payload: { password: person.password } });
    const code = await ask(server, 'POST', `${at}/confirm`, { as: person, payload: { code: '000000' } });
    expect(codeOf(code)).toEqual([422, 'second_factor_wrong']);
    expect((await whoAmI(person.cookie)).json()).toMatchObject({ secondFactor: false });
  });
});

describe('signing in with it', () => {
  it('when only the password is right, then nobody is signed in; the app’s code opens the door', async () => {
    const person = await aCautiousPerson();
    const first = await enter(person);
    expect([first.statusCode, first.json()]).toEqual([200, { secondFactor: 'wanted' }]);
    expect(codeOf(await whoAmI(cookieAfter(first)))).toEqual([401, 'not_signed_in']);
    expect(codeOf(await pass(first, { code: '123456' }))).toEqual([422, 'second_factor_wrong']);
    const second = await pass(first, { code: appCode(person.address) });
    expect([second.statusCode, second.json()]).toMatchObject([200, { staffId: person.staff.staffId }]);
    expect((await whoAmI(cookieAfter(second))).statusCode).toBe(200);
  });

  it('when a recovery code is entered, then it opens the door once', async () => {
    const person = await aCautiousPerson();
    const [code = ''] = person.recoveryCodes;
    expect((await pass(await enter(person), { code })).statusCode).toBe(200);
    expect(codeOf(await pass(await enter(person), { code }))).toEqual([422, 'second_factor_wrong']);
  });

  it('when five codes were wrong, then the right one comes too late and the password is asked for again', async () => {
    const person = await aCautiousPerson();
    const first = await enter(person);
    for (let n = 0; n < 5; n++) await pass(first, { code: `00000${n}` });
    const late = await pass(first, { code: appCode(person.address) });
    expect(codeOf(late)).toEqual([409, 'second_factor_restart']);
  });

  it('when the device is trusted, then its next sign-in needs the password alone, and another device the code', async () => {
    const person = await aCautiousPerson();
    const second = await pass(await enter(person), { code: appCode(person.address), trustDevice: true });
    expect((await enter(person, cookieAfter(second))).json()).toMatchObject({
      staffId: person.staff.staffId,
    });
    expect((await enter(person)).json()).toEqual({ secondFactor: 'wanted' });
  });
});

describe('losing it', () => {
  it('when somebody takes it off with their password, then the password alone opens the door', async () => {
    const person = await aCautiousPerson();
    const ended = await ask(server, 'POST', '/api/session/second-factor/end', {
      as: person,
      payload: { password: person.password },
    });
    expect([ended.statusCode, ended.json()]).toMatchObject([200, { secondFactor: false }]);
    expect((await enter(person)).json()).toMatchObject({ staffId: person.staff.staffId });
  });

  it('when new recovery codes are made, then the old ones open nothing', async () => {
    const person = await aCautiousPerson();
    const renewed = await ask(server, 'POST', '/api/session/second-factor/recovery-codes', {
      as: person,
      payload: { password: person.password },
    });
    const [old = '', fresh = ''] = [person.recoveryCodes[0], renewed.json().recoveryCodes[0]];
    const first = await enter(person);
    expect(codeOf(await pass(first, { code: old }))).toEqual([422, 'second_factor_wrong']);
    expect((await pass(first, { code: fresh })).statusCode).toBe(200);
  });

  it('when an admin removes it, then every session ends, trusted devices too, and the log says who did it', async () => {
    const person = await aCautiousPerson();
    const trusted = await pass(await enter(person), { code: appCode(person.address), trustDevice: true });
    const admin = await aPerson(server, database, { role: 'admin' });
    const { staffId } = person.staff;
    const removed = await ask(server, 'POST', `/api/admin/staff/${staffId}/second-factor/remove`, {
      as: admin,
    });
    expect([removed.statusCode, removed.json()]).toMatchObject([200, { secondFactor: false }]);
    expect((await whoAmI(cookieAfter(trusted))).statusCode).toBe(401);
    expect((await enter(person)).json()).toMatchObject({ staffId });
    const lines = await database.sql`select actor, action from audit_log where subject = ${staffId}
      and action like 'staff.second_factor%' order by audit_id`;
    expect(lines.map(({ actor, action }) => [actor, action])).toEqual([
      [staffId, 'staff.second_factor_on'],
      [admin.staff.staffId, 'staff.second_factor_remove'],
    ]);
  });
});
