// What has to be done from time to time: watching over the workers, letting things expire, sweeping up.
import { adoptChunks } from '#src/core/campaigns/sending/lease-chunk.ts';
import { adoptOrphans } from '#src/core/deliveries/adopt-orphans.ts';
import type { WorkerRegistration } from '#src/core/deliveries/register-worker.ts';
import { hasProgramme } from '#src/core/stores/read-programme.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { mayPass } from '#src/db/client-error.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import { type Loop, startLoop } from './loop.ts';
import { POINTS_CHORES, type PointsChore } from './points-chores.ts';
import { sweepTables } from './sweep-tables.ts';
import type { WorkerDeps } from './worker-deps.ts';

/**
 * What a dead worker had in sending holds back the next message to the same person, who is to be answered within two
 * seconds: so long it may take at most until that is noticed, and the rest is for a busy machine.
 */
const LOOK_FOR_DEAD_MS = 400;

/** Keeps this worker registered, and adopts what dead ones left. `onReady` is called when sending may begin (again). */
export function startAliveLoop({
  deps,
  registration,
  onReady,
}: {
  deps: WorkerDeps<never>;
  registration: WorkerRegistration;
  onReady: () => void;
}): Loop {
  const { clock, log } = deps;
  let wasHeld = false;
  return startLoop({
    name: 'alive',
    idleMs: LOOK_FOR_DEAD_MS,
    log,
    async pass() {
      const held = await registration.check();
      if (held !== wasHeld) log[held ? 'info' : 'warn']({ held }, 'worker registration');
      const lost = held ? await adopt() : 0;
      if (lost > 0) log.warn({ messages: lost }, 'messages of a dead worker are unknown now');
      if ((held && !wasHeld) || lost > 0) onReady();
      wasHeld = held;
      return false;
    },
  });

  async function adopt(): Promise<number> {
    const { sql: hot } = deps.database;
    return (await adoptOrphans(hot, clock.now())) + (await adoptChunks(hot, clock.now()));
  }
}

/** Every minute, and again at once while there is more: points and requests whose time has come. */
export function startExpireLoop({ deps, onDone }: { deps: WorkerDeps<never>; onDone: () => void }): Loop {
  const { db } = deps.database;
  /** What had more to do. To look at every member once a day takes hundreds of turns, which concern none of the others. */
  let left: readonly PointsChore[] = [];
  return startLoop({
    name: 'expire',
    idleMs: 60_000,
    log: deps.log,
    async pass() {
      let more = false;
      /** One chore that fails is told and keeps up none of the others. */
      const run = async (chore: (tx: Tx, at: Date) => Promise<unknown>): Promise<unknown> => {
        try {
          return await transaction(db, (tx) => chore(tx, deps.clock.now()));
        } catch (error) {
          if (mayPass(error)) throw error;
          deps.log.error({ chore: chore.name, fault: describeFault(error) }, 'a chore failed');
          return undefined;
        }
      };
      const goesOn = left.length > 0;
      if (!goesOn) for (const chore of deps.everyMinute ?? []) await run(chore);
      if (await hasProgramme(db)) {
        for (const chore of deps.again ?? []) if ((await run(chore)) === true) more = true;
        const full: PointsChore[] = [];
        for (const turn of goesOn ? left : POINTS_CHORES)
          if ((await run((tx, at) => turn.chore(tx, at, turn.limit))) === turn.limit) full.push(turn);
        left = full;
      }
      onDone();
      return more || left.length > 0;
    },
  });
}

/** Every ten minutes, and again at once while there is more: what is of no use any more. */
export function startTidyLoop({ deps }: { deps: WorkerDeps<never> }): Loop {
  const { db } = deps.database;
  return startLoop({
    name: 'tidy',
    idleMs: 600_000,
    log: deps.log,
    pass: () => sweepTables(db, { at: deps.clock.now() }),
  });
}
