// Challenges while they run: who takes part, what has moved them, what it has come to.
import { z } from 'zod';
import { resultUplift } from './campaign-results.ts';
import { challengeId, challengeNumbers } from './challenges.ts';
import { route } from './route.ts';
import { instant, line, memberId } from './words.ts';

const count = z.int().min(0);
export const TAKER_STATUSES = ['invited', 'accepted', 'declined', 'control'] as const;
const GAIN_STATUSES = ['waiting', 'given', 'returning', 'taken_back', 'kept', 'lost', 'missed'] as const;

const who = {
  memberId,
  name: z.string(),
  status: z.enum(TAKER_STATUSES),
  chosenAt: instant,
  answeredAt: instant.nullable(),
};
export const taker = z.object({ ...who, periodNo: count, progress: count, stage: count });
export type Taker = z.output<typeof taker>;

export const takerHistory = z.object({
  taker: z.object(who),
  periods: z.array(z.object({ periodNo: count, progress: count, corrected: z.int(), stage: count })),
  gains: z.array(
    z.object({
      periodNo: count,
      stageNo: count,
      status: z.enum(GAIN_STATUSES),
      reachedAt: instant,
      readyAt: instant,
      givenAt: instant.nullable(),
      takenAt: instant.nullable(),
      note: z.string().nullable(),
    }),
  ),
  moves: z.array(
    z.object({
      moveId: count,
      periodNo: count,
      movedAt: instant,
      because: z.enum(['receipt', 'return', 'merge', 'joined', 'correction']),
      receiptId: z.string().nullable(),
      before: count,
      after: count,
      reason: z.string().nullable(),
      movedBy: z.string().nullable(),
    }),
  ),
});
export type TakerHistory = z.output<typeof takerHistory>;

export const challengeStatistics = z.object({
  stages: z.array(
    z.object({
      stageNo: count,
      members: count,
      waiting: count,
      given: count,
      takenBack: count,
      kept: count,
      missed: count,
    }),
  ),
  periods: z.array(z.object({ periodNo: count, begun: count, finished: count, progress: count })),
  uplift: resultUplift.meta({
    description: 'Those who were chosen against those who are only compared with.',
  }),
  spent: count,
  numbers: challengeNumbers,
});
export type ChallengeStatistics = z.output<typeof challengeStatistics>;

const params = z.strictObject({ challengeId });
const ofTaker = params.extend({ memberId });

export const challengeLiveRoutes = {
  findTakers: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/members/search',
    summary: 'Who was chosen, the furthest first; 50 at a time',
    params,
    body: z.strictObject({
      page: z.int().min(0).max(10_000).default(0),
      status: z.enum(TAKER_STATUSES).optional(),
      search: z
        .string()
        .trim()
        .min(4)
        .max(200)
        .optional()
        .meta({ description: 'A card number, a whole phone, or its last four digits and more.' }),
    }),
    reply: z.object({ takers: z.array(taker), more: z.boolean() }),
  }),
  readTaker: route({
    method: 'GET',
    url: '/api/marketing/challenges/:challengeId/members/:memberId',
    summary: 'One of them with everything that has moved their progress',
    params: ofTaker,
    reply: takerHistory,
  }),
  correctTaker: route({
    method: 'POST',
    url: '/api/marketing/challenges/:challengeId/members/:memberId/correct',
    summary: 'Add to progress or take from it, with a reason; what is reached or lost by it follows',
    params: ofTaker,
    body: z.strictObject({
      by: z.int().min(-1_000_000_000).max(1_000_000_000),
      reason: line(200),
      requestKey: z.string().regex(/^[\w-]{8,64}$/),
    }),
    reply: z.object({}),
  }),
  readStatistics: route({
    method: 'GET',
    url: '/api/marketing/challenges/:challengeId/statistics',
    summary: 'By stage, by period, and against those who are only compared with',
    params,
    reply: challengeStatistics,
  }),
};
