// Quests for the staff: what there is, and how each is made and launched.
import { z } from 'zod';
import { questDraft, questDraftSent } from './quest-draft.ts';
import { noReply, route } from './route.ts';
import { idOf, instant, line } from './words.ts';

export const questId = idOf('qst', 'The quest.');
const count = z.int().min(0);
const status = z.enum(['draft', 'live', 'paused', 'ended']);

export const listedQuest = z.object({
  questId,
  name: z.string(),
  status,
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  tasks: count,
  players: count.meta({ description: 'Who has joined, guests too.' }),
});
export type ListedQuest = z.output<typeof listedQuest>;

export const questShown = z.object({
  questId,
  status,
  /** Send it along with a change: a quest that somebody has changed meanwhile answers `quest_changed`. */
  version: count,
  draft: questDraft,
  /** Of each task by its key: its number, by which players' answers name it. */
  taskNos: z.record(z.string(), count),
  /** Points that were paid out of the budget. */
  spent: count,
  players: count,
  launchedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Right answers that were mended, and how far judging anew has come; the newest first. */
  regrades: z.array(
    z.object({
      taskNo: count,
      askedAt: instant,
      judged: count.meta({ description: 'Attempts.' }),
      gained: count.meta({ description: 'Players.' }),
      lost: count,
      finishedAt: instant.nullable(),
    }),
  ),
  payload: z
    .string()
    .meta({ description: 'What a link carries that opens the quest; `/go/…` offers both messengers.' }),
  /** Links that open the quest in the chat; null where that messenger is not connected. */
  links: z.object({ telegram: z.string().nullable(), viber: z.string().nullable() }),
});
export type QuestShown = z.output<typeof questShown>;

export const checkedQuest = z.object({
  /** What is wrong or missing, each with its place such as `tasks.3.content.ask.right`; empty: it can be launched. */
  problems: z.array(z.object({ field: z.string(), message: z.string() })),
  cost: z.object({
    perPlayer: count.meta({ description: 'Points of all tasks, for who does everything right.' }),
    everyone: count.meta({ description: 'Points of the prizes that everybody can win, each player.' }),
    fixed: count.meta({ description: 'Points of the prizes of which there are only so many.' }),
    coupons: count.nullable().meta({ description: 'Null: as many as qualify.' }),
    gifts: count.nullable().meta({ description: 'Null: as many as qualify.' }),
  }),
});
export type CheckedQuest = z.output<typeof checkedQuest>;

const params = z.strictObject({ questId });
const versioned = z.strictObject({ version: count });
const act = (word: string, summary: string) =>
  route({
    method: 'POST',
    url: `/api/marketing/quests/:questId/${word}`,
    summary,
    params,
    body: versioned,
    reply: questShown,
  });

export const questRoutes = {
  listQuests: route({
    method: 'GET',
    url: '/api/marketing/quests',
    summary: 'Every quest: those that run first, then drafts, then what is over',
    reply: z.object({ quests: z.array(listedQuest) }),
  }),
  createQuest: route({
    method: 'POST',
    url: '/api/marketing/quests',
    summary: 'A new draft, finished or not',
    body: z.strictObject({ draft: questDraftSent }),
    reply: questShown,
    statuses: [201],
  }),
  checkQuest: route({
    method: 'POST',
    url: '/api/marketing/quests/check',
    summary: 'What a draft lacks before it can be launched, and what it may cost; nothing is stored',
    body: z.strictObject({ draft: questDraftSent }),
    reply: checkedQuest,
  }),
  readQuest: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId',
    summary: 'One quest with its chapters, tasks and prizes',
    params,
    reply: questShown,
  }),
  changeQuest: route({
    method: 'PUT',
    url: '/api/marketing/quests/:questId',
    summary: 'Write it anew; of one that was launched only what is fair to those who play',
    params,
    body: z.strictObject({ version: count, draft: questDraftSent }),
    reply: questShown,
  }),
  copyQuest: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/copy',
    summary: 'A draft of the same, without its dates',
    params,
    body: z.strictObject({ name: line(100) }),
    reply: questShown,
    statuses: [201],
  }),
  deleteQuest: route({
    method: 'DELETE',
    url: '/api/marketing/quests/:questId',
    summary: 'Delete a draft for good',
    params,
    reply: noReply,
    statuses: [204],
  }),
  launchQuest: act('launch', 'Launch a draft: it begins at its start'),
  takeBackQuest: act('take-back', 'Back to the draft, before it begins'),
  pauseQuest: act('pause', 'Take no answers for now'),
  resumeQuest: act('resume', 'Go on'),
};
