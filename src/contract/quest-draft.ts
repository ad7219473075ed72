// A quest as it is written, all of it in one piece. Sent, it is read by the service, which names each field that is wrong;
// these shapes are what it hands out.
import { z } from 'zod';
import { condition } from './rule-language.ts';
import { instant } from './words.ts';

const count = z.int().min(0);
export const questTexts = z.object({ uk: z.string(), ru: z.string(), en: z.string() }).partial();
const options = z.array(questTexts);

export const taskAsk = z.union([
  z.object({
    type: z.literal('quiz'),
    options,
    right: z
      .array(count)
      .meta({ description: 'Places of the right ones, from 0: all of them, and no other.' }),
  }),
  z.object({ type: z.literal('text'), answers: z.array(z.string()), typos: z.boolean() }),
  z.object({ type: z.literal('code'), answers: z.array(z.string()) }),
  z.object({ type: z.literal('qr'), token: z.string(), storeId: z.string().nullable() }),
  z.object({ type: z.literal('place'), storeIds: z.array(z.string()), metres: count }),
  z.object({ type: z.literal('photo') }),
  z.object({ type: z.literal('poll'), options, several: z.boolean() }),
  z.object({ type: z.literal('survey') }),
  z.object({ type: z.literal('purchase'), where: condition.nullable(), count }),
  z.object({ type: z.literal('friend'), count }),
  z.object({ type: z.literal('subscribe'), url: z.string(), channel: z.string().nullable() }),
  z.object({ type: z.literal('visit'), url: z.string() }),
  z.object({ type: z.literal('rate') }),
  z.object({ type: z.literal('register') }),
  z.object({ type: z.literal('game'), game: z.enum(['memory', 'catch']), goal: count }),
  z.object({
    type: z.literal('game'),
    game: z.literal('wheel'),
    odds: z.array(z.object({ share: count, points: count, titles: questTexts })),
  }),
  z.object({ type: z.literal('check'), url: z.string() }),
]);
export type TaskAsk = z.output<typeof taskAsk>;
export type TaskType = TaskAsk['type'];
/** In the order in which a marketer is offered them. */
export const TASK_TYPES = [
  'quiz',
  'text',
  'code',
  'game',
  'poll',
  'survey',
  'photo',
  'qr',
  'place',
  'visit',
  'subscribe',
  'rate',
  'register',
  'friend',
  'purchase',
  'check',
] as const satisfies TaskType[];

export const taskDraft = z.object({
  taskKey: z.string().meta({ description: 'By which a row of a spreadsheet finds its task again.' }),
  chapterNo: count,
  content: z.object({
    titles: questTexts,
    question: questTexts,
    pictureId: z.string().nullable(),
    hint: questTexts,
    praise: questTexts.meta({ description: 'Said after a right answer.' }),
    comfort: questTexts.meta({ description: 'Said after a wrong one.' }),
    ask: taskAsk,
  }),
  points: count,
  mostAttempts: count.nullable(),
  cooldownSeconds: count,
  seconds: count.nullable(),
  hintPrice: count.nullable(),
  skippable: z.boolean(),
});
export type TaskDraft = z.output<typeof taskDraft>;

export const questPrizeValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('points'), points: count }),
  z.object({ kind: z.literal('coupon'), offerId: z.string() }),
  z.object({ kind: z.literal('gift'), rewardId: z.string() }),
  z.object({ kind: z.literal('badge'), sign: z.string(), titles: questTexts }),
]);
export const GOES_TO = ['everyone', 'first', 'top', 'draw'] as const;
export const prizeDraft = z.object({
  titles: questTexts,
  prize: questPrizeValue,
  goesTo: z.enum(GOES_TO),
  qualifies: z
    .object({
      finished: z.literal(true),
      score: count,
      tasks: count,
      chapterNo: count,
      team: z.literal(true).meta({ description: 'Their team has reached its goal.' }),
    })
    .partial(),
  stock: count.nullable(),
  delayDays: count,
});
export type PrizeDraft = z.output<typeof prizeDraft>;

export const chapterDraft = z.object({
  titles: questTexts,
  opens: z
    .object({
      chapter: z.object({ chapterNo: count, need: z.union([z.enum(['all', 'any']), count]) }),
      task: z.string(),
      at: z.string(),
    })
    .partial(),
});
export type ChapterDraft = z.output<typeof chapterDraft>;

export const questDraft = z.object({
  name: z.string(),
  terms: z.object({
    titles: questTexts,
    welcome: questTexts,
    pictureId: z.string().nullable(),
    openTo: z.enum(['everyone', 'members']),
    audience: condition.nullable(),
    controlPercent: count,
    hours: z.object({ from: z.string(), until: z.string() }).nullable(),
    paysAfter: z.enum(['registration', 'receipt']),
    storeBoards: z.boolean(),
    team: z.object({ goal: count, titles: questTexts }).nullable(),
  }),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  budget: count.nullable(),
  chapters: z.array(chapterDraft),
  tasks: z.array(taskDraft),
  prizes: z.array(prizeDraft),
});
export type QuestDraft = z.output<typeof questDraft>;

/** A draft as it is sent: looked at piece by piece by the service. */
export const questDraftSent = z.record(z.string().max(40), z.unknown());
