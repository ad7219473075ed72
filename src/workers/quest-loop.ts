// What happens outside of quests and matters in them: purchases, returns, friends, people who become members, and right
// answers that were mended.
import { regradeTasks } from '#src/core/quests/author/regrade/regrade-task.ts';
import { type FollowedQuests, followQuests } from '#src/core/quests/counting/follow-quests.ts';
import { tellCounted } from '#src/core/quests/counting/tell-counted.ts';
import { findQuestWork } from '#src/core/quests/find-quest-work.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface QuestLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after something may have been said to somebody. */
  onDone: () => void;
}

/** In one transaction, which locks the players of everybody whom they concern. */
const EVENTS_AT_ONCE = 100;

export function startQuestLoop({ deps, idleMs, onDone }: QuestLoop): Loop {
  const { database, clock, log } = deps;
  return startLoop({
    name: 'quests',
    idleMs,
    log,
    async pass() {
      const work = await findQuestWork(database.sql);
      if (!work) return false;
      const at = clock.now();
      const { seen, counted } = work.news ? await follow(at) : { seen: 0, counted: [] };
      const regraded = work.regrades && (await regradeTasks(database.db, at));
      if (counted.length > 0 || regraded) onDone();
      return regraded || seen === EVENTS_AT_ONCE;
    },
  });

  function follow(at: Date): Promise<FollowedQuests> {
    return transaction(database.db, async (tx) => {
      const followed = await followQuests(tx, { at, limit: EVENTS_AT_ONCE });
      await tellCounted(tx, followed.counted, at);
      return followed;
    });
  }
}
