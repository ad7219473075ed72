// What staff do with the prizes and points of quests by hand.
import { z } from 'zod';
import { questId } from './quests.ts';
import { route } from './route.ts';
import { idOf, line } from './words.ts';

export const winId = idOf('win', 'What somebody has won.');

export const questPrizeRoutes = {
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
