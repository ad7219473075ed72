// Sessions of staff, kept by better-auth over our own tables. Its HTTP routes are not mounted: signing in and out go
// through our own contract, and nobody can sign up. Passwords are hashed here, sessions are rows that can be ended.
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { username } from 'better-auth/plugins/username';
import type { Db } from '#src/db/client.ts';
import {
  staff,
  staffAccount,
  staffSecondFactor,
  staffSession,
  staffVerification,
} from '#src/db/schema/staff.ts';
import { newId } from '#src/lib/id.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

export interface StaffAuthOptions {
  db: Db;
  secretKey: string;
  publicUrl: string;
  /** Cookies travel over https only. */
  secureCookies: boolean;
}

/** A session lasts a week, and longer while it is used. */
const SESSION_SECONDS = 7 * 24 * 3600;

/** A device that is trusted asks for the password alone that long. */
const TRUST_SECONDS = 30 * 24 * 3600;

const PREFIXES: Record<string, string> = { user: 'stf', session: 'ses', account: 'acc', twoFactor: 'fac' };

export function staffAuth({ db, secretKey, publicUrl, secureCookies }: StaffAuthOptions) {
  return betterAuth({
    appName: 'Kartka',
    baseURL: publicUrl,
    secret: secretKey,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: staff,
        session: staffSession,
        account: staffAccount,
        verification: staffVerification,
        twoFactor: staffSecondFactor,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: ({ password, hash }) => verifyPassword(password, hash) },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 3600 },
    advanced: {
      cookiePrefix: 'kartka',
      useSecureCookies: secureCookies,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: secureCookies, path: '/' },
      // It never writes people here, so it need not know every column.
      database: { validateSchema: false, generateId: ({ model }) => newId(PREFIXES[model] ?? 'row') },
    },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 31,
        displayUsername: false,
        usernameValidator: () => true,
      }),
      twoFactor({ issuer: 'Kartka', trustDeviceMaxAge: TRUST_SECONDS, backupCodeOptions: { amount: 8 } }),
    ],
  });
}

export type StaffAuth = ReturnType<typeof staffAuth>;
