// What the page of a game asks: it is opened from a task in the chat, and tells how the game went. What people read comes
// ready in their language.
import { z } from 'zod';
import { route } from './route.ts';
import { language } from './words.ts';

const thing = z.string().meta({ description: 'What lies on a card or falls.', examples: ['apple'] });
const atMs = z
  .int()
  .min(0)
  .max(3_600_000)
  .meta({ description: 'From the beginning of the game, milliseconds.' });

export const gameDealt = z.discriminatedUnion('game', [
  z.object({ game: z.literal('memory'), deck: z.array(thing) }),
  z.object({
    game: z.literal('catch'),
    goal: z.int(),
    drops: z.array(z.object({ landsAtMs: z.int(), fallsMs: z.int(), lane: z.int(), thing })),
  }),
  z.object({
    game: z.literal('wheel'),
    places: z.array(
      z.object({
        title: z.string(),
        share: z.int(),
        percent: z.string().meta({ description: 'How likely it is.', examples: ['12,5 %'] }),
        points: z.string().meta({ examples: ['+50 балів'] }),
        brief: z.string().meta({ examples: ['+50'] }),
      }),
    ),
  }),
]);
export type GameDealt = z.output<typeof gameDealt>;

/** How it ended, in words. */
export const gameOver = z.object({
  good: z.boolean(),
  /** Of the wheel, from 0. */
  place: z.int().nullable(),
  title: z.string(),
  /** What comes next. */
  text: z.string(),
  /** Whether it may be played once more. */
  again: z.boolean(),
});
export type GameOver = z.output<typeof gameOver>;

export const gamePage = z.object({
  language,
  title: z.string(),
  question: z.string(),
  opening: z.string().meta({ description: 'What tells the result, for two hours.' }),
  dealt: gameDealt.nullable(),
  over: gameOver
    .nullable()
    .meta({ description: 'It was played before, or cannot be played any more; then nothing is dealt.' }),
  words: z.record(z.string(), z.string()).nullable(),
});
export type GamePage = z.output<typeof gamePage>;

export const gameTold = z.discriminatedUnion('game', [
  z.strictObject({
    game: z.literal('memory'),
    flips: z.array(z.strictObject({ card: z.int().min(0).max(63), atMs })).max(1_000),
  }),
  z.strictObject({
    game: z.literal('catch'),
    steers: z.array(z.strictObject({ lane: z.int().min(0).max(8), atMs })).max(2_000),
  }),
  z.strictObject({ game: z.literal('wheel') }),
]);
export type GameTold = z.output<typeof gameTold>;

const opening = z.string().max(256);

export const gameRoutes = {
  open: route({
    method: 'POST',
    url: '/api/game/opening',
    summary: 'Opens a game, by a link of the chat or once more by what opened it before.',
    query: z.object({ shown: language.optional().meta({ description: 'The language the page speaks.' }) }),
    body: z.union([
      z.strictObject({ link: z.string().max(128), telegram: z.string().max(4_096) }),
      z.strictObject({ link: z.string().max(128) }),
      z.strictObject({ opening }),
    ]),
    reply: gamePage,
  }),
  tell: route({
    method: 'POST',
    url: '/api/game/result',
    summary: 'Tells how the game went; of the wheel, asks for it to be drawn. Twice counts once.',
    body: z.strictObject({ opening, told: gameTold }),
    reply: gameOver,
  }),
} as const;
