// Challenges for marketers: made, launched, followed and mended.
import { z } from 'zod';
import { route } from './route.ts';
import { condition, lineCondition } from './rule-language.ts';
import { conditionSent } from './segments.ts';
import { idOf, instant, line } from './words.ts';

export const challengeId = idOf('chl', 'The challenge.');
const count = z.int().min(0);
const CHALLENGE_STATUSES = ['draft', 'live', 'paused', 'ended'] as const;
export const TITLE_MOST = 80;
export const TEXT_MOST = 600;

const textsRead = z.object({ uk: z.string(), ru: z.string(), en: z.string() }).partial();
const textsSent = (most: number) =>
  z
    .strictObject({
      uk: z.string().max(most),
      ru: z.string().max(most),
      en: z.string().max(most),
    })
    .partial();

export const challengeGoal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('count'), of: z.enum(['receipts', 'pieces']) }),
  z.object({ kind: z.literal('sum') }),
  z.object({ kind: z.literal('distinct'), of: z.enum(['days', 'categories', 'skus', 'stores']) }),
  z.object({ kind: z.literal('streak'), unit: z.enum(['days', 'weeks']) }),
  z.object({
    kind: z.literal('set'),
    of: z.enum(['categories', 'skus', 'stores']),
    values: z.array(z.string().max(200)).max(100),
  }),
]);
export type ChallengeGoal = z.output<typeof challengeGoal>;

export const challengePrize = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('points'), points: count }),
  z.object({ kind: z.literal('coupon'), offerId: idOf('off', 'The offer.') }),
  z.object({ kind: z.literal('gift'), rewardId: idOf('rwd', 'The reward.') }),
  z.object({ kind: z.literal('badge'), sign: z.string().max(16), titles: textsRead }),
]);
export type ChallengePrize = z.output<typeof challengePrize>;

const recurs = z
  .object({
    every: z.enum(['week', 'month', 'days']),
    days: z.int().nullable(),
    times: z
      .int()
      .nullable()
      .meta({ description: 'In how many periods one member may reach a stage; null: in each.' }),
  })
  .meta({ description: 'It begins anew every calendar week or month, or every so many days.' });

/** What both ways of a challenge's content share; it is checked field by field by the service. */
const shared = {
  pictureId: z.string().max(80).nullable(),
  goal: challengeGoal,
  recurs: recurs.nullable(),
  joins: z.enum(['asked', 'all']),
  acceptUntil: instant.nullable(),
  countsBefore: z.boolean(),
  controlPercent: z.int(),
  chooses: z.enum(['once', 'daily']),
  delayDays: z.int(),
};
const contentSent = z.strictObject({
  ...shared,
  titles: textsSent(TITLE_MOST),
  texts: textsSent(TEXT_MOST),
  receipt: conditionSent.nullable(),
  line: conditionSent.nullable(),
  audience: conditionSent.nullable(),
  stages: z
    .array(z.strictObject({ threshold: z.int(), prize: challengePrize, stock: z.int().nullable() }))
    .max(20),
});
export type ChallengeContent = z.input<typeof contentSent>;

export const challengeNumbers = z.object({
  chosen: count,
  accepted: count,
  declined: count,
  control: count,
  reachedFirst: count,
  reachedLast: count,
  given: count,
});

export const challengeShown = z.object({
  ...shared,
  challengeId,
  name: z.string(),
  status: z.enum(CHALLENGE_STATUSES),
  titles: textsRead,
  texts: textsRead,
  receipt: condition.nullable(),
  line: lineCondition.nullable(),
  audience: condition.nullable(),
  startsAt: instant,
  endsAt: instant.nullable(),
  budget: count.nullable().meta({ description: 'Points that may be promised in all.' }),
  spent: count,
  stages: z.array(
    z.object({
      stageNo: count,
      threshold: count,
      prize: challengePrize,
      stock: count.nullable(),
      given: count.meta({ description: 'Promised or given.' }),
      prizeName: z.string().meta({ description: 'In the reader’s language.' }),
    }),
  ),
  sentence: z.string().meta({ description: 'Which purchases count, in the reader’s language; empty: all.' }),
  createdBy: z.string(),
  createdAt: instant,
  launchedAt: instant.nullable(),
  /** Send it along with a change: a challenge that somebody has changed meanwhile answers `challenge_changed`. */
  version: count,
  numbers: challengeNumbers,
});
export type ChallengeShown = z.output<typeof challengeShown>;

const params = z.strictObject({ challengeId });
const input = {
  name: line(100).meta({ description: 'For the staff.' }),
  startsAt: instant,
  endsAt: instant.nullable(),
  budget: z.int().min(1).max(1_000_000_000_000).nullable(),
  content: contentSent,
};
/** Made by the form once: pressing twice does it once. */
const requestKey = z.string().regex(/^[\w-]{8,64}$/);
const change = z.strictObject({ version: count });

export const challengeRoutes = {
  listChallenges: route({
    method: 'GET',
    url: '/api/marketing/challenges',
    summary: 'Every challenge: those that run first, then drafts, then what is over',
    reply: z.object({ challenges: z.array(challengeShown) }),
  }),
  readChallenge: route({
    method: 'GET',
    url: '/api/marketing/challenges/:challengeId',
    summary: 'One challenge',
    params,
    reply: challengeShown,
  }),
  createChallenge: route({
    method: 'POST',
    url: '/api/marketing/challenges',
    summary: 'A draft, which nobody sees until it is launched',
    body: z.strictObject({ ...input, requestKey }),
    reply: challengeShown,
    statuses: [201],
  }),
  changeChallenge: route({
    method: 'PUT',
    url: '/api/marketing/challenges/:challengeId',
    summary: 'Change it; while it runs only words, picture, end, budget and stocks',
    params,
    body: z.strictObject({ ...input, version: count }),
    reply: challengeShown,
  }),
  launchChallenge: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/launch',
    summary: 'Put it before the members from its first moment on',
    params,
    body: change,
    reply: challengeShown,
  }),
  pauseChallenge: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/pause',
    summary: 'Nobody is asked, answers or is given anything until it goes on; purchases count all the same',
    params,
    body: change,
    reply: challengeShown,
  }),
  resumeChallenge: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/resume',
    summary: 'Let it go on',
    params,
    body: change,
    reply: challengeShown,
  }),
  endChallenge: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/end',
    summary: 'End it for good; what was reached is given',
    params,
    body: change,
    reply: challengeShown,
  }),
  copyChallenge: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/copy',
    summary: 'A draft like it, from now on for as long',
    params,
    body: z.strictObject({ name: input.name, requestKey }),
    reply: challengeShown,
    statuses: [201],
  }),
};
