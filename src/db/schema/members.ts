// Members and where they stand, their tiers, phones, messenger accounts and consents.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { ConsentId, IdentityId, MemberId } from '#src/lib/id.ts';

export const member = pgTable('member', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  name: text('name').notNull(),
  phone: text('phone'),
  language: text('language').$type<'uk' | 'ru' | 'en'>().default('uk').notNull(),
  status: text('status').$type<'active' | 'erased'>().default('active').notNull(),
  tierKey: text('tier_key').notNull(),
  marketingConsent: boolean('marketing_consent').default(false).notNull(),
  preferredMessenger: text('preferred_messenger').$type<'telegram' | 'viber'>(),
  burnAllowedFrom: timestamp('burn_allowed_from', { withTimezone: true, mode: 'date' }),
  source: text('source'),
  registeredAt: timestamp('registered_at', { withTimezone: true, mode: 'date' }).notNull(),
  erasedAt: timestamp('erased_at', { withTimezone: true, mode: 'date' }),
  absorbedInto: text('absorbed_into').$type<MemberId>(),
  pointsHeldUntil: timestamp('points_held_until', { withTimezone: true, mode: 'date' }),
  birthday: date('birthday', { mode: 'string' }),
  birthdayToldAt: timestamp('birthday_told_at', { withTimezone: true, mode: 'date' }),
});

export const phone = pgTable('phone', {
  phone: text('phone').primaryKey(),
  memberId: text('member_id').$type<MemberId>().notNull(),
  provenAt: timestamp('proven_at', { withTimezone: true, mode: 'date' }),
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
  linkedAt: timestamp('linked_at', { withTimezone: true, mode: 'date' }),
  firstSeenAt: timestamp('first_seen_at', { withTimezone: true, mode: 'date' }).notNull(),
  lastSeenAt: timestamp('last_seen_at', { withTimezone: true, mode: 'date' }).notNull(),
  vouchedAt: timestamp('vouched_at', { withTimezone: true, mode: 'date' }),
  erasedAt: timestamp('erased_at', { withTimezone: true, mode: 'date' }),
  waitingLink: text('waiting_link'),
});

export const oneTimeCode = pgTable('one_time_code', {
  identityId: text('identity_id').$type<IdentityId>().primaryKey(),
  phone: text('phone').notNull(),
  codeHash: text('code_hash').notNull(),
  attemptsLeft: smallint('attempts_left').notNull(),
  sentAt: timestamp('sent_at', { withTimezone: true, mode: 'date' }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const attemptCount = pgTable(
  'attempt_count',
  {
    attemptKey: text('attempt_key').notNull(),
    windowStart: timestamp('window_start', { withTimezone: true, mode: 'date' }).notNull(),
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
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.consentId] })],
);

export const standing = pgTable('standing', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  version: bigint('version', { mode: 'bigint' }).default(sql`0`).notNull(),
  receipts: integer('receipts').default(0).notNull(),
  turnoverMinor: bigint('turnover_minor', { mode: 'bigint' }).default(sql`0`).notNull(),
  firstReceiptAt: timestamp('first_receipt_at', { withTimezone: true, mode: 'date' }),
  lastReceiptAt: timestamp('last_receipt_at', { withTimezone: true, mode: 'date' }),
  months: jsonb('months').default({}).notNull(),
  day: date('day', { mode: 'string' }),
  earnedToday: jsonb('earned_today').default({}).notNull(),
  ruleUse: jsonb('rule_use').default({}).notNull(),
  tierLostAt: timestamp('tier_lost_at', { withTimezone: true, mode: 'date' }),
  tierKeptUntil: timestamp('tier_kept_until', { withTimezone: true, mode: 'date' }),
});

export const tierChange = pgTable(
  'tier_change',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true, mode: 'date' }).notNull(),
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
  linkedAt: timestamp('linked_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const memberEvent = pgTable(
  'member_event',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    eventKey: text('event_key').notNull(),
    name: text('name').notNull(),
    toldBy: text('told_by').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true, mode: 'date' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.eventKey] })],
);

export const erasedWords = pgTable('erased_words', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  name: text('name').notNull(),
  words: text('words').array().notNull(),
  erasedAt: timestamp('erased_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const sourceLink = pgTable('source_link', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
  archivedAt: timestamp('archived_at', { withTimezone: true, mode: 'date' }),
});
