// Staff, their sessions and passwords, API keys and the audit log.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ApiKeyId, PartnerId, ShiftId, StaffId, StoreId, TillId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const apiKey = pgTable('api_key', {
  keyId: text('key_id').$type<ApiKeyId>().primaryKey(),
  name: text('name').notNull(),
  keyHash: text('key_hash').notNull(),
  scopes: text('scopes').array().notNull(),
  storeId: text('store_id').$type<StoreId>(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
  partnerId: text('partner_id').$type<PartnerId>(),
  dayCap: whole('day_cap'),
  oldKeyHash: text('old_key_hash'),
  oldKeyUntil: moment('old_key_until'),
  secretUsedAt: moment('secret_used_at'),
});

export const auditLog = pgTable('audit_log', {
  auditId: whole('audit_id').primaryKey().generatedAlwaysAsIdentity(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  detail: jsonb('detail').default({}).notNull(),
  recordedAt: moment('recorded_at').notNull(),
});

export const shift = pgTable(
  'shift',
  {
    staffId: text('staff_id').$type<StaffId>().notNull(),
    shiftId: text('shift_id').$type<ShiftId>().notNull(),
    storeId: text('store_id').$type<StoreId>().notNull(),
    tillId: text('till_id').$type<TillId>(),
    openedAt: moment('opened_at').notNull(),
    closedAt: moment('closed_at'),
  },
  (table) => [primaryKey({ columns: [table.staffId, table.shiftId] })],
);

// The fields of the next five are named as the library of the sessions expects them; the columns by our own words.

export const staff = pgTable('staff', {
  id: text('staff_id').$type<StaffId>().primaryKey(),
  name: text('name').notNull(),
  username: text('login').notNull(),
  email: text('email').notNull(),
  emailVerified: boolean('email_verified').default(true).notNull(),
  image: text('image'),
  role: text('role').$type<'admin' | 'marketer' | 'cashier'>().notNull(),
  storeIds: text('store_ids').array().$type<StoreId[]>().default([]).notNull(),
  language: text('language').$type<'uk' | 'ru' | 'en'>().default('uk').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  disabledAt: moment('disabled_at'),
  twoFactorEnabled: boolean('second_factor').default(false).notNull(),
});

export const staffSecondFactor = pgTable('staff_second_factor', {
  id: text('second_factor_id').primaryKey(),
  userId: text('staff_id').$type<StaffId>().notNull(),
  secret: text('secret').notNull(),
  backupCodes: text('recovery_codes').notNull(),
  verified: boolean('verified').default(false).notNull(),
  failedVerificationCount: integer('failures').default(0).notNull(),
  lockedUntil: moment('locked_until'),
});

export const staffSession = pgTable('staff_session', {
  id: text('session_id').primaryKey(),
  userId: text('staff_id').$type<StaffId>().notNull(),
  token: text('token').notNull(),
  expiresAt: moment('expires_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const staffAccount = pgTable('staff_account', {
  id: text('account_id').primaryKey(),
  userId: text('staff_id').$type<StaffId>().notNull(),
  providerId: text('provider_id').notNull(),
  accountId: text('provider_account_id').notNull(),
  password: text('password'),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: moment('access_token_expires_at'),
  refreshTokenExpiresAt: moment('refresh_token_expires_at'),
  scope: text('scope'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const staffVerification = pgTable('staff_verification', {
  id: text('verification_id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
