// Quests for the staff: what there is, and how each is made and launched.
import { z } from 'zod';
import { route } from './route.ts';
import { idOf, instant } from './words.ts';

export const questId = idOf('qst', 'The quest.');
const count = z.int().min(0);
const textsRead = z.object({ uk: z.string(), ru: z.string(), en: z.string() }).partial();

export const listedQuest = z.object({
  questId,
  name: z.string(),
  status: z.enum(['draft', 'live', 'paused', 'ended']),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  tasks: count,
  players: count.meta({ description: 'Who has joined, guests too.' }),
});
export type ListedQuest = z.output<typeof listedQuest>;

export const questRoutes = {
  listQuests: route({
    method: 'GET',
    url: '/api/marketing/quests',
    summary: 'Every quest: those that run first, then drafts, then what is over',
    reply: z.object({ quests: z.array(listedQuest) }),
  }),
  readQuest: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId',
    summary: 'One quest with its chapters',
    params: z.strictObject({ questId }),
    reply: z.object({
      questId,
      name: z.string(),
      titles: textsRead,
      chapters: z.array(z.object({ chapterNo: count, titles: textsRead, tasks: count })),
    }),
  }),
};
