// What members wear for good, won in quests and challenges.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const memberBadge = pgTable(
  'member_badge',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    badgeKey: text('badge_key').notNull(),
    titles: jsonb('titles').notNull(),
    sign: text('sign').default('🏅').notNull(),
    givenAt: moment('given_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.badgeKey] })],
);
