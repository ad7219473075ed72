// Endpoints of other systems, and what is told to each of them.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { EndpointId, EventId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const webhookEndpoint = pgTable('webhook_endpoint', {
  endpointId: text('endpoint_id').$type<EndpointId>().primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  types: text('types').array().default([]).notNull(),
  secret: text('secret').notNull(),
  oldSecret: text('old_secret'),
  oldSecretUntil: moment('old_secret_until'),
  status: text('status').$type<'active' | 'paused' | 'stopped'>().default('active').notNull(),
  stoppedWhy: text('stopped_why').$type<'gone' | 'failing'>(),
  stoppedAt: moment('stopped_at'),
  failingSince: moment('failing_since'),
  createdAt: moment('created_at').notNull(),
});

export interface WebhookTry {
  at: string;
  ms: number;
  status: number | null;
  error: string | null;
}

export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    endpointId: text('endpoint_id').$type<EndpointId>().notNull(),
    messageId: text('message_id').$type<EventId>().notNull(),
    type: text('type').notNull(),
    body: text('body').notNull(),
    status: text('status').$type<'queued' | 'sending' | 'retrying' | 'delivered' | 'dead'>().notNull(),
    attempts: smallint('attempts').default(0).notNull(),
    nextAt: moment('next_at').notNull(),
    lastStatus: smallint('last_status'),
    lastError: text('last_error'),
    tries: jsonb('tries').$type<WebhookTry[]>().default([]).notNull(),
    createdAt: moment('created_at').notNull(),
    settledAt: moment('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.endpointId, table.messageId] })],
);
