// Games that were opened from tasks of quests, and questions to other systems.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { GameId, PlayerId, QuestId } from '#src/lib/id.ts';
import { moment } from './columns.ts';

export const questGame = pgTable('quest_game', {
  gameId: text('game_id').$type<GameId>().primaryKey(),
  playerId: text('player_id').$type<PlayerId>().notNull(),
  taskNo: smallint('task_no').notNull(),
  link: text('link'),
  dealt: jsonb('dealt').notNull(),
  openedAt: moment('opened_at').notNull(),
  toldAt: moment('told_at'),
  result: integer('result'),
  answered: jsonb('answered'),
});

export const questCheck = pgTable('quest_check', {
  checkKey: text('check_key').primaryKey(),
  questId: text('quest_id').$type<QuestId>().notNull(),
  playerId: text('player_id').$type<PlayerId>().notNull(),
  taskNo: smallint('task_no').notNull(),
  attemptKey: text('attempt_key').notNull(),
  status: text('status').$type<'queued' | 'sending' | 'later' | 'passed' | 'failed' | 'dead'>().notNull(),
  attempts: smallint('attempts').default(0).notNull(),
  nextAt: moment('next_at').notNull(),
  lastStatus: smallint('last_status'),
  lastError: text('last_error'),
  createdAt: moment('created_at').notNull(),
  settledAt: moment('settled_at'),
});
