// What the receipts of members come to. It rests between its rounds, so that many receipts of a member are counted once and
// whoever stands at a till notices nothing.
import { keepStats, type StatsStep } from '#src/core/analytics/keep-stats.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

export function startAnalyticsLoop({ deps, idleMs }: { deps: WorkerDeps<never>; idleMs: number }): Loop {
  const { database, clock, log } = deps;
  // No more than a hint: who is due is in the database, and whichever process has the turn goes on with that.
  let step: StatsStep = 'follow';
  return startLoop({
    name: 'analytics',
    idleMs,
    log,
    async pass() {
      if (!(await hasProgramme(database.db))) return false;
      const next = await transaction(database.db, (tx) =>
        keepStats(tx, { at: clock.now(), step, now: () => clock.now() }),
      );
      step = next ?? 'follow';
      return next !== null;
    },
  });
}
