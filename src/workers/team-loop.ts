// Counts the teams of quests, and brings the meters in their groups up to date.
import { refreshTeams } from '#src/core/quests/teams/refresh-teams.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

interface TeamLoop {
  deps: WorkerDeps<never>;
  idleMs: number;
  /** Told after something may have been said to somebody. */
  onDone: () => void;
}

export function startTeamLoop({ deps, idleMs, onDone }: TeamLoop): Loop {
  const { database, clock, log, teams } = deps;
  return startLoop({
    name: 'teams',
    idleMs,
    log,
    async pass() {
      if (!teams || !(await hasProgramme(database.db))) return false;
      const input = { ...teams, at: clock.now() };
      const changed = await transaction(database.db, (tx) => refreshTeams(tx, input));
      if (changed > 0) onDone();
      return false;
    },
  });
}
