// The inbox of updates and the outbox of deliveries.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { DeliveryId, IdentityId, MemberId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const worker = pgTable('worker', {
  workerNo: integer('worker_no').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull(),
  startedAt: moment('started_at').notNull(),
});

export const delivery = pgTable('delivery', {
  deliveryId: text('delivery_id').$type<DeliveryId>().primaryKey(),
  deliveryNo: whole('delivery_no').generatedAlwaysAsIdentity(),
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
  notBefore: moment('not_before').notNull(),
  notAfter: moment('not_after'),
  attempts: smallint('attempts').default(0).notNull(),
  workerNo: integer('worker_no'),
  externalMessageId: text('external_message_id'),
  error: text('error'),
  createdAt: moment('created_at').notNull(),
  sendingAt: moment('sending_at'),
  settledAt: moment('settled_at'),
  seenAt: moment('seen_at'),
});

export const pacer = pgTable('pacer', {
  bot: text('bot').primaryKey(),
  nextAt: moment('next_at').notNull(),
  silentUntil: moment('silent_until'),
  noBroadcastSince: moment('no_broadcast_since'),
});

export const inbox = pgTable(
  'inbox',
  {
    messenger: text('messenger').$type<'telegram' | 'viber'>().notNull(),
    updateKey: text('update_key').notNull(),
    inboxNo: whole('inbox_no').generatedAlwaysAsIdentity(),
    externalId: text('external_id').notNull(),
    payload: jsonb('payload').notNull(),
    status: text('status').$type<'new' | 'done' | 'failed'>().default('new').notNull(),
    attempts: smallint('attempts').default(0).notNull(),
    error: text('error'),
    receivedAt: moment('received_at').notNull(),
    notBefore: moment('not_before'),
    handledAt: moment('handled_at'),
  },
  (table) => [primaryKey({ columns: [table.messenger, table.updateKey] })],
);
