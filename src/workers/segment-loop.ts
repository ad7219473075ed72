// Segments that are followed: who came in and who went out.
import { keepSegments } from '#src/core/segments/keep-segments.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

export function startSegmentLoop({ deps, idleMs }: { deps: WorkerDeps<never>; idleMs: number }): Loop {
  const { database, clock, log } = deps;
  return startLoop({
    name: 'segments',
    idleMs,
    log,
    async pass() {
      if (!(await hasProgramme(database.db))) return false;
      return await transaction(database.db, (tx) => keepSegments(tx, clock.now()));
    },
  });
}
