// Rules tried on past receipts.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { bigint, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { ReplayId, RuleId } from '#src/lib/id.ts';

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
