// A quest while it runs: who plays, how each task goes, what is left of prizes and budget.
import { z } from 'zod';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { amountMinor, instant } from './words.ts';

const count = z.int().min(0);
const params = z.strictObject({ questId });

/** What a player has given, in plain words; `count` is how many times it came. */
export const wrongAnswer = z.object({
  /** Such as what was written, or the options that were chosen. */
  said: z.string(),
  count,
});
export type WrongAnswer = z.output<typeof wrongAnswer>;

export const liveTask = z.object({
  taskNo: count,
  taskKey: z.string(),
  chapterNo: count,
  /** In the reader's language. */
  title: z.string(),
  type: z.string(),
  points: count,
  shown: count.meta({ description: 'Players who have seen it: the sum of the five that follow.' }),
  open: count,
  waiting: count,
  done: count,
  skipped: count,
  lost: count,
  hinted: count,
  wrong: count.meta({ description: 'Wrong answers, however many a player gave.' }),
  late: count,
  topWrong: z.array(wrongAnswer),
  suspect: z
    .boolean()
    .meta({ description: 'Many give the same wrong answer: see whether the right one is right.' }),
});
export type LiveTask = z.output<typeof liveTask>;

export const livePrize = z.object({
  prizeNo: count,
  title: z.string(),
  kind: z.enum(['points', 'coupon', 'gift', 'badge']),
  goesTo: z.enum(['everyone', 'first', 'top', 'draw']),
  stock: count.nullable(),
  given: count,
  waiting: count.meta({ description: 'Won, and not handed over yet.' }),
});
export type LivePrize = z.output<typeof livePrize>;

export const liveQuest = z.object({
  questId,
  name: z.string(),
  status: z.enum(['draft', 'live', 'paused', 'ended']),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** As of when. */
  at: instant,
  tasksAt: instant.meta({ description: 'As of when tasks are counted.' }),
  players: z.object({
    joined: count,
    guests: count,
    active: count.meta({ description: 'Did something in the last 15 minutes.' }),
    finished: count,
    score: z.number(),
    paid: z.number(),
    unpaid: z.object({ guest: z.number(), receipt: z.number(), budget: z.number() }),
  }),
  pace: z.array(count).meta({ description: 'Answers of each of the last 60 minutes, the oldest first.' }),
  reviews: z.object({ waiting: count, oldestAt: instant.nullable() }),
  chapters: z.array(z.object({ chapterNo: count, title: z.string() })),
  tasks: z.array(liveTask),
  prizes: z.array(livePrize),
  spent: count.meta({ description: 'Points given, prizes in points too.' }),
  budget: count.nullable(),
  costMinor: amountMinor.meta({ description: 'What the points given are worth.' }),
});
export type LiveQuest = z.output<typeof liveQuest>;

export const questLiveRoutes = {
  readLive: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/live',
    summary: 'How a quest goes right now',
    description:
      'Counted at most every three seconds for all who watch; tasks the more seldom the longer counting takes.',
    params,
    reply: liveQuest,
  }),
};
