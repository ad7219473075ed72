// What quests have brought, and whom they were for.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { MemberId, QuestId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const questResult = pgTable('quest_result', {
  questId: text('quest_id').$type<QuestId>().primaryKey(),
  daysAfter: smallint('days_after').default(14).notNull(),
  marginPercent: smallint('margin_percent').default(25).notNull(),
  costMinor: whole('cost_minor').default(0n).notNull(),
  frozenTo: text('frozen_to').default('').notNull(),
  frozenAt: moment('frozen_at'),
  groups: jsonb('groups'),
  countedAt: moment('counted_at'),
  nextAt: moment('next_at'),
});

export const questAudience = pgTable(
  'quest_audience',
  {
    questId: text('quest_id').$type<QuestId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    control: boolean('control').notNull(),
  },
  (table) => [primaryKey({ columns: [table.questId, table.memberId] })],
);
