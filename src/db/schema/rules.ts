// Earning rules, their versions and budgets.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RuleId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

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
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
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
    liveFrom: moment('live_from').notNull(),
    liveUntil: moment('live_until'),
  },
  (table) => [primaryKey({ columns: [table.ruleId, table.version] })],
);

export const ruleBudget = pgTable('rule_budget', {
  ruleId: text('rule_id').$type<RuleId>().primaryKey(),
  points: whole('points').notNull(),
  spent: whole('spent').default(sql`0`).notNull(),
  alertedAt: moment('alerted_at'),
  stoppedAt: moment('stopped_at'),
  countsFrom: moment('counts_from'),
});
