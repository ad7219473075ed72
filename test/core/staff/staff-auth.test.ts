import { describe, expect, it } from 'vitest';
import { changeStaff } from '#src/core/staff/change-staff.ts';
import { createStaff, type NewStaff } from '#src/core/staff/create-staff.ts';
import { setPassword } from '#src/core/staff/set-password.ts';
import { readSession, signIn, signOut } from '#src/core/staff/sign-in.ts';
import { staffAuth } from '#src/core/staff/staff-auth.ts';
import { transaction } from '#src/db/client.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const at = new Date();
const auth = () =>
  staffAuth({
    db: database.db,
    secretKey: 'a key that is long enough for a test',
    publicUrl: 'http://127.0.0.1:3000',
    secureCookies: false,
  });

function aStaff(fields: Partial<NewStaff> = {}): NewStaff {
  const login = `s${Math.random().toString(36).slice(2, 10)}`;
  return {
    name: 'Олена',
    login,
    role: 'admin',
    storeIds: [],
    language: 'uk',
    actor: 'system',
    at,
    ...fields,
  };
}
const create = (fields: Partial<NewStaff> = {}) =>
  transaction(database.db, (tx) => createStaff(tx, aStaff(fields)));

describe('signing in', () => {
  it('when login and password are right, then the cookie is httpOnly and leads back to the person', async () => {
    const { staff, password } = await create();
    const { cookies, staff: signedIn } = await signIn(auth(), database.db, {
      login: staff.login,
      password,
    });
    expect(signedIn?.staffId).toBe(staff.staffId);
    expect(cookies.join()).toMatch(/kartka\.session_token=.*HttpOnly; SameSite=Lax/);
    const session = await readSession(auth(), database.db, cookieHeader(cookies));
    expect(session?.staff).toEqual(staff);
  });

  it('when the password is wrong or the login unknown, then both are refused alike', async () => {
    const { staff } = await create();
    for (const login of [staff.login, 'nobody']) {
      await expect(signIn(auth(), database.db, { login, password: 'wrong' })).rejects.toMatchObject({
        code: 'sign_in_failed',
      });
    }
  });

  it('when the cookie is changed, then it opens nothing', async () => {
    const { staff, password } = await create();
    const { cookies } = await signIn(auth(), database.db, {
      login: staff.login,
      password,
    });
    const forged = cookieHeader(cookies).replace(/=./, (text) => (text === '=a' ? '=b' : '=a'));
    expect(await readSession(auth(), database.db, forged)).toBeNull();
  });

  it('when somebody signs out, then the old cookie opens nothing', async () => {
    const { staff, password } = await create();
    const { cookies } = await signIn(auth(), database.db, {
      login: staff.login,
      password,
    });
    await signOut(auth(), cookieHeader(cookies));
    expect(await readSession(auth(), database.db, cookieHeader(cookies))).toBeNull();
  });

  it('when somebody is disabled, then their session ends and they cannot sign in', async () => {
    const { staff, password } = await create({ role: 'cashier' });
    const { cookies } = await signIn(auth(), database.db, {
      login: staff.login,
      password,
    });
    await transaction(database.db, (tx) =>
      changeStaff(tx, { staffId: staff.staffId, disabled: true, actor: 'system', at }),
    );
    expect(await readSession(auth(), database.db, cookieHeader(cookies))).toBeNull();
    await expect(signIn(auth(), database.db, { login: staff.login, password })).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
  });

  it('when somebody changes their password, then their other sessions end and this one stays', async () => {
    const { staff, password } = await create();
    const enter = (word: string) => signIn(auth(), database.db, { login: staff.login, password: word });
    const [here, there] = [await enter(password), await enter(password)];
    const mine = await readSession(auth(), database.db, cookieHeader(here.cookies));
    if (!mine) throw new Error('signed in');
    const change = (currentPassword: string) =>
      transaction(database.db, (tx) =>
        setPassword(tx, {
          staffId: staff.staffId,
          newPassword: 'another long password',
          actor: staff.staffId,
          at,
          own: { currentPassword, token: mine.token },
        }),
      );
    await expect(change('wrong')).rejects.toMatchObject({ code: 'sign_in_failed' });
    await change(password);
    expect(await readSession(auth(), database.db, cookieHeader(here.cookies))).not.toBeNull();
    expect(await readSession(auth(), database.db, cookieHeader(there.cookies))).toBeNull();
    await expect(enter(password)).rejects.toMatchObject({ code: 'sign_in_failed' });
    await enter('another long password');
  });
});

describe('staff', () => {
  it('when a login is taken, then it is refused', async () => {
    const { staff } = await create();
    await expect(create({ login: staff.login })).rejects.toMatchObject({ code: 'login_taken' });
  });

  it('when the last admin would go, then it is refused', async () => {
    await database.sql`delete from staff`;
    const { staff } = await create();
    const change = (fields: { disabled?: boolean; role?: 'cashier' }) =>
      transaction(database.db, (tx) =>
        changeStaff(tx, { staffId: staff.staffId, actor: 'system', at, ...fields }),
      );
    await expect(change({ disabled: true })).rejects.toMatchObject({ code: 'last_admin' });
    await expect(change({ role: 'cashier' })).rejects.toMatchObject({ code: 'last_admin' });
    await create();
    expect(await change({ disabled: true })).toMatchObject({ disabledAt: at });
  });
});

function cookieHeader(cookies: string[]): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}
