// Earning rules, their versions and budgets.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { RuleId } from '#src/lib/id.ts';

/** By language. */
type RuleNames = { [language in 'uk' | 'ru' | 'en']?: string };

export const rule = pgTable('rule', {
  ruleId: text('rule_id').$type<RuleId>().primaryKey(),
  name: text('name').notNull(),
  names: jsonb('names').$type<RuleNames>().default({}).notNull(),
  status: text('status').$type<'draft' | 'live' | 'paused' | 'ended'>().default('draft').notNull(),
  draft: jsonb('draft'),
  template: jsonb('template'),
  createdBy: text('created_by').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true, mode: 'date' }).notNull(),
});

export const ruleVersion = pgTable(
  'rule_version',
  {
    ruleId: text('rule_id').$type<RuleId>().notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    names: jsonb('names').$type<RuleNames>().default({}).notNull(),
    definition: jsonb('definition').notNull(),
    template: jsonb('template'),
    publishedBy: text('published_by').notNull(),
    liveFrom: timestamp('live_from', { withTimezone: true, mode: 'date' }).notNull(),
    liveUntil: timestamp('live_until', { withTimezone: true, mode: 'date' }),
  },
  (table) => [primaryKey({ columns: [table.ruleId, table.version] })],
);

export const ruleBudget = pgTable('rule_budget', {
  ruleId: text('rule_id').$type<RuleId>().primaryKey(),
  points: bigint('points', { mode: 'bigint' }).notNull(),
  spent: bigint('spent', { mode: 'bigint' }).default(sql`0`).notNull(),
  alertedAt: timestamp('alerted_at', { withTimezone: true, mode: 'date' }),
  stoppedAt: timestamp('stopped_at', { withTimezone: true, mode: 'date' }),
  countsFrom: timestamp('counts_from', { withTimezone: true, mode: 'date' }),
});
