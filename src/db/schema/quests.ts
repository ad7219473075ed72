// Quests: their chapters, tasks and prizes, who plays, what was answered and won.
// Describes the tables of /migrations for typed queries; constraints and indexes are told there, once.
import { boolean, integer, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type {
  CorrectionId,
  DeliveryId,
  IdentityId,
  MemberId,
  PlayerId,
  QuestId,
  StoreId,
  TeamId,
  WinId,
} from '#src/lib/id.ts';
import { moment, whole } from './columns.ts';

export const quest = pgTable('quest', {
  questId: text('quest_id').$type<QuestId>().primaryKey(),
  name: text('name').notNull(),
  status: text('status').$type<'draft' | 'live' | 'paused' | 'ended'>().default('draft').notNull(),
  terms: jsonb('terms').notNull(),
  startsAt: moment('starts_at'),
  endsAt: moment('ends_at'),
  budget: whole('budget'),
  spent: whole('spent').default(0n).notNull(),
  drawSeed: text('draw_seed'),
  drawCommitment: text('draw_commitment'),
  drawnAt: moment('drawn_at'),
  ticketsHash: text('tickets_hash'),
  overToldTo: text('over_told_to').$type<PlayerId>(),
  overToldAt: moment('over_told_at'),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
  launchedBy: text('launched_by'),
  launchedAt: moment('launched_at'),
  endedAt: moment('ended_at'),
  version: integer('version').default(1).notNull(),
});

export const questChapter = pgTable(
  'quest_chapter',
  {
    questId: text('quest_id').$type<QuestId>().notNull(),
    chapterNo: smallint('chapter_no').notNull(),
    titles: jsonb('titles').notNull(),
    opens: jsonb('opens').default({}).notNull(),
  },
  (table) => [primaryKey({ columns: [table.questId, table.chapterNo] })],
);

export const questTask = pgTable(
  'quest_task',
  {
    questId: text('quest_id').$type<QuestId>().notNull(),
    taskNo: smallint('task_no').notNull(),
    taskKey: text('task_key').notNull(),
    chapterNo: smallint('chapter_no').notNull(),
    place: smallint('place').notNull(),
    content: jsonb('content').notNull(),
    type: text('type').notNull(),
    points: integer('points').default(0).notNull(),
    mostAttempts: smallint('most_attempts'),
    cooldownSeconds: integer('cooldown_seconds').default(0).notNull(),
    seconds: integer('seconds'),
    hintPrice: integer('hint_price'),
    skippable: boolean('skippable').default(true).notNull(),
    version: smallint('version').default(1).notNull(),
    archivedAt: moment('archived_at'),
  },
  (table) => [primaryKey({ columns: [table.questId, table.taskNo] })],
);

export const questTeam = pgTable('quest_team', {
  teamId: text('team_id').$type<TeamId>().primaryKey(),
  questId: text('quest_id').$type<QuestId>().notNull(),
  chatId: text('chat_id').notNull(),
  title: text('title').notNull(),
  score: integer('score').default(0).notNull(),
  meterMessageId: text('meter_message_id').$type<DeliveryId>(),
  identityId: text('identity_id').$type<IdentityId>(),
  players: integer('players').default(0).notNull(),
  toldAt: moment('told_at').default(new Date(0)).notNull(),
  createdAt: moment('created_at').notNull(),
  reachedAt: moment('reached_at'),
});

export const questPlayer = pgTable('quest_player', {
  playerId: text('player_id').$type<PlayerId>().primaryKey(),
  questId: text('quest_id').$type<QuestId>().notNull(),
  memberId: text('member_id').$type<MemberId>(),
  identityId: text('identity_id').$type<IdentityId>().notNull(),
  nickname: text('nickname').notNull(),
  storeId: text('store_id').$type<StoreId>(),
  teamId: text('team_id').$type<TeamId>(),
  score: integer('score').default(0).notNull(),
  done: smallint('done').default(0).notNull(),
  scoredAt: moment('scored_at').notNull(),
  paid: integer('paid').default(0).notNull(),
  payments: integer('payments').default(0).notNull(),
  unpaidBecause: text('unpaid_because').$type<'guest' | 'receipt' | 'budget'>(),
  wokenAt: moment('woken_at'),
  taskNo: smallint('task_no'),
  messageId: text('message_id').$type<DeliveryId>(),
  joinedAt: moment('joined_at').notNull(),
  lastAt: moment('last_at').notNull(),
  finishedAt: moment('finished_at'),
});

export const questProgress = pgTable(
  'quest_progress',
  {
    playerId: text('player_id').$type<PlayerId>().notNull(),
    taskNo: smallint('task_no').notNull(),
    state: text('state')
      .$type<'shown' | 'waiting' | 'done' | 'skipped' | 'lost'>()
      .default('shown')
      .notNull(),
    attempts: smallint('attempts').default(0).notNull(),
    shownAt: moment('shown_at').notNull(),
    againAt: moment('again_at'),
    hinted: boolean('hinted').default(false).notNull(),
    points: integer('points').default(0).notNull(),
    counted: integer('counted').default(0).notNull(),
    doneAt: moment('done_at'),
  },
  (table) => [primaryKey({ columns: [table.playerId, table.taskNo] })],
);

export const questAttempt = pgTable(
  'quest_attempt',
  {
    playerId: text('player_id').$type<PlayerId>().notNull(),
    attemptKey: text('attempt_key').notNull(),
    questId: text('quest_id').$type<QuestId>().notNull(),
    taskNo: smallint('task_no').notNull(),
    taskVersion: smallint('task_version').notNull(),
    given: jsonb('given').notNull(),
    verdict: text('verdict').$type<'right' | 'wrong' | 'waiting' | 'late' | 'withdrawn'>().notNull(),
    points: integer('points').default(0).notNull(),
    attemptedAt: moment('attempted_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    decisionNote: text('decision_note'),
    regradedFrom: text('regraded_from'),
  },
  (table) => [primaryKey({ columns: [table.playerId, table.attemptKey] })],
);

export const questPrize = pgTable(
  'quest_prize',
  {
    questId: text('quest_id').$type<QuestId>().notNull(),
    prizeNo: smallint('prize_no').notNull(),
    titles: jsonb('titles').notNull(),
    prize: jsonb('prize').notNull(),
    goesTo: text('goes_to').$type<'everyone' | 'first' | 'top' | 'draw'>().notNull(),
    qualifies: jsonb('qualifies').notNull(),
    stock: integer('stock'),
    given: integer('given').default(0).notNull(),
    delayDays: smallint('delay_days').default(0).notNull(),
  },
  (table) => [primaryKey({ columns: [table.questId, table.prizeNo] })],
);

export const questWin = pgTable('quest_win', {
  winId: text('win_id').$type<WinId>().primaryKey(),
  questId: text('quest_id').$type<QuestId>().notNull(),
  prizeNo: smallint('prize_no').notNull(),
  playerId: text('player_id').$type<PlayerId>().notNull(),
  place: integer('place'),
  status: text('status').$type<'waiting' | 'given' | 'withdrawn'>().default('waiting').notNull(),
  wonAt: moment('won_at').notNull(),
  readyAt: moment('ready_at').notNull(),
  waitsFor: text('waits_for').$type<'guest' | 'receipt' | 'stock' | 'budget'>(),
  givenAt: moment('given_at'),
  givenAs: text('given_as'),
  withdrawnBy: text('withdrawn_by'),
  note: text('note'),
  toldAt: moment('told_at'),
  ticket: text('ticket'),
});

export const questTicket = pgTable(
  'quest_ticket',
  {
    questId: text('quest_id').$type<QuestId>().notNull(),
    prizeNo: smallint('prize_no').notNull(),
    ticketNo: integer('ticket_no').notNull(),
    ticket: text('ticket').notNull(),
    playerId: text('player_id').$type<PlayerId>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.questId, table.prizeNo, table.ticketNo] })],
);

