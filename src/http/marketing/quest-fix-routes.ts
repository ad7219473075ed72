// Right answers that are mended while a quest runs.
import type { FastifyInstance } from 'fastify';
import { questFixRoutes } from '#src/contract/quest-fix.ts';
import { fixTask } from '#src/core/quests/author/regrade/fix-task.ts';
import { weighFix } from '#src/core/quests/author/regrade/weigh-fix.ts';
import { transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { QUEST_REFUSALS } from './quest-routes.ts';
import { tellQuest } from './tell-quest.ts';

/** Inside of the marketing group, which says who may come in. */
export function questFixGroup(app: FastifyInstance, deps: HttpDeps): void {
  const { database, clock, poke } = deps;
  const options = { refusals: QUEST_REFUSALS };

  serve(
    app,
    questFixRoutes.weighFix,
    ({ params, body }) =>
      weighFix(database.db, { questId: params.questId as QuestId, taskKey: params.taskKey, ask: body.ask }),
    options,
  );

  serve(
    app,
    questFixRoutes.fixTask,
    async ({ params, body, request }) => {
      const questId = params.questId as QuestId;
      const fix = { ...params, ...body, questId, actor: signedIn(request).staffId, at: clock.now() };
      await transaction(database.db, (tx) => fixTask(tx, fix));
      poke?.();
      return await tellQuest(deps, questId);
    },
    options,
  );
}
