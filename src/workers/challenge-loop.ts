// What members buy counts for challenges, and what they have reached is given.
import { chooseMembers } from '#src/core/challenges/choose-members.ts';
import { findChallengeWork } from '#src/core/challenges/find-challenge-work.ts';
import { followChallenges } from '#src/core/challenges/follow-challenges.ts';
import { giveGains } from '#src/core/challenges/give-gains.ts';
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
  const { db, sql } = deps.database;
  return startLoop({
    name: 'challenges',
    idleMs,
    log,
    async pass() {
      const at = clock.now();
      const work = await findChallengeWork(sql, at);
      if (!work) return false;
      const seen = work.news
        ? await transaction(db, (tx) => followChallenges(tx, { at, limit: EVENTS_AT_ONCE }))
        : 0;
      const chose = work.choosing && (await transaction(db, (tx) => chooseMembers(tx, at)));
      const gains = work.gains || seen > 0 || chose;
      const gave = gains && (await transaction(db, (tx) => giveGains(tx, at)));
      if (seen > 0 || chose || gave) onDone();
      return seen === EVENTS_AT_ONCE || chose || gave;
    },
  });
}
