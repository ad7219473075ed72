// Files that are checked or written, one at a time, each in a thread of its own with connections of its own: reading cells
// is work for a whole core, and the process around it goes on answering.
import { Worker } from 'node:worker_threads';
import {
  type Claimed,
  claimImport,
  failImport,
  hearImport,
  releaseImport,
} from '#src/core/imports/claim-import.ts';
import { transaction } from '#src/db/client.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** What the thread is handed. */
export interface ToImport extends Claimed {
  databaseUrl: string;
}

/** What it tells. */
export type FromImport =
  | { outcome: 'done' | 'lost' }
  | { outcome: 'unreadable'; problem: string; details: Record<string, string | number> }
  | { outcome: 'fault'; fault: ReturnType<typeof describeFault> };

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
    const thread = new Worker(new URL('./import-thread.ts', import.meta.url), { workerData: handed });
    const end = () => void thread.terminate();
    stopping.addEventListener('abort', end, { once: true });
    const beat = setInterval(() => {
      // A database that is away for a moment is no reason to begin anew.
      hearImport(db, { ...claimed, at: clock.now() }).then(
        (goesOn) => goesOn || end(),
        () => undefined,
      );
    }, BEAT_MS);
    let last: FromImport | null = null;
    try {
      await new Promise<void>((resolve) => {
        thread.on('message', (message: FromImport) => {
          last = message;
        });
        thread.on('error', (error) => {
          last = { outcome: 'fault', fault: describeFault(error) };
        });
        thread.on('exit', () => resolve());
      });
    } finally {
      clearInterval(beat);
      stopping.removeEventListener('abort', end);
    }
    return last;
  }
}
