import type { QuestShown } from '#src/contract/quests.ts';
import { draftOf, sentOf } from '#src/core/quests/author/draft-of.ts';
import { listRegrades } from '#src/core/quests/author/regrade/list-regrades.ts';
import { countPlayers } from '#src/core/quests/count-players.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { questPayload } from '#src/core/quests/tell/quest-action.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { inviteLinks } from '../public/invite-page.ts';

/** A quest as the console shows it. Throws Refusal quest_not_found. */
export async function tellQuest(
  { database: { db }, bots = {} }: Pick<HttpDeps, 'database' | 'bots'>,
  questId: QuestId,
): Promise<QuestShown> {
  const [whole, players, regrades] = await Promise.all([
    readWholeQuest(db, questId),
    countPlayers(db, questId),
    listRegrades(db, questId),
  ]);
  const { quest, tasks } = whole;
  const { telegram, viber } = inviteLinks(bots, questPayload(questId));
  return {
    questId,
    status: quest.status,
    version: quest.version,
    draft: sentOf(draftOf(whole)),
    taskNos: Object.fromEntries(tasks.map(({ taskKey, taskNo }) => [taskKey, taskNo])),
    spent: Number(quest.spent),
    players,
    launchedAt: quest.launchedAt?.toISOString() ?? null,
    endedAt: quest.endedAt?.toISOString() ?? null,
    regrades: regrades.map(({ askedAt, finishedAt, ...each }) => ({
      ...each,
      askedAt: askedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    })),
    payload: questPayload(questId),
    links: { telegram: telegram ?? null, viber: viber ?? null },
  };
}
