// Quests: made, launched and mended.
import type { FastifyInstance } from 'fastify';
import { questRoutes } from '#src/contract/quests.ts';
import { listQuests } from '#src/core/quests/list-quests.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { serve } from '../serve.ts';

/** Inside of the marketing group, which says who may come in. */
export function questGroup(app: FastifyInstance, { database }: HttpDeps): void {
  serve(app, questRoutes.listQuests, async () => ({
    quests: (await listQuests(database.db)).map((quest) => ({
      ...quest,
      startsAt: quest.startsAt?.toISOString() ?? null,
      endsAt: quest.endsAt?.toISOString() ?? null,
    })),
  }));

  serve(app, questRoutes.readQuest, async ({ params }) => {
    const { quest, chapters, tasks } = await readWholeQuest(database.db, params.questId as QuestId);
    return {
      questId: quest.questId,
      name: quest.name,
      titles: quest.terms.titles,
      chapters: chapters.map(({ chapterNo, titles }) => ({
        chapterNo,
        titles,
        tasks: tasks.filter((task) => task.chapterNo === chapterNo).length,
      })),
    };
  });
}
