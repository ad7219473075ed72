// A database without a programme is no shop yet: the process says so once, answers /health and /ready, and begins its
// work as soon as the shop has been set up.
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { hasProgramme, NOT_SET_UP } from './core/stores/read-programme.ts';
import type { Db } from './db/client.ts';

const LOOK_EVERY_MS = 2_000;

/**
 * Calls `begin` once, when the shop is there: before this resolves where it is already, later where it is not. `stop`
 * ends the waiting; after it `begin` is not called.
 */
export async function waitForShop(
  { db, log, lookEveryMs = LOOK_EVERY_MS }: { db: Db; log: Logger; lookEveryMs?: number },
  begin: () => void,
): Promise<{ stop(): Promise<void> }> {
  if (await hasProgramme(db)) {
    begin();
    return { stop: async () => {} };
  }
  log.error(NOT_SET_UP);
  const stopping = new AbortController();
  const { signal } = stopping;
  const waiting = wait().catch((error: unknown) => {
    if (!signal.aborted) log.error({ err: error }, 'the work could not begin');
  });

  async function wait(): Promise<void> {
    do await pause(lookEveryMs, undefined, { signal });
    while (
      // A database that is away for a moment is asked again; /ready tells of it meanwhile.
      !(await hasProgramme(db).catch(() => false))
    );
    if (signal.aborted) return;
    log.info('the shop has been set up: the work begins');
    begin();
  }

  return {
    async stop() {
      stopping.abort();
      await waiting;
    },
  };
}
