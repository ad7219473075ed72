import { keepResults } from '#src/core/campaigns/results/keep-results.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Counts what campaigns have brought. */
export function startResultsLoop({ deps, idleMs }: { deps: WorkerDeps<never>; idleMs: number }): Loop {
  const { database, clock, log } = deps;
  return startLoop({
    name: 'results',
    idleMs,
    log,
    pass: () => keepResults(database, () => clock.now()),
  });
}
