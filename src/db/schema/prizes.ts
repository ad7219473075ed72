// What members wear for good, won in quests and challenges.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { MemberId } from '#src/lib/id.ts';

export const memberBadge = pgTable(
  'member_badge',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    badgeKey: text('badge_key').notNull(),
    titles: jsonb('titles').notNull(),
    sign: text('sign').default('🏅').notNull(),
    givenAt: timestamp('given_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.badgeKey] })],
);
