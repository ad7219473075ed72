// What was won and earned in quests reaches its people.
import { giveWins, retryWins } from '#src/core/quests/prizes/give-wins.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface PrizeLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after something may have been said to somebody. */
  onDone: () => void;
}

const TURNS = [giveWins];
const RETRY_EVERY_MS = 60_000;

export function startPrizeLoop({ deps, idleMs, onDone }: PrizeLoop): Loop {
  const { database, clock, log } = deps;
  let retriedAt = 0;
  return startLoop({
    name: 'prizes',
    idleMs,
    log,
    async pass() {
      const at = clock.now();
      if (!(await hasProgramme(database.db))) return false;
      if (at.getTime() - retriedAt >= RETRY_EVERY_MS) {
        await transaction(database.db, (tx) => retryWins(tx, at));
        retriedAt = at.getTime();
      }
      let more = false;
      for (const turn of TURNS) if (await transaction(database.db, (tx) => turn(tx, at))) more = true;
      onDone();
      return more;
    },
  });
}
