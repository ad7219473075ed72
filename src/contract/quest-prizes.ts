// What staff do with the prizes and points of quests by hand.
import { z } from 'zod';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { idOf, line } from './words.ts';

export const winId = idOf('win', 'What somebody has won.');

export const playerId = idOf('ply', 'The player.');

export const questPrizeRoutes = {
  correctPlayer: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/players/:playerId/corrections',
    summary: 'Gives a player points of the quest, or takes some, with a reason that the player reads',
    params: z.strictObject({ questId, playerId }),
    body: z.strictObject({
      points: z.int().min(-1_000_000).max(1_000_000),
      taskNo: z
        .int()
        .min(1)
        .max(32_767)
        .nullable()
        .meta({ description: 'The task that it is about; null: none.' }),
      reason: line(200),
      /** Of the form: pressing twice does it once. */
      requestKey: z.string().regex(/^[\w-]{8,64}$/),
    }),
    reply: z.object({
      score: z.int(),
      won: z.array(z.int()).meta({ description: 'Prizes that they have won by it.' }),
    }),
  }),
  withdrawWin: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/wins/:winId/withdraw',
    summary: 'Takes a prize from somebody who should not have it; somebody else can win it',
    params: z.strictObject({ questId, winId }),
    body: z.strictObject({ reason: line(200) }),
    reply: z.object({
      back: z
        .enum(['taken', 'used', 'nothing'])
        .meta({ description: 'used: it is gone for good; nothing: it was not given yet.' }),
    }),
  }),
};
