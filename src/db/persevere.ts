// Writing down what has already happened outside must not be lost to a database that is away for a moment.
import { setTimeout as pause } from 'node:timers/promises';
import { databaseError } from './client-error.ts';

const FIRST_WAIT_MS = 50;
/** A database that came back is used again within this time. */
const LONGEST_WAIT_MS = 1_000;
const MOST_CONFLICTS = 20;

/**
 * Runs `work` again and again while the database is away or somebody got in between, until it succeeds or `signal`
 * is aborted; then, and for every other error, it throws. `work` must bear being run twice.
 */
export async function persevere<T>(
  work: () => Promise<T>,
  { signal, onFailure }: { signal?: AbortSignal; onFailure?: (error: unknown) => void } = {},
): Promise<T> {
  let conflicts = 0;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      const kind = databaseError(error);
      if (kind === 'conflict') conflicts++;
      if (kind === 'other' || conflicts > MOST_CONFLICTS || signal?.aborted) throw error;
      onFailure?.(error);
      await pause(waitMs, undefined, signal ? { signal } : {}).catch(() => {});
    }
  }
}
