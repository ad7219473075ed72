// A quest played before its launch; nothing is recorded.
import { z } from 'zod';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { language, messengerName } from './words.ts';

const count = z.int().min(0);
const MOST_MOVES = 500;

export const playMove = z.union([
  z.strictObject({ press: z.string().max(60).meta({ description: 'The action of a button.' }) }),
  z.strictObject({ write: z.string().max(1_000) }),
  z.strictObject({
    done: z.literal(true).meta({ description: 'What cannot be tried at a desk counts as done.' }),
  }),
]);
export type PlayMove = z.input<typeof playMove>;

export const playScreen = z.object({
  text: z.string().meta({ description: 'In the small markup of messages.' }),
  pictureId: z.string().nullable(),
  buttons: z.array(z.array(z.object({ label: z.string(), action: z.string().nullable() }))),
  score: count,
  task: z.object({ taskNo: count, isFree: z.boolean(), isElsewhere: z.boolean() }).nullable(),
});
export type PlayScreen = z.output<typeof playScreen>;

export const questPlayRoutes = {
  playQuest: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/play',
    summary: 'What a player would see after these moves; nothing is recorded',
    params: z.strictObject({ questId }),
    body: z.strictObject({
      moves: z.array(playMove).max(MOST_MOVES),
      language,
      messenger: messengerName,
      taskNo: count.nullable().default(null).meta({ description: 'Where it begins; null: the invitation.' }),
    }),
    reply: playScreen,
  }),
  endQuest: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/end',
    summary: 'End a quest now, for good: places are given and lots drawn; again is harmless',
    params: z.strictObject({ questId }),
    reply: z.object({ ended: z.literal(true) }),
  }),
};
