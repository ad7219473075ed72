// What was won and earned in quests reaches its people.
import { findQuestWork } from '#src/core/quests/find-quest-work.ts';
import { closeQuests, endDueQuests } from '#src/core/quests/prizes/end-quest.ts';
import { giveWins, retryWins } from '#src/core/quests/prizes/give-wins.ts';
import { payPlayers } from '#src/core/quests/prizes/pay-players.ts';
import { tellOver, tellWins } from '#src/core/quests/prizes/tell-wins.ts';
import { wakeBudgets, wakeBuyers } from '#src/core/quests/prizes/wake-players.ts';
import { countWins } from '#src/core/quests/prizes/win-prizes.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface PrizeLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after something may have been said to somebody. */
  onDone: () => void;
}

/** Whoever goes from task to task is paid when they rest, in one sum. */
const REST_MS = 20_000;
const EVERY_MINUTE = [retryWins, countWins, wakeBuyers, wakeBudgets];
const TURNS: ((tx: Tx, at: Date) => Promise<boolean>)[] = [
  (tx, at) => payPlayers(tx, { at, restMs: REST_MS }),
  giveWins,
  endDueQuests,
  closeQuests,
  tellWins,
  tellOver,
];

export function startPrizeLoop({ deps, idleMs, onDone }: PrizeLoop): Loop {
  const { database, clock, log } = deps;
  let minuteAt = 0;
  return startLoop({
    name: 'prizes',
    idleMs,
    log,
    async pass() {
      const at = clock.now();
      if (!(await findQuestWork(database.sql))?.launched) return false;
      if (at.getTime() - minuteAt >= 60_000) {
        for (const chore of EVERY_MINUTE) await transaction(database.db, (tx) => chore(tx, at));
        minuteAt = at.getTime();
      }
      // One that cannot be done holds up itself and not the end of quests; it is told once all have had their turn.
      const turns = [];
      for (const turn of TURNS)
        turns.push(...(await Promise.allSettled([transaction(database.db, (tx) => turn(tx, at))])));
      onDone();
      for (const each of turns) if (each.status === 'rejected') throw each.reason;
      return turns.some((each) => each.status === 'fulfilled' && each.value);
    },
  });
}
