// What rules that no receipt brings have answered to, and how far a day's sweep has come.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, date, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const ruleTrigger = pgTable(
  'rule_trigger',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    occasion: text('occasion').notNull(),
    appliedAt: moment('applied_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.occasion] })],
);

export const ruleSweep = pgTable(
  'rule_sweep',
  {
    sweep: text('sweep').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    place: text('place').default('').notNull(),
    done: boolean('done').default(false).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sweep, table.day] })],
);
