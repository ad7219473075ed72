// Whether there is anything to do for quests, in one round trip: most looks of most workers find nothing.
import type { Sql } from '#src/db/client.ts';
import { QUEST_EVENTS } from './counting/follow-quests.ts';

export interface QuestWork {
  /** followQuests may find events. */
  news: boolean;
  /** regradeTasks may find right answers that were mended. */
  regrades: boolean;
  /** Some quest was launched: only then is there somebody to pay, to tell and to give prizes to. */
  launched: boolean;
}

/** Null in a database that is no shop yet. */
export async function findQuestWork(sql: Sql): Promise<QuestWork | null> {
  const [work] = await sql<QuestWork[]>`
    select has_news(${QUEST_EVENTS}) as news,
      exists (select from quest_regrade where finished_at is null) as regrades,
      exists (select from quest where status <> 'draft') as launched
    from programme`;
  return work ?? null;
}
