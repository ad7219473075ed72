// Quests: made, launched and mended.
import type { FastifyInstance } from 'fastify';
import { questRoutes } from '#src/contract/quests.ts';
import { changeQuest } from '#src/core/quests/author/change-quest.ts';
import { checkDraft } from '#src/core/quests/author/check-draft.ts';
import { copyQuest } from '#src/core/quests/author/copy-quest.ts';
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { deleteQuest } from '#src/core/quests/author/delete-quest.ts';
import { launchQuest, takeBackQuest } from '#src/core/quests/author/launch-quest.ts';
import { pauseQuest, resumeQuest } from '#src/core/quests/author/pause-quest.ts';
import { listQuests } from '#src/core/quests/list-quests.ts';
import { transaction } from '#src/db/client.ts';
import { problemSentence } from '#src/lib/i18n.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellQuest } from './tell-quest.ts';

/** Five hundred tasks in three languages. */
const QUEST_BYTES = 4 * 1024 * 1024;
export const QUEST_REFUSALS = [400, 401, 403, 404, 409, 422, 429, 503];

/** Inside of the marketing group, which says who may come in. */
export function questGroup(app: FastifyInstance, deps: HttpDeps): void {
  const { database, clock, poke } = deps;
  const { db } = database;
  const idOf = ({ questId }: { questId: string }) => questId as QuestId;
  const refusals = QUEST_REFUSALS;
  const large = { bodyLimit: QUEST_BYTES, refusals };

  serve(app, questRoutes.listQuests, async () => ({
    quests: (await listQuests(db)).map((quest) => ({
      ...quest,
      startsAt: quest.startsAt?.toISOString() ?? null,
      endsAt: quest.endsAt?.toISOString() ?? null,
    })),
  }));

  serve(
    app,
    questRoutes.createQuest,
    async ({ body, request }) => {
      const fresh = { ...body, actor: signedIn(request).staffId, at: clock.now() };
      return await tellQuest(deps, await transaction(db, (tx) => createQuest(tx, fresh)));
    },
    large,
  );

  serve(
    app,
    questRoutes.checkQuest,
    async ({ body, request }) => {
      const { language } = signedIn(request);
      const { problems, price } = await checkDraft(db, body.draft);
      return {
        problems: problems.map(({ field, problem, values }) => ({
          field,
          message: problemSentence(language, problem, values),
        })),
        cost: price,
      };
    },
    large,
  );

  serve(app, questRoutes.readQuest, ({ params }) => tellQuest(deps, idOf(params)), { refusals });

  serve(
    app,
    questRoutes.changeQuest,
    async ({ params, body, request }) => {
      const questId = idOf(params);
      const change = { ...body, questId, actor: signedIn(request).staffId, at: clock.now() };
      await transaction(db, (tx) => changeQuest(tx, change));
      return await tellQuest(deps, questId);
    },
    large,
  );

  serve(
    app,
    questRoutes.copyQuest,
    async ({ params, body, request }) => {
      const copy = { ...body, questId: idOf(params), actor: signedIn(request).staffId, at: clock.now() };
      return await tellQuest(deps, await transaction(db, (tx) => copyQuest(tx, copy)));
    },
    { refusals },
  );

  serve(
    app,
    questRoutes.deleteQuest,
    async ({ params, request }) => {
      const gone = { questId: idOf(params), actor: signedIn(request).staffId, at: clock.now() };
      await transaction(db, (tx) => deleteQuest(tx, gone));
      return null;
    },
    { refusals },
  );

  const acts = [
    [questRoutes.launchQuest, launchQuest],
    [questRoutes.takeBackQuest, takeBackQuest],
    [questRoutes.pauseQuest, pauseQuest],
    [questRoutes.resumeQuest, resumeQuest],
  ] as const;
  for (const [told, act] of acts)
    serve(
      app,
      told,
      async ({ params, body, request }) => {
        const questId = idOf(params);
        const change = { ...body, questId, actor: signedIn(request).staffId, at: clock.now() };
        await transaction(db, (tx) => act(tx, change));
        poke?.();
        return await tellQuest(deps, questId);
      },
      { refusals },
    );
}
