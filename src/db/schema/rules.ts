// Earning rules, their versions, budgets and replays.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { MemberId, ReplayId, RuleId } from '#src/lib/id.ts';

export const rule = pgTable('rule', {
  ruleId: text('rule_id').$type<RuleId>().primaryKey(),
  name: text('name').notNull(),
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
});

export const ruleReplay = pgTable('rule_replay', {
  replayId: text('replay_id').$type<ReplayId>().primaryKey(),
  ruleId: text('rule_id').$type<RuleId>().notNull(),
  definition: jsonb('definition').notNull(),
  weeks: integer('weeks').notNull(),
  status: text('status')
    .$type<'waiting' | 'running' | 'done' | 'failed' | 'stopped'>()
    .default('waiting')
    .notNull(),
  receiptsDone: bigint('receipts_done', { mode: 'bigint' }).default(sql`0`).notNull(),
  receiptsAll: bigint('receipts_all', { mode: 'bigint' }),
  result: jsonb('result'),
  error: text('error'),
  askedBy: text('asked_by').notNull(),
  askedAt: timestamp('asked_at', { withTimezone: true, mode: 'date' }).notNull(),
  finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'date' }),
  heardAt: timestamp('heard_at', { withTimezone: true, mode: 'date' }),
  attempt: integer('attempt').default(0).notNull(),
  since: timestamp('since', { withTimezone: true, mode: 'date' }),
  until: timestamp('until', { withTimezone: true, mode: 'date' }),
});

export const ruleTrigger = pgTable(
  'rule_trigger',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    occasion: text('occasion').notNull(),
    appliedAt: timestamp('applied_at', { withTimezone: true, mode: 'date' }).notNull(),
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
