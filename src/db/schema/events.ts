// What happened, and how far each reader has come.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { customType, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { EventId, MemberId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

/** A transaction's number, as text. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const eventReader = pgTable('event_reader', {
  reader: text('reader').primaryKey(),
  recordedIn: xid8('recorded_in').notNull(),
  eventNo: whole('event_no').notNull(),
});

export const event = pgTable(
  'event',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    eventId: text('event_id').$type<EventId>().notNull(),
    eventNo: whole('event_no').generatedAlwaysAsIdentity(),
    recordedIn: xid8('recorded_in').default(sql`pg_current_xact_id()`).notNull(),
    kind: text('kind').notNull(),
    data: jsonb('data').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.eventId] })],
);
