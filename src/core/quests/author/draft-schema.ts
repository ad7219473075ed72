// The shape of a draft as it comes from outside, and how long its words may be. Conditions are left to check-condition.ts,
// which can name the field and the operator that is wrong.
import { z } from 'zod';
import { problemMessage } from '#src/lib/problem.ts';
import type { Condition } from '../../rules/condition.ts';
import { GAME_GOALS } from '../games/game-rules.ts';

export const MOST_TASKS = 500;
const MOST_CHAPTERS = 40;
export const MOST_PRIZES = 20;
/** Viber shows so many keys without a page of their own. */
const MOST_OPTIONS = 10;
const MOST_STORES = 500;

/** Words in up to three languages; those that are empty are left out. */
const texts = (most: number) =>
  z
    .strictObject({
      uk: z.string().trim().max(most).optional(),
      ru: z.string().trim().max(most).optional(),
      en: z.string().trim().max(most).optional(),
    })
    .transform((words) => Object.fromEntries(Object.entries(words).filter(([, text]) => text)))
    .default({});

/** On buttons and the map. */
const title = texts(60);
const option = texts(60);
/** A caption under a picture holds 1024 characters in Telegram and 768 in Viber, our own lines among them. */
const question = texts(600);
const remark = texts(300);

const count = (most: number) => z.int().min(1).max(most);
const id = <Prefix extends string>(prefix: Prefix) =>
  z.custom<`${Prefix}_${string}`>(
    (value) => typeof value === 'string' && value.startsWith(`${prefix}_`) && /^[\w-]{1,60}$/.test(value),
    problemMessage('identifier', `${prefix}_`),
  );
const picture = z
  .string()
  .regex(/^[0-9a-f]{64}\.(png|jpg)$/, problemMessage('picture'))
  .nullable()
  .default(null);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, problemMessage('timeOfDay'));
const moment = z.iso.datetime({ offset: true });
/** Addresses and answers may be missing while somebody writes. */
const url = z.string().trim().max(1_000).default('');
const answers = z.array(z.string().trim().min(1).max(100)).max(30).default([]);
const options = z.array(option).max(MOST_OPTIONS).default([]);
/** Taken on trust here and checked by read-draft.ts, whatever it holds. */
const condition = z.custom<Condition>().nullable().default(null);

const ask = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('quiz'),
    options,
    right: z
      .array(
        z
          .int()
          .min(0)
          .max(MOST_OPTIONS - 1),
      )
      .max(MOST_OPTIONS)
      .default([]),
  }),
  z.strictObject({ type: z.literal('text'), answers, typos: z.boolean().default(true) }),
  z.strictObject({ type: z.literal('code'), answers }),
  z.strictObject({
    type: z.literal('qr'),
    token: z
      .string()
      .regex(/^[\w-]{0,40}$/, problemMessage('shopKey'))
      .default(''),
    storeId: id('str').nullable().default(null),
  }),
  z.strictObject({
    type: z.literal('place'),
    storeIds: z.array(id('str')).max(MOST_STORES).default([]),
    metres: z.int().min(20).max(5_000).default(150),
  }),
  z.strictObject({ type: z.literal('photo') }),
  z.strictObject({ type: z.literal('poll'), options, several: z.boolean().default(false) }),
  z.strictObject({ type: z.literal('survey') }),
  z.strictObject({ type: z.literal('purchase'), where: condition, count: count(50).default(1) }),
  z.strictObject({ type: z.literal('friend'), count: count(50).default(1) }),
  z.strictObject({
    type: z.literal('subscribe'),
    url,
    channel: z
      .string()
      .trim()
      .max(64)
      .nullable()
      .default(null)
      .transform((name) => name || null),
  }),
  z.strictObject({ type: z.literal('visit'), url }),
  z.strictObject({ type: z.literal('rate') }),
  z.strictObject({ type: z.literal('register') }),
  z.discriminatedUnion('game', [
    z.strictObject({
      type: z.literal('game'),
      game: z.literal('memory'),
      goal: count(GAME_GOALS.memory.most).default(8),
    }),
    z.strictObject({
      type: z.literal('game'),
      game: z.literal('catch'),
      goal: count(GAME_GOALS.catch.most).default(10),
    }),
    z.strictObject({
      type: z.literal('game'),
      game: z.literal('wheel'),
      odds: z
        .array(
          z.strictObject({ share: count(1_000_000), points: z.int().min(0).max(1_000_000), titles: title }),
        )
        .max(12)
        .default([]),
    }),
  ]),
  z.strictObject({ type: z.literal('check'), url }),
]);

