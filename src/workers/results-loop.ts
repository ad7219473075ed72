import { keepResults } from '#src/core/campaigns/results/keep-results.ts';
import { keepQuestResults } from '#src/core/quests/results/keep-quest-results.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** Counts what campaigns and quests have brought. */
export function startResultsLoop({ deps, idleMs }: { deps: WorkerDeps<never>; idleMs: number }): Loop {
  const { database, clock, log } = deps;
  return startLoop({
    name: 'results',
    idleMs,
    log,
    pass: async () => {
      const now = () => clock.now();
      const ofCampaigns = await keepResults(database, now);
      return (await keepQuestResults(database, now)) || ofCampaigns;
    },
  });
}
