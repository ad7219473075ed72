// What quests have brought, and how far their players come.
import type { FastifyInstance } from 'fastify';
import { type QuestResults, questResultRoutes } from '#src/contract/quest-results.ts';
import { countFunnel } from '#src/core/quests/live/count-funnel.ts';
import { watchCounts } from '#src/core/quests/live/watch-counts.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { changeTerms, readResults } from '#src/core/quests/results/read-results.ts';
import { transaction } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { textIn } from '#src/lib/texts.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

/** Inside of the marketing group, which says who may come in. */
export function questResultGroup(app: FastifyInstance, { database, clock, known }: HttpDeps): void {
  const { db } = database;
  const funnel = watchCounts((questId: QuestId) => countFunnel(db, questId));

  const answer = async (questId: QuestId): Promise<QuestResults> => {
    const { pointValueMinor } = (await known()).programme;
    const results = await readResults(db, { questId, pointValueMinor, at: clock.now() });
    return {
      ...results,
      until: results.until?.toISOString() ?? null,
      countedAt: results.countedAt?.toISOString() ?? null,
    };
  };

  serve(app, questResultRoutes.readFunnel, async ({ params, request }) => {
    const { language } = signedIn(request);
    const questId = params.questId as QuestId;
    const { chapters } = await readWholeQuest(db, questId);
    const counted = await funnel(questId);
    return {
      ...counted,
      chapters: chapters.map(({ chapterNo, titles }) => {
        const came = counted.chapters.find((each) => each.chapterNo === chapterNo);
        return {
          chapterNo,
          title: textIn(titles, language),
          reached: came?.reached ?? 0,
          passed: came?.passed ?? 0,
        };
      }),
    };
  });

  serve(app, questResultRoutes.readResults, ({ params }) => answer(params.questId as QuestId));

  serve(app, questResultRoutes.changeTerms, async ({ params, body, request }) => {
    const questId = params.questId as QuestId;
    const change = { ...body, questId, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => changeTerms(tx, change));
    return await answer(questId);
  });
}
