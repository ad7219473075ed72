// Drafts run over past receipts, one at a time, each in a thread of its own with connections of its own.
import { Worker } from 'node:worker_threads';
import {
  type ClaimedReplay,
  claimReplay,
  failReplay,
  finishReplay,
  hearReplay,
  releaseReplay,
} from '#src/core/replays/claim-replay.ts';
import type { ReplayResult } from '#src/core/replays/replay-result.ts';
import type { ReplayJob } from '#src/core/replays/replay-rule.ts';
import { transaction } from '#src/db/client.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** What the thread is handed. */
export interface ToReplay {
  databaseUrl: string;
  /** Where receipts are read: a replica when there is one. */
  readUrl: string;
  job: Pick<ReplayJob, 'ruleId' | 'definition' | 'since' | 'until'>;
}

/** What it tells. */
export type FromReplay =
  | { done: number; all: number }
  | { result: ReplayResult }
  | { fault: ReturnType<typeof describeFault> };

const BEAT_MS = 500;

export function startReplayLoop({
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
    name: 'replay',
    idleMs,
    log,
    async pass() {
      if (stopping.aborted) return false;
      const claimed = await transaction(db, (tx) => claimReplay(tx, clock.now()));
      if (!claimed) return false;
      const told = await run(claimed);
      const at = clock.now();
      await transaction(db, async (tx) => {
        if (told === null) await releaseReplay(tx, claimed);
        else if ('result' in told) await finishReplay(tx, { ...claimed, result: told.result, at });
        else await failReplay(tx, { ...claimed, error: 'fault', at });
      });
      return !stopping.aborted;
    },
  });

  /** Null when it was ended before it was done. */
  async function run(claimed: ClaimedReplay): Promise<Exclude<FromReplay, { done: number }> | null> {
    const { ruleId, definition, since, until, replayId } = claimed;
    const handed: ToReplay = {
      databaseUrl,
      readUrl: deps.replicaUrl ?? databaseUrl,
      job: { ruleId, definition, since, until },
    };
    const thread = new Worker(new URL('./replay-thread.ts', import.meta.url), { workerData: handed });
    const end = () => void thread.terminate();
    stopping.addEventListener('abort', end, { once: true });
    let progress: { done: number; all: number | null } = { done: 0, all: null };
    let last: Exclude<FromReplay, { done: number }> | null = null;
    const beat = setInterval(() => {
      hearReplay(db, { ...claimed, ...progress, at: clock.now() }).then(
        (goesOn) => goesOn || end(),
        // A database that is away for a moment is no reason to begin anew.
        () => undefined,
      );
    }, BEAT_MS);
    try {
      await new Promise<void>((resolve) => {
        thread.on('message', (message: FromReplay) => {
          if ('done' in message) progress = message;
          else last = message;
        });
        thread.on('error', (error) => {
          last = { fault: describeFault(error) };
        });
        thread.on('exit', () => resolve());
      });
    } finally {
      clearInterval(beat);
      stopping.removeEventListener('abort', end);
    }
    const told = last as Exclude<FromReplay, { done: number }> | null;
    if (told && 'fault' in told) log.error({ replayId, fault: told.fault }, 'a replay failed');
    return told;
  }
}
