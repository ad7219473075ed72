import { describe, expect, it } from 'vitest';
import { createStaff } from '#src/core/staff/create-staff.ts';
import { listStaff } from '#src/core/staff/read-staff.ts';
import { setUpAdmin } from '#src/core/staff/set-up-admin.ts';
import { signIn } from '#src/core/staff/sign-in.ts';
import { staffAuth } from '#src/core/staff/staff-auth.ts';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const at = new Date('2026-03-02T10:00:00Z');
const asked = { language: 'uk', reset: false, at } as const;

async function withDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await work(database);
}

const add = (tx: Tx, login: string, role: 'admin' | 'cashier') =>
  createStaff(tx, { name: login, login, role, storeIds: [], language: 'uk', actor: 'test', at });

async function opens(db: Db, login: string, password: string): Promise<boolean> {
  const options = { secretKey: 'a key that is long enough for a test', publicUrl: 'http://127.0.0.1:3000' };
  const auth = staffAuth({ db, ...options, secureCookies: false });
  return await signIn(auth, db, { login, password }).then(
    () => true,
    () => false,
  );
}

describe('the first admin', () => {
  it('when there is none, then one is made with a password; a second time nothing happens', async () => {
    await withDatabase(async ({ db }) => {
      const made = await transaction(db, (tx) => setUpAdmin(tx, asked));
      expect(made).toMatchObject({
        outcome: 'created',
        login: 'admin',
        password: expect.stringMatching(/^.{19}$/),
      });
      await expect(transaction(db, (tx) => setUpAdmin(tx, { ...asked, login: 'olha' }))).resolves.toEqual({
        outcome: 'exists',
        logins: ['admin'],
      });
      expect(await listStaff(db)).toMatchObject([{ login: 'admin', role: 'admin' }]);
    });
  });

  it('when a cashier has the login, then it is refused', async () => {
    await withDatabase(async ({ db }) => {
      await transaction(db, (tx) => add(tx, 'olha', 'cashier'));
      const setUp = transaction(db, (tx) => setUpAdmin(tx, { ...asked, login: 'olha' }));
      await expect(setUp).rejects.toMatchObject({ code: 'login_taken' });
    });
  });
});

describe('a lost password', () => {
  const reset = { ...asked, reset: true };

  it('when the only admin is reset, then a new password opens and the old one does not', async () => {
    await withDatabase(async ({ db }) => {
      const { password: old } = await transaction(db, (tx) => add(tx, 'olha', 'admin'));
      const made = await transaction(db, (tx) => setUpAdmin(tx, reset));
      if (made.outcome !== 'reset') throw new Error(made.outcome);
      expect(made).toMatchObject({ login: 'olha' });
      expect(made.password).not.toBe(old);
      expect(await opens(db, 'olha', made.password)).toBe(true);
      expect(await opens(db, 'olha', old)).toBe(false);
    });
  });

  it('when there are several admins, then one must be named, and only a known one is reset', async () => {
    await withDatabase(async ({ db }) => {
      await transaction(db, async (tx) => {
        await add(tx, 'olha', 'admin');
        await add(tx, 'petro', 'admin');
        await add(tx, 'kasa', 'cashier');
      });
      for (const login of [undefined, 'nobody', 'kasa']) {
        const told = await transaction(db, (tx) => setUpAdmin(tx, { ...reset, login }));
        expect(told).toEqual({ outcome: 'unknown', logins: ['olha', 'petro'] });
      }
      const named = await transaction(db, (tx) => setUpAdmin(tx, { ...reset, login: 'petro' }));
      expect(named).toMatchObject({ outcome: 'reset', login: 'petro' });
    });
  });
});
