// What a quest has brought, how far players came, and which kinds of task they like.
import { z } from 'zod';
import { resultVerdict } from './campaign-results.ts';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { amountMinor, instant } from './words.ts';

const count = z.int().min(0);
const params = z.strictObject({ questId });
const minor = z.number().meta({ description: 'Minor units, may be negative.' });
const difference = z
  .object({ difference: z.number(), low: z.number(), high: z.number(), p: z.number() })
  .nullable();
const money = z.object({ value: z.number(), low: z.number(), high: z.number() });
const buying = { buyers: count, receipts: count, netMinor: minor };

export const questTotals = z.object({
  people: count,
  joined: count,
  finished: count,
  ...buying,
  during: z.object(buying).meta({ description: 'In the days of the quest.' }),
  after: z.object(buying).meta({ description: 'In the days after it that count.' }),
});
export type QuestTotals = z.output<typeof questTotals>;

export const questUplift = z.object({
  /** Those whom it was for, whether they played or not. */
  target: questTotals,
  /** Those whom chance has kept out of it. */
  control: questTotals,
  buyers: difference,
  money: difference,
  extraBuyers: money.nullable(),
  extraNet: money.nullable(),
  verdict: resultVerdict,
  seenIn: z.enum(['money', 'buyers']).nullable(),
});

const terms = {
  daysAfter: z
    .int()
    .min(0)
    .max(90)
    .meta({ description: 'Purchases of so many days after the quest count too.' }),
  marginPercent: z
    .int()
    .min(0)
    .max(100)
    .meta({ description: 'What is left of sales when the goods are paid.' }),
  costMinor: amountMinor.meta({ description: 'What it cost beside its points: gifts, design, sending.' }),
};

export const questResults = z.object({
  ...terms,
  pointsMinor: amountMinor.meta({ description: 'What the points given are worth; part of the cost.' }),
  controlPercent: z.number(),
  until: instant.nullable().meta({ description: 'Until when purchases count.' }),
  isOver: z.boolean(),
  countedAt: instant.nullable(),
  isFair: z.boolean().meta({ description: 'False: the groups are not as chance was to make them.' }),
  uplift: questUplift,
  profit: z.object({ margin: money, profit: money, roi: z.number().nullable() }).nullable(),
});
export type QuestResults = z.output<typeof questResults>;

export const questFunnel = z.object({
  joined: count,
  began: count.meta({ description: 'Have done a task at least.' }),
  finished: count,
  chapters: z.array(
    z.object({
      chapterNo: count,
      title: z.string(),
      reached: count.meta({ description: 'Have seen a task of it.' }),
      passed: count.meta({ description: 'Have done or skipped every one.' }),
    }),
  ),
  types: z.array(z.object({ type: z.string(), tasks: count, shown: count, done: count, skipped: count })),
});
export type QuestFunnel = z.output<typeof questFunnel>;

export const questResultRoutes = {
  readFunnel: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/funnel',
    summary: 'How far players come, and which kinds of task they do',
    params,
    reply: questFunnel,
  }),
  readResults: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/results',
    summary: 'What a quest has brought, against people whom chance has kept out of it',
    params,
    reply: questResults,
  }),
  changeTerms: route({
    method: 'PUT',
    url: '/api/marketing/quests/:questId/results/terms',
    summary: 'Change by what a quest is judged; its purchases are counted anew',
    params,
    body: z.strictObject(terms),
    reply: questResults,
  }),
};
