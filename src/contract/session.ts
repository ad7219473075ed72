// Signing in and out, and who is signed in. The session is an httpOnly cookie; every other console route needs it.
import { z } from 'zod';
import { noReply, route } from './route.ts';
import { language, line, role, staffId, storeId, tillId } from './words.ts';

export const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,30}$/, 'must be 2 to 31 Latin letters, digits, dots, _ or -')
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

export const sessionRoutes = {
  signIn: route({
    method: 'POST',
    url: '/api/session',
    summary: 'Sign in',
    body: z.strictObject({ login, password: z.string().min(1).max(200) }),
    reply: me,
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
    body: z.strictObject({ currentPassword: z.string().min(1).max(200), newPassword: password }),
    reply: noReply,
    statuses: [204],
  }),
};
