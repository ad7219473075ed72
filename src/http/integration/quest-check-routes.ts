// Another system says whether a player has done a task of a quest.
import type { FastifyInstance } from 'fastify';
import { integrationRoutes } from '#src/contract/integration.ts';
import { answerCheck } from '#src/core/quests/check/settle-check.ts';
import { transaction } from '#src/db/client.ts';
import { serve } from '../serve.ts';
import type { IntegrationDeps } from './basket-call.ts';

export async function questCheckGroup(
  app: FastifyInstance,
  { database, clock, poke }: IntegrationDeps,
): Promise<void> {
  serve(
    app,
    integrationRoutes.answerCheck,
    async ({ params: { key }, body: { passed } }) => {
      const answer = { checkKey: key, passed, at: clock.now() };
      const news = await transaction(database.db, (tx) => answerCheck(tx, answer));
      if (news) poke?.();
      return { key, passed };
    },
    {
      onRequest: [app.allowKey('quests:write', { partners: true })],
      tags: ['Quests'],
      refusals: [400, 401, 403, 404, 409, 503],
    },
  );
}
