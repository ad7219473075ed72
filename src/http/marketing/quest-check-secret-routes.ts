// The secret that a partner needs who answers for tasks.
import type { FastifyInstance } from 'fastify';
import { questCheckSecretRoutes } from '#src/contract/quest-check-secret.ts';
import { showCheckSecret } from '#src/core/quests/check/show-check-secret.ts';
import { transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { QUEST_REFUSALS } from './quest-routes.ts';

/** Inside of the marketing group, which says who may come in. */
export function questCheckSecretGroup(app: FastifyInstance, { database, clock, config }: HttpDeps): void {
  const { secretKey, webhooksToLoopback: loopback = false } = config;

  serve(
    app,
    questCheckSecretRoutes.showCheckSecret,
    async ({ params, request }) => {
      const asked = {
        questId: params.questId as QuestId,
        taskKey: params.taskKey,
        settings: { secretKey, loopback },
        actor: signedIn(request).staffId,
        at: clock.now(),
      };
      return await transaction(database.db, (tx) => showCheckSecret(tx, asked));
    },
    { refusals: QUEST_REFUSALS },
  );
}