const task = z.strictObject({
  taskKey: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}_.-]{1,40}$/u, problemMessage('quest.taskKey')),
  chapterNo: count(MOST_CHAPTERS).default(1),
  content: z.strictObject({
    titles: title,
    question,
    pictureId: picture,
    hint: remark,
    praise: remark,
    comfort: remark,
    ask,
  }),
  points: z.int().min(0).max(1_000_000).default(0),
  mostAttempts: count(100).nullable().default(null),
  cooldownSeconds: z.int().min(0).max(86_400).default(0),
  seconds: count(86_400).nullable().default(null),
  hintPrice: z.int().min(0).max(1_000_000).nullable().default(null),
  skippable: z.boolean().default(true),
});

const opens = z
  .strictObject({
    chapter: z
      .strictObject({
        chapterNo: count(MOST_CHAPTERS),
        need: z.union([z.enum(['all', 'any']), count(MOST_TASKS)]),
      })
      .optional(),
    task: z.string().trim().min(1).max(40).optional(),
    at: moment.optional(),
  })
  .default({});

const prize = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('points'), points: count(1_000_000) }),
  z.strictObject({ kind: z.literal('coupon'), offerId: id('off') }),
  z.strictObject({ kind: z.literal('gift'), rewardId: id('rwd') }),
  z.strictObject({ kind: z.literal('badge'), sign: z.string().trim().min(1).max(16), titles: title }),
]);

const prizes = z
  .strictObject({
    titles: title,
    prize,
    goesTo: z.enum(['everyone', 'first', 'top', 'draw']),
    qualifies: z
      .strictObject({
        finished: z.literal(true).optional(),
        score: count(1_000_000_000).optional(),
        tasks: count(MOST_TASKS).optional(),
        chapterNo: count(MOST_CHAPTERS).optional(),
        team: z.literal(true).optional(),
      })
      .default({}),
    stock: count(1_000_000).nullable().default(null),
    delayDays: z.int().min(0).max(90).default(0),
  })
  .refine(({ goesTo, stock }) => goesTo === 'everyone' || stock !== null, {
    error: problemMessage('missing'),
    path: ['stock'],
  });

const terms = z.strictObject({
  titles: title,
  welcome: texts(900),
  pictureId: picture,
  openTo: z.enum(['everyone', 'members']).default('everyone'),
  audience: condition,
  controlPercent: z.int().min(0).max(50).default(0),
  hours: z.strictObject({ from: time, until: time }).nullable().default(null),
  paysAfter: z.enum(['registration', 'receipt']).default('registration'),
  storeBoards: z.boolean().default(false),
  team: z
    .strictObject({ goal: count(1_000_000_000), titles: title })
    .nullable()
    .default(null),
});

export const draftSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  terms: terms.prefault({}),
  startsAt: moment.nullable().default(null),
  endsAt: moment.nullable().default(null),
  budget: z.int().min(0).max(1_000_000_000_000).nullable().default(null),
  chapters: z
    .array(z.strictObject({ titles: title, opens }))
    .max(MOST_CHAPTERS)
    .default([]),
  tasks: z.array(task).max(MOST_TASKS).default([]),
  prizes: z.array(prizes).max(MOST_PRIZES).default([]),
});
