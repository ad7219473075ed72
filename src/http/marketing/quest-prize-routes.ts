// Prizes and points of quests by hand.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { questPrizeRoutes } from '#src/contract/quest-prizes.ts';
import { correctPlayer } from '#src/core/quests/prizes/correct-player.ts';
import { withdrawWin } from '#src/core/quests/prizes/withdraw-win.ts';
import { transaction } from '#src/db/client.ts';
import type { PlayerId, QuestId, WinId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

/** Inside of the marketing group, which says who may come in. */
export function questPrizeGroup(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const byWhom = (request: FastifyRequest) => ({ actor: signedIn(request).staffId, at: clock.now() });

  serve(app, questPrizeRoutes.correctPlayer, async ({ params, body, request }) => {
    const { questId, playerId } = params;
    const asked = {
      questId: questId as QuestId,
      playerId: playerId as PlayerId,
      ...body,
      ...byWhom(request),
    };
    return await transaction(database.db, (tx) => correctPlayer(tx, asked));
  });

  serve(app, questPrizeRoutes.withdrawWin, async ({ params, body, request }) => {
    const { questId, winId } = params;
    const asked = { questId: questId as QuestId, winId: winId as WinId, ...body, ...byWhom(request) };
    return { back: await transaction(database.db, (tx) => withdrawWin(tx, asked)) };
  });
}
