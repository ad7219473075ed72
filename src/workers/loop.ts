// The shape of every worker: look for work, do it, look again; idle when there is none, poked when some was just
// written, and patient with a database that is away. Nothing that a pass throws ends the process.
import { databaseError } from '#src/db/client-error.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { WorkerLog } from './worker-deps.ts';

export interface Loop {
  readonly name: string;
  /** Looks for work at once. Cheap; may be called at any time. */
  poke: () => void;
  /** Looks for nothing more; resolves when the pass that was running is over. */
  stop: () => Promise<void>;
}

export interface LoopOptions {
  name: string;
  /** How long to idle when a pass has found nothing. */
  idleMs: number;
  /** How long to let work gather after a pass that has done all there was, however often it is poked; 0 when left out. */
  restMs?: number;
  /** Does some work; true when there may be more. */
  pass: () => Promise<boolean>;
  log: WorkerLog;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

/** Starts at once. */
export function startLoop({ name, idleMs, restMs = 0, pass, log }: LoopOptions): Loop {
  let stopped = false;
  let poked = false;
  let resting = false;
  let wake: (() => void) | null = null;

  const idle = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => wake?.(), ms);
      wake = () => {
        clearTimeout(timer);
        wake = null;
        resolve();
      };
    });

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      poked = false;
      try {
        const more = await pass();
        if (failures > 1) log.info({ loop: name, failures }, 'works again');
        failures = 0;
        if (!more) await rest();
        if (!more && !poked && !stopped) await idle(idleMs);
      } catch (error) {
        // Told once, then again every tenth time, however long it lasts. That two got in each other's way is no news
        // until it does not pass.
        const told = databaseError(error) === 'conflict' ? failures % 10 === 9 : failures % 10 === 0;
        if (told) tell(error);
        failures++;
        if (!stopped) await idle(Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS));
      }
    }
  }

  async function rest(): Promise<void> {
    if (restMs === 0 || stopped) return;
    resting = true;
    await idle(restMs);
    resting = false;
  }

  function tell(error: unknown): void {
    const details = { loop: name, fault: describeFault(error) };
    if (databaseError(error) === 'unavailable') log.warn(details, 'waits for the database');
    else log.error(details, 'failed and tries again');
  }

  const running = run();
  return {
    name,
    poke() {
      poked = true;
      if (!resting) wake?.();
    },
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}
