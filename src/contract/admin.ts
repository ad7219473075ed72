// What runs the shop: today's figures, staff, stores and tills, API keys, and looking up one member. Members are shown
// masked: staff see whose card it is without a list of phones to carry away.
import { z } from 'zod';
import { memberFound, memberPage } from './member.ts';
import { noReply, route } from './route.ts';
import { login, password, storeOfStaff } from './session.ts';
import { today } from './today.ts';
import {
  instant,
  language,
  line,
  memberCode,
  memberId,
  role,
  staffId,
  storeId,
  tillId,
  timeZone,
} from './words.ts';

export const staff = z.object({
  staffId,
  name: z.string(),
  login: z.string(),
  role,
  storeIds: z.array(storeId),
  language,
  createdAt: instant,
  disabledAt: instant.nullable(),
  secondFactor: z.boolean(),
});
export type Staff = z.output<typeof staff>;

const place = z
  .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({ description: 'Where it stands, in degrees: for tasks of quests that ask people to come by.' });
export const store = storeOfStaff.extend({
  timeZone: z.string(),
  place: place.nullable(),
  closedAt: instant.nullable(),
});
export type Store = z.output<typeof store>;

const staffFields = z.strictObject({
  name: line(80),
  role,
  storeIds: z.array(storeId).max(500),
  language,
});
const storeFields = z.strictObject({
  name: line(80),
  city: line(80),
  address: line(160),
  timeZone,
  place: place.nullable(),
});
const staffParams = z.strictObject({ staffId });
const storeParams = z.strictObject({ storeId });
/** Shown this once; only its hash is kept. */
const newPassword = z.object({ password: z.string() });

export const adminRoutes = {
  readToday: route({ method: 'GET', url: '/api/admin/today', summary: 'Figures of today', reply: today }),

  listStaff: route({
    method: 'GET',
    url: '/api/admin/staff',
    summary: 'Everybody who may sign in',
    reply: z.object({ staff: z.array(staff) }),
  }),
  createStaff: route({
    method: 'POST',
    url: '/api/admin/staff',
    summary: 'Let somebody sign in; without a password one is made and shown once',
    body: staffFields.extend({
      login,
      password: password.optional(),
      storeIds: staffFields.shape.storeIds.default([]),
      language: language.default('uk'),
    }),
    reply: staff.extend(newPassword.shape),
    statuses: [201],
  }),
  changeStaff: route({
    method: 'PATCH',
    url: '/api/admin/staff/:staffId',
    summary: 'Change name, role, stores or language',
    params: staffParams,
    body: staffFields.partial(),
    reply: staff,
  }),
  resetPassword: route({
    method: 'POST',
    url: '/api/admin/staff/:staffId/password',
    summary: 'Give a new password, shown once; every session of theirs ends',
    params: staffParams,
    reply: newPassword,
  }),
  removeSecondFactor: route({
    method: 'POST',
    url: '/api/admin/staff/:staffId/second-factor/remove',
    summary: 'Take off the second factor of somebody who has lost it; every session of theirs ends',
    params: staffParams,
    reply: staff,
  }),
  disableStaff: route({
    method: 'POST',
    url: '/api/admin/staff/:staffId/disable',
    summary: 'Let somebody sign in no more; every session of theirs ends',
    params: staffParams,
    reply: staff,
  }),
  enableStaff: route({
    method: 'POST',
    url: '/api/admin/staff/:staffId/enable',
    summary: 'Let somebody sign in again',
    params: staffParams,
    reply: staff,
  }),

  listStores: route({
    method: 'GET',
    url: '/api/admin/stores',
    summary: 'Stores and their tills',
    reply: z.object({ stores: z.array(store) }),
  }),
  createStore: route({
    method: 'POST',
    url: '/api/admin/stores',
    summary: 'Open a store',
    body: storeFields.extend({
      timeZone: timeZone.default('Europe/Kyiv'),
      place: place.nullable().default(null),
    }),
    reply: store,
    statuses: [201],
  }),
  changeStore: route({
    method: 'PATCH',
    url: '/api/admin/stores/:storeId',
    summary: 'Change a store; closed: true closes it, false opens it again',
    params: storeParams,
    body: storeFields.partial().extend({ closed: z.boolean().optional() }),
    reply: store,
  }),
  createTill: route({
    method: 'POST',
    url: '/api/admin/stores/:storeId/tills',
    summary: 'Add a till to a store',
    params: storeParams,
    body: z.strictObject({ name: line(40), tillId: tillId.optional() }),
    reply: store,
    statuses: [201],
  }),

  findMember: route({
    method: 'POST',
    url: '/api/office/members/find',
    summary: 'Find a member by card number or whole phone number',
    body: z.strictObject({ code: memberCode }),
    reply: memberFound,
  }),
  readMember: route({
    method: 'GET',
    url: '/api/office/members/:memberId',
    summary: 'One member: card, chats and latest receipts',
    params: z.strictObject({ memberId }),
    reply: memberPage,
  }),
  allowBurning: route({
    method: 'POST',
    url: '/api/admin/members/:memberId/allow-burning',
    summary: 'Let a member burn again whose new messenger account was doubted',
    params: z.strictObject({ memberId }),
    reply: noReply,
    statuses: [204],
  }),
};
