// The inbox of updates and the outbox of deliveries.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { bigint, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import type { DeliveryId, IdentityId, MemberId } from '#src/lib/id.ts';

export const worker = pgTable('worker', {
  workerNo: integer('worker_no').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull(),
  startedAt: timestamp('started_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const delivery = pgTable('delivery', {
  deliveryId: text('delivery_id').$type<DeliveryId>().primaryKey(),
  deliveryNo: bigint('delivery_no', { mode: 'bigint' }).generatedAlwaysAsIdentity(),
  identityId: text('identity_id').$type<IdentityId>().notNull(),
  messenger: text('messenger').$type<'telegram' | 'viber'>().notNull(),
  memberId: text('member_id').$type<MemberId>(),
  lane: text('lane').$type<'reply' | 'notice'>().notNull(),
  status: text('status')
    .$type<'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped'>()
    .default('queued')
    .notNull(),
  prompt: jsonb('prompt').notNull(),
  onceKey: text('once_key'),
  notBefore: timestamp('not_before', { withTimezone: true, mode: 'date' }).notNull(),
  notAfter: timestamp('not_after', { withTimezone: true, mode: 'date' }),
  attempts: smallint('attempts').default(0).notNull(),
  workerNo: integer('worker_no'),
  externalMessageId: text('external_message_id'),
  error: text('error'),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
  sendingAt: timestamp('sending_at', { withTimezone: true, mode: 'date' }),
  settledAt: timestamp('settled_at', { withTimezone: true, mode: 'date' }),
  seenAt: timestamp('seen_at', { withTimezone: true, mode: 'date' }),
});

export const pacer = pgTable('pacer', {
  bot: text('bot').primaryKey(),
  nextAt: timestamp('next_at', { withTimezone: true, mode: 'date' }).notNull(),
  silentUntil: timestamp('silent_until', { withTimezone: true, mode: 'date' }),
  noBroadcastSince: timestamp('no_broadcast_since', { withTimezone: true, mode: 'date' }),
});

export const inbox = pgTable(
  'inbox',
  {
    messenger: text('messenger').$type<'telegram' | 'viber'>().notNull(),
    updateKey: text('update_key').notNull(),
    inboxNo: bigint('inbox_no', { mode: 'bigint' }).generatedAlwaysAsIdentity(),
    externalId: text('external_id').notNull(),
    payload: jsonb('payload').notNull(),
    status: text('status').$type<'new' | 'done' | 'failed'>().default('new').notNull(),
    attempts: smallint('attempts').default(0).notNull(),
    error: text('error'),
    receivedAt: timestamp('received_at', { withTimezone: true, mode: 'date' }).notNull(),
    notBefore: timestamp('not_before', { withTimezone: true, mode: 'date' }),
    handledAt: timestamp('handled_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [primaryKey({ columns: [table.messenger, table.updateKey] })],
);
