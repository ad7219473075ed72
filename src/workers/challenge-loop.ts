// What members buy counts for challenges, and what they have reached is given.
import { chooseMembers } from '#src/core/challenges/choose-members.ts';
import { followChallenges } from '#src/core/challenges/follow-challenges.ts';
import { giveGains } from '#src/core/challenges/give-gains.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface ChallengeLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after something may have been said to somebody. */
  onDone: () => void;
}

const EVENTS_AT_ONCE = 500;

export function startChallengeLoop({ deps, idleMs, onDone }: ChallengeLoop): Loop {
  const { clock, log } = deps;
  const { db } = deps.database;
  return startLoop({
    name: 'challenges',
    idleMs,
    log,
    async pass() {
      if (!(await hasProgramme(db))) return false;
      const at = clock.now();
      const seen = await transaction(db, (tx) => followChallenges(tx, { at, limit: EVENTS_AT_ONCE }));
      const chose = await transaction(db, (tx) => chooseMembers(tx, at));
      const gave = await transaction(db, (tx) => giveGains(tx, at));
      if (seen > 0 || chose || gave) onDone();
      return seen === EVENTS_AT_ONCE || chose || gave;
    },
  });
}
