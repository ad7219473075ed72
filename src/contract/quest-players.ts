// Who plays a quest: found, read with every answer, put right by hand, taken out as a table or as a list.
import { z } from 'zod';
import { pictureId } from './pictures.ts';
import { playerId, winId } from './quest-prizes.ts';
import { wordsTold } from './quest-reviews.ts';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { idOf, instant, line, memberId, messengerName } from './words.ts';

const count = z.int().min(0);
const params = z.strictObject({ questId, playerId });
const requestKey = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .meta({ description: 'Of the form that is sent: sent again, it is not done again.' });
const reason = wordsTold.min(3).meta({ description: 'Why; the player reads it.' });

export const PLAYERS_WHO = ['all', 'guests', 'finished', 'winners', 'waiting', 'dropped'] as const;
const who = {
  who: z.enum(PLAYERS_WHO).default('all'),
  /** With `dropped`: in which chapter. */
  chapterNo: z.coerce.number().int().min(1).max(1_000).optional(),
};

export const listedPlayer = z.object({
  playerId,
  memberId: memberId.nullable(),
  nickname: z.string(),
  shownName: z.string().nullable().meta({ description: 'Null: a guest.' }),
  phone: z.string().nullable().meta({ description: 'Masked.' }),
  messenger: messengerName,
  score: z.int(),
  done: count,
  joinedAt: instant,
  lastAt: instant,
  finishedAt: instant.nullable(),
  wins: count,
  team: z.object({ title: z.string(), score: z.int() }).nullable().meta({
    description: 'With what it has gathered, as of some seconds ago; null: they play for themselves.',
  }),
});
export type ListedPlayer = z.output<typeof listedPlayer>;

export const playerAttempt = z.object({
  attemptKey: z.string(),
  taskNo: count,
  taskVersion: count.meta({ description: 'Grows when the right answer is changed.' }),
  said: z.string(),
  pictureId: pictureId.nullable(),
  kind: z.string(),
  metres: count.nullable().meta({ description: 'Of a place: how far it was from the nearest store.' }),
  verdict: z.enum(['right', 'wrong', 'waiting', 'late', 'withdrawn']),
  points: z.int(),
  at: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  note: z.string().nullable(),
  regradedFrom: z.string().nullable(),
});
export type PlayerAttempt = z.output<typeof playerAttempt>;

export const playerFile = z.object({
  playerId,
  memberId: memberId.nullable(),
  nickname: z.string(),
  shownName: z.string().nullable(),
  phone: z.string().nullable(),
  messenger: messengerName,
  score: z.int(),
  paid: z.int(),
  unpaidBecause: z.enum(['guest', 'receipt', 'budget']).nullable(),
  joinedAt: instant,
  lastAt: instant,
  finishedAt: instant.nullable(),
  tasks: z.array(
    z.object({
      taskNo: count,
      chapterNo: count,
      title: z.string(),
      type: z.string(),
      state: z.enum(['unseen', 'shown', 'waiting', 'done', 'skipped', 'lost']),
      points: z.int(),
      hinted: z.boolean(),
      counted: count,
      /** What is kept as right at present, in plain words; empty where nothing is. */
      right: z.string(),
      attempts: z.array(playerAttempt),
    }),
  ),
  corrections: z.array(
    z.object({ points: z.int(), taskNo: count.nullable(), reason: z.string(), by: z.string(), at: instant }),
  ),
  wins: z.array(
    z.object({
      winId,
      title: z.string(),
      status: z.enum(['waiting', 'given', 'withdrawn']),
      place: count.nullable(),
      wonAt: instant,
      readyAt: instant,
    }),
  ),
});
export type PlayerFile = z.output<typeof playerFile>;

export const questPlayerRoutes = {
  listPlayers: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/players/search',
    summary: 'Players, those with the most points first; by nickname, name, the end of a phone or a card',
    description: 'A POST, so that no phone stands in an address.',
    params: z.strictObject({ questId }),
    body: z.strictObject({ text: z.string().max(100).default(''), ...who }),
    reply: z.object({ players: z.array(listedPlayer), more: z.boolean() }),
  }),
  readPlayer: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/players/:playerId',
    summary: 'One player with every answer and what it was judged by',
    params,
    reply: playerFile,
  }),
  giveTask: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/players/:playerId/tasks/:taskNo',
    summary: 'Counts a task as done, or takes back that it was; the player is told why',
    params: z.strictObject({ questId, playerId, taskNo: z.coerce.number().int().min(1).max(10_000) }),
    body: z.strictObject({ verdict: z.enum(['right', 'withdrawn']), reason, requestKey }),
    reply: z.object({ changed: z.boolean() }),
  }),
  makeList: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/lists',
    summary: 'Makes a list for campaigns of players',
    params: z.strictObject({ questId }),
    body: z.strictObject({ name: line(80), ...who }),
    reply: z.object({
      segmentId: idOf('seg', 'The list.'),
      members: count,
      guests: count.meta({ description: 'Not on it: nobody may write to them.' }),
    }),
    statuses: [201],
  }),
  /** Streamed as it is. */
  takePlayers: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/players.csv',
    summary: 'All players as CSV',
    params: z.strictObject({ questId }),
    query: z.strictObject({
      delimiter: z.enum(['comma', 'semicolon']).default('semicolon'),
      excel: z.enum(['yes', 'no']).default('yes'),
    }),
    reply: z.string(),
  }),
};
