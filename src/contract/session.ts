// Signing in and out, and who is signed in. The session is an httpOnly cookie; every other console route needs it.
import { z } from 'zod';
import { problem } from './problem.ts';
import { noReply, route } from './route.ts';
import { language, line, role, staffId, storeId, tillId } from './words.ts';

export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,30}$/, problem('login'))
  .meta({ description: 'The short name to sign in with.', examples: ['olena'] });
export const password = z.string().min(10).max(200).meta({ description: 'At least ten characters.' });

export const storeOfStaff = z.object({
  storeId,
  name: z.string(),
  city: z.string(),
  address: z.string(),
  tills: z.array(z.object({ tillId, name: z.string() })),
});

export const me = z.object({
  staffId,
  name: z.string(),
  login: z.string(),
  role,
  language,
  /** Signing in takes a code of an app besides the password. */
  secondFactor: z.boolean(),
  /** Stores the person may work in: a cashier's own, for the others all that are open. */
  stores: z.array(storeOfStaff),
  /** How the shop looks and counts, so that the first screen needs no second request. */
  shop: z.object({
    name: z.string(),
    brandColour: z.string(),
    accentColour: z.string(),
    moneyCurrency: z.string(),
    pointValueMinor: z.int(),
    timeZone: z.string(),
  }),
});
export type Me = z.output<typeof me>;

/** The password was right; the code is sent to `passSecondFactor`, with the cookie that came along. */
const secondFactorWanted = z.object({ secondFactor: z.literal('wanted') });
const anyPassword = z.string().min(1).max(200);
/** Six digits of the app. */
export const appCode = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, problem('sixDigits')));
/** Each opens the door once. */
const recoveryCodes = z.array(z.string());

export const sessionRoutes = {
  signIn: route({
    method: 'POST',
    url: '/api/session',
    summary: 'Sign in',
    body: z.strictObject({ login, password: anyPassword }),
    reply: z.union([me, secondFactorWanted]),
  }),
  passSecondFactor: route({
    method: 'POST',
    url: '/api/session/pass',
    summary: 'Go on with a sign-in by a code of the app, or by a recovery code',
    body: z.strictObject({ code: z.string().trim().min(1).max(40), trustDevice: z.boolean().default(false) }),
    reply: me,
  }),
  beginSecondFactor: route({
    method: 'POST',
    url: '/api/session/second-factor',
    summary: 'Begin with a second factor of my own; it is on once the first code was right',
    body: z.strictObject({ password: anyPassword }),
    reply: z.object({
      /** What the QR code says, for an app on the same phone. */
      address: z.string(),
      /** A PNG as a data: address. */
      qr: z.string(),
      /** For typing in by hand. */
      secret: z.string(),
      recoveryCodes,
    }),
  }),
  confirmSecondFactor: route({
    method: 'POST',
    url: '/api/session/second-factor/confirm',
    summary: 'Put my second factor on by the first code of the app',
    body: z.strictObject({ code: appCode }),
    reply: me,
  }),
  endSecondFactor: route({
    method: 'POST',
    url: '/api/session/second-factor/end',
    summary: 'Take my second factor off',
    body: z.strictObject({ password: anyPassword }),
    reply: me,
  }),
  renewRecoveryCodes: route({
    method: 'POST',
    url: '/api/session/second-factor/recovery-codes',
    summary: 'New recovery codes; the old ones open nothing any more',
    body: z.strictObject({ password: anyPassword }),
    reply: z.object({ recoveryCodes }),
  }),
  signOut: route({
    method: 'DELETE',
    url: '/api/session',
    summary: 'Sign out',
    reply: noReply,
    statuses: [204],
  }),
  readMe: route({ method: 'GET', url: '/api/session', summary: 'Who is signed in', reply: me }),
  changeMe: route({
    method: 'PATCH',
    url: '/api/session',
    summary: 'Change my own name or language',
    body: z.strictObject({ name: line(80).optional(), language: language.optional() }),
    reply: me,
  }),
  changePassword: route({
    method: 'POST',
    url: '/api/session/password',
    summary: 'Change my own password; every other session of mine ends',
    body: z.strictObject({ currentPassword: anyPassword, newPassword: password }),
    reply: noReply,
    statuses: [204],
  }),
};
