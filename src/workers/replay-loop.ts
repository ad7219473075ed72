// Drafts run over past receipts, one at a time, each in a process of its own with connections of its own.
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
import type { FaultDescription } from '#src/lib/describe-fault.ts';
import { type Loop, startLoop } from './loop.ts';
import { workInProcess } from './work-in-process.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** What the process is handed. */
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
  | { fault: FaultDescription };

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
    let progress: { done: number; all: number | null } = { done: 0, all: null };
    const told = await workInProcess<FromReplay, Exclude<FromReplay, { done: number }>>({
      program: new URL('./replay-process.ts', import.meta.url),
      handed,
      stopping,
      beatMs: BEAT_MS,
      goesOn: () => hearReplay(db, { ...claimed, ...progress, at: clock.now() }),
      hear(message) {
        if (!('done' in message)) return message;
        progress = message;
        return null;
      },
      broken: (fault) => ({ fault }),
    });
    if (told && 'fault' in told) log.error({ replayId, fault: told.fault }, 'a replay failed');
    return told;
  }
}
