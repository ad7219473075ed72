// A quest before and after its life: played at the desk, and ended by hand.
import type { FastifyInstance } from 'fastify';
import { questPlayRoutes } from '#src/contract/quest-play.ts';
import { rehearseQuest } from '#src/core/quests/author/rehearse-quest.ts';
import { endQuest } from '#src/core/quests/prizes/end-quest.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { QUEST_REFUSALS } from './quest-routes.ts';

/** Inside of the marketing group, which says who may come in. */
export function questPlayGroup(app: FastifyInstance, { database: { db }, clock, poke }: HttpDeps): void {
  serve(
    app,
    questPlayRoutes.playQuest,
    async ({ params, body }) => {
      const [whole, { timeZone, defaultLanguage: fallback }] = await Promise.all([
        readWholeQuest(db, params.questId as QuestId),
        readProgramme(db),
      ]);
      const { screen, ...rest } = rehearseQuest(whole, { ...body, timeZone, fallback, at: clock.now() });
      return {
        ...screen,
        ...rest,
        buttons: screen.buttons.map((row) =>
          row.map((button) => ({ label: button.label, action: 'action' in button ? button.action : null })),
        ),
      };
    },
    { refusals: QUEST_REFUSALS },
  );

  serve(
    app,
    questPlayRoutes.endQuest,
    async ({ params, request }) => {
      const questId = params.questId as QuestId;
      const ended = { questId, actor: signedIn(request).staffId, at: clock.now() };
      await transaction(db, (tx) => endQuest(tx, ended));
      poke?.();
      return { ended: true as const };
    },
    { refusals: QUEST_REFUSALS },
  );
}
