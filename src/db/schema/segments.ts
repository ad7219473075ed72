// Segments, who is in them, and what was taken out of them.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, date, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MemberId, SegmentId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const segment = pgTable('segment', {
  segmentId: text('segment_id').$type<SegmentId>().primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<'condition' | 'list'>().notNull(),
  definition: jsonb('definition'),
  followed: boolean('followed').default(false).notNull(),
  members: integer('members'),
  countedAt: moment('counted_at'),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
  archivedAt: moment('archived_at'),
  sweptOn: date('swept_on', { mode: 'string' }),
  sweptTo: text('swept_to').default('').notNull(),
});

export const segmentMember = pgTable(
  'segment_member',
  {
    segmentId: text('segment_id').$type<SegmentId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    enteredAt: moment('entered_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.segmentId, table.memberId] })],
);

export const segmentExport = pgTable('segment_export', {
  exportId: text('export_id').primaryKey(),
  segmentId: text('segment_id').$type<SegmentId>().notNull(),
  network: text('network').$type<'meta' | 'google' | 'members'>().notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: moment('asked_at').notNull(),
  people: integer('people'),
  finishedAt: moment('finished_at'),
});
