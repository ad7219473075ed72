// Rules tried on past receipts.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ReplayId, RuleId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const ruleReplay = pgTable('rule_replay', {
  replayId: text('replay_id').$type<ReplayId>().primaryKey(),
  ruleId: text('rule_id').$type<RuleId>().notNull(),
  definition: jsonb('definition').notNull(),
  weeks: integer('weeks').notNull(),
  status: text('status')
    .$type<'waiting' | 'running' | 'done' | 'failed' | 'stopped'>()
    .default('waiting')
    .notNull(),
  receiptsDone: whole('receipts_done').default(sql`0`).notNull(),
  receiptsAll: whole('receipts_all'),
  result: jsonb('result'),
  error: text('error'),
  askedBy: text('asked_by').notNull(),
  askedAt: moment('asked_at').notNull(),
  finishedAt: moment('finished_at'),
  heardAt: moment('heard_at'),
  attempt: integer('attempt').default(0).notNull(),
  since: moment('since'),
  until: moment('until'),
});
