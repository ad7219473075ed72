// Challenges: their stages, who takes part, how far they are, and what they got.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { bigint, boolean, integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { ChallengeId, MemberId, ReceiptId } from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const challenge = pgTable('challenge', {
  challengeId: text('challenge_id').$type<ChallengeId>().primaryKey(),
  name: text('name').notNull(),
  status: text('status').$type<'draft' | 'live' | 'paused' | 'ended'>().default('draft').notNull(),
  terms: jsonb('terms').notNull(),
  startsAt: moment('starts_at').notNull(),
  endsAt: moment('ends_at'),
  budget: whole('budget'),
  spent: whole('spent').default(0n).notNull(),
  chooseAt: moment('choose_at'),
  chosenTo: text('chosen_to').$type<MemberId>(),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  launchedAt: moment('launched_at'),
  endedAt: moment('ended_at'),
  version: integer('version').default(1).notNull(),
  requestKey: text('request_key'),
});

export const challengeStage = pgTable(
  'challenge_stage',
  {
    challengeId: text('challenge_id').$type<ChallengeId>().notNull(),
    stageNo: smallint('stage_no').notNull(),
    threshold: whole('threshold').notNull(),
    prize: jsonb('prize').notNull(),
    stock: integer('stock'),
    given: integer('given').default(0).notNull(),
  },
  (table) => [primaryKey({ columns: [table.challengeId, table.stageNo] })],
);

export const challengeMember = pgTable(
  'challenge_member',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    challengeId: text('challenge_id').$type<ChallengeId>().notNull(),
    status: text('status').$type<'invited' | 'accepted' | 'declined' | 'control'>().notNull(),
    chosenAt: moment('chosen_at').notNull(),
    answeredAt: moment('answered_at'),
    toTell: boolean('to_tell').default(false).notNull(),
    toldAt: moment('told_at'),
    remindedAt: moment('reminded_at'),
    endedToldAt: moment('ended_told_at'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.challengeId] })],
);

export const challengeProgress = pgTable(
  'challenge_progress',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    challengeId: text('challenge_id').$type<ChallengeId>().notNull(),
    periodNo: integer('period_no').notNull(),
    counted: whole('counted').default(0n).notNull(),
    corrected: whole('corrected').default(0n).notNull(),
    detail: jsonb('detail').default({}).notNull(),
    stage: smallint('stage').default(0).notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.challengeId, table.periodNo] })],
);

export const challengeGain = pgTable(
  'challenge_gain',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    challengeId: text('challenge_id').$type<ChallengeId>().notNull(),
    periodNo: integer('period_no').notNull(),
    stageNo: smallint('stage_no').notNull(),
    status: text('status')
      .$type<'waiting' | 'given' | 'returning' | 'taken_back' | 'kept' | 'lost' | 'missed'>()
      .notNull(),
    turn: smallint('turn').default(1).notNull(),
    reachedAt: moment('reached_at').notNull(),
    readyAt: moment('ready_at').notNull(),
    givenAt: moment('given_at'),
    givenAs: text('given_as'),
    takenAt: moment('taken_at'),
    note: text('note'),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.challengeId, table.periodNo, table.stageNo] })],
);

export const challengeMove = pgTable('challenge_move', {
  moveId: bigint('move_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  memberId: text('member_id').$type<MemberId>().notNull(),
  challengeId: text('challenge_id').$type<ChallengeId>().notNull(),
  periodNo: integer('period_no').notNull(),
  movedAt: moment('moved_at').notNull(),
  because: text('because').$type<'receipt' | 'return' | 'merge' | 'joined' | 'correction'>().notNull(),
  receiptId: text('receipt_id').$type<ReceiptId>(),
  progressBefore: whole('progress_before').notNull(),
  progressAfter: whole('progress_after').notNull(),
  stageBefore: smallint('stage_before').notNull(),
  stageAfter: smallint('stage_after').notNull(),
  reason: text('reason'),
  movedBy: text('moved_by'),
  requestKey: text('request_key'),
});

export const challengeTold = pgTable(
  'challenge_told',
  {
    memberId: text('member_id').$type<MemberId>().notNull(),
    receiptId: text('receipt_id').$type<ReceiptId>().notNull(),
    told: jsonb('told').notNull(),
    toldAt: moment('told_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.receiptId] })],
);
