// Files that are checked or written, one at a time, each in a process of its own with connections of its own: reading cells
// is work for a whole core, and the process around it goes on answering.
import {
  type Claimed,
  claimImport,
  failImport,
  hearImport,
  releaseImport,
} from '#src/core/imports/claim-import.ts';
import { transaction } from '#src/db/client.ts';
import type { FaultDescription } from '#src/lib/describe-fault.ts';
import { type Loop, startLoop } from './loop.ts';
import { workInProcess } from './work-in-process.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** What the process is handed. */
export interface ToImport extends Claimed {
  databaseUrl: string;
}

/** What it tells. */
export type FromImport =
  | { outcome: 'done' | 'lost' }
  | { outcome: 'unreadable'; problem: string; details: Record<string, string | number> }
  | { outcome: 'fault'; fault: FaultDescription };

const BEAT_MS = 2_000;

export function startImportLoop({
  deps,
  idleMs,
  stopping,
}: {
  deps: WorkerDeps<never>;
  idleMs: number;
  stopping: AbortSignal;
}): Loop {
  const { clock, log, databaseUrl } = deps;
  const { db } = deps.database;
  return startLoop({
    name: 'imports',
    idleMs,
    log,
    async pass() {
      if (stopping.aborted) return false;
      const claimed = await transaction(db, (tx) => claimImport(tx, clock.now()));
      if (!claimed) return false;
      const told = await run(claimed);
      if (told?.outcome === 'fault')
        log.error({ importId: claimed.importId, fault: told.fault }, 'an import failed');
      await transaction(db, async (tx) => {
        const at = clock.now();
        if (told === null) await releaseImport(tx, claimed);
        else if (told.outcome === 'unreadable')
          await failImport(tx, { ...claimed, error: told.problem, details: told.details, at });
        else if (told.outcome === 'fault') await failImport(tx, { ...claimed, error: 'fault', at });
      });
      return !stopping.aborted;
    },
  });

  /** Null when it was ended before it was done. */
  async function run(claimed: Claimed): Promise<FromImport | null> {
    const handed: ToImport = { ...claimed, databaseUrl };
    return await workInProcess<FromImport, FromImport>({
      program: new URL('./import-process.ts', import.meta.url),
      handed,
      stopping,
      beatMs: BEAT_MS,
      goesOn: () => hearImport(db, { ...claimed, at: clock.now() }),
      hear: (message) => message,
      broken: (fault) => ({ outcome: 'fault', fault }),
    });
  }
}
