// What the receipts of members come to. It rests between its rounds, so that many receipts of a member are counted once and
// whoever stands at a till notices nothing.
import { keepStats, type StatsStep } from '#src/core/analytics/keep-stats.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** In a busy hour a round counts everybody who has bought: then it rests longer, and takes a tenth of the time. */
const RESTS_PER_WORK = 9;
/** Though not after a night's import of millions. */
const LONGEST_REST_MS = 5 * 60_000;

export function startAnalyticsLoop({ deps, idleMs }: { deps: WorkerDeps<never>; idleMs: number }): Loop {
  const { database, clock, log } = deps;
  // No more than a hint: who is due is in the database, and whichever process has the turn goes on with that.
  let step: StatsStep = 'follow';
  let workedMs = 0;
  return startLoop({
    name: 'analytics',
    idleMs: () => {
      const restMs = restAfter(workedMs, idleMs);
      workedMs = 0;
      return restMs;
    },
    log,
    async pass() {
      if (!(await hasProgramme(database.db))) return false;
      const from = performance.now();
      const next = await transaction(database.db, (tx) => keepStats(tx, { at: clock.now(), step }));
      workedMs += performance.now() - from;
      step = next ?? 'follow';
      return next !== null;
    },
  });
}

/** Milliseconds between a round that took `workedMs` and the next one, at least `idleMs`. */
export function restAfter(workedMs: number, idleMs: number): number {
  return Math.max(idleMs, Math.min(workedMs * RESTS_PER_WORK, LONGEST_REST_MS));
}
