// Members and where they stand, their tiers, phones, messenger accounts and consents.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { boolean, date, integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { ConsentId, IdentityId, MemberId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const member = pgTable('member', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  name: text('name').notNull(),
  phone: text('phone'),
  language: text('language').$type<'uk' | 'ru' | 'en'>().default('uk').notNull(),
  status: text('status').$type<'active' | 'erased'>().default('active').notNull(),
  tierKey: text('tier_key').notNull(),
  marketingConsent: boolean('marketing_consent').default(false).notNull(),
  preferredMessenger: text('preferred_messenger').$type<'telegram' | 'viber'>(),
  burnAllowedFrom: moment('burn_allowed_from'),
  source: text('source'),
  registeredAt: moment('registered_at').notNull(),
  erasedAt: moment('erased_at'),
  absorbedInto: text('absorbed_into').$type<MemberId>(),
  pointsHeldUntil: moment('points_held_until'),
  birthday: date('birthday', { mode: 'string' }),
  birthdayToldAt: moment('birthday_told_at'),
});

export const phone = pgTable('phone', {
  phone: text('phone').primaryKey(),
  memberId: text('member_id').$type<MemberId>().notNull(),
  provenAt: moment('proven_at'),
});

export const identity = pgTable('identity', {
  identityId: text('identity_id').$type<IdentityId>().primaryKey(),
  messenger: text('messenger').$type<'telegram' | 'viber'>().notNull(),
  externalId: text('external_id').notNull(),
  memberId: text('member_id').$type<MemberId>(),
  shownName: text('shown_name').default('').notNull(),
  language: text('language').$type<'uk' | 'ru' | 'en'>().default('uk').notNull(),
  reachable: boolean('reachable').default(true).notNull(),
  scene: text('scene').default('start').notNull(),
  sceneState: jsonb('scene_state').default({}).notNull(),
  source: text('source'),
  linkedAt: moment('linked_at'),
  firstSeenAt: moment('first_seen_at').notNull(),
  lastSeenAt: moment('last_seen_at').notNull(),
  vouchedAt: moment('vouched_at'),
  erasedAt: moment('erased_at'),
  waitingLink: text('waiting_link'),
});

export const oneTimeCode = pgTable('one_time_code', {
  identityId: text('identity_id').$type<IdentityId>().primaryKey(),
  phone: text('phone').notNull(),
  codeHash: text('code_hash').notNull(),
  attemptsLeft: smallint('attempts_left').notNull(),
  sentAt: moment('sent_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const attemptCount = pgTable(
  'attempt_count',
  {
    attemptKey: text('attempt_key').notNull(),
    windowStart: moment('window_start').notNull(),
    attempts: integer('attempts').default(0).notNull(),
  },
  (table) => [primaryKey({ columns: [table.attemptKey, table.windowStart] })],
);

export const consent = pgTable(
  'consent',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    consentId: text('consent_id').$type<ConsentId>().notNull(),
    kind: text('kind').$type<'programme' | 'marketing'>().notNull(),
    given: boolean('given').notNull(),
    textVersion: text('text_version').notNull(),
    channel: text('channel').$type<'telegram' | 'viber' | 'console' | 'import'>().notNull(),
    carriedBy: text('carried_by').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.consentId] })],
);

export const standing = pgTable('standing', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  version: whole('version').default(sql`0`).notNull(),
  receipts: integer('receipts').default(0).notNull(),
  turnoverMinor: whole('turnover_minor').default(sql`0`).notNull(),
  firstReceiptAt: moment('first_receipt_at'),
  lastReceiptAt: moment('last_receipt_at'),
  months: jsonb('months').default({}).notNull(),
  day: date('day', { mode: 'string' }),
  earnedToday: jsonb('earned_today').default({}).notNull(),
  ruleUse: jsonb('rule_use').default({}).notNull(),
  tierLostAt: moment('tier_lost_at'),
  tierKeptUntil: moment('tier_kept_until'),
});

export const tierChange = pgTable(
  'tier_change',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    changedAt: moment('changed_at').notNull(),
    fromTier: text('from_tier').notNull(),
    toTier: text('to_tier').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.changedAt] })],
);

export const dailyPass = pgTable('daily_pass', {
  pass: text('pass').primaryKey(),
  day: date('day', { mode: 'string' }).notNull(),
  memberId: text('member_id').$type<MemberId>(),
  done: boolean('done').default(false).notNull(),
});

export const memberExternalId = pgTable('member_external_id', {
  externalId: text('external_id').primaryKey(),
  memberId: text('member_id').$type<MemberId>().notNull(),
  linkedAt: moment('linked_at').notNull(),
});

export const memberEvent = pgTable(
  'member_event',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    eventKey: text('event_key').notNull(),
    name: text('name').notNull(),
    toldBy: text('told_by').notNull(),
    occurredAt: moment('occurred_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.eventKey] })],
);

export const erasedWords = pgTable('erased_words', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  name: text('name').notNull(),
  words: text('words').array().notNull(),
  erasedAt: moment('erased_at').notNull(),
});

export const sourceLink = pgTable('source_link', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  archivedAt: moment('archived_at'),
});