export const questCorrection = pgTable('quest_correction', {
  correctionId: text('correction_id').$type<CorrectionId>().primaryKey(),
  playerId: text('player_id').$type<PlayerId>().notNull(),
  taskNo: smallint('task_no'),
  points: integer('points').notNull(),
  reason: text('reason').notNull(),
  correctedBy: text('corrected_by').notNull(),
  correctedAt: moment('corrected_at').notNull(),
  requestKey: text('request_key'),
});

export const questErrand = pgTable(
  'quest_errand',
  {
    identityId: text('identity_id').$type<IdentityId>().notNull(),
    attemptKey: text('attempt_key').notNull(),
    questId: text('quest_id').$type<QuestId>().notNull(),
    taskNo: smallint('task_no').notNull(),
    messenger: text('messenger').$type<'telegram' | 'viber'>().notNull(),
    what: jsonb('what').notNull(),
    askedAt: moment('asked_at').notNull(),
    attempts: smallint('attempts').default(0).notNull(),
    notBefore: moment('not_before').notNull(),
  },
  (table) => [primaryKey({ columns: [table.identityId, table.attemptKey] })],
);

export const questRegrade = pgTable(
  'quest_regrade',
  {
    questId: text('quest_id').$type<QuestId>().notNull(),
    taskNo: smallint('task_no').notNull(),
    taskVersion: smallint('task_version').notNull(),
    takesBack: boolean('takes_back').notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    uptoPlayer: text('upto_player').default('').notNull(),
    judged: integer('judged').default(0).notNull(),
    gained: integer('gained').default(0).notNull(),
    lost: integer('lost').default(0).notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [primaryKey({ columns: [table.questId, table.taskNo, table.taskVersion] })],
);
