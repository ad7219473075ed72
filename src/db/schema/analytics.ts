// What the receipts of a member come to.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { bigint, date, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';

export type LifeCycle = 'registered' | 'new' | 'stalled' | 'regular' | 'lapsing' | 'lost' | 'reactivated';

export const memberStats = pgTable('member_stats', {
  memberId: text('member_id').$type<MemberId>().primaryKey(),
  days: integer('days').default(0).notNull(),
  daysEver: integer('days_ever').default(0).notNull(),
  netMinor: bigint('net_minor', { mode: 'bigint' }).default(0n).notNull(),
  firstDay: date('first_day'),
  previousDay: date('previous_day'),
  lastDay: date('last_day'),
  medianMinor: bigint('median_minor', { mode: 'bigint' }),
  medianLines: integer('median_lines'),
  r: smallint('r').default(0).notNull(),
  f: smallint('f').default(0).notNull(),
  m: smallint('m').default(0).notNull(),
  lifeCycle: text('life_cycle').$type<LifeCycle>().default('registered').notNull(),
  receiptSize: text('receipt_size'),
  favouriteCategory: text('favourite_category'),
  dueOn: date('due_on'),
});
