// What has to be done from time to time: watching over the workers, letting things expire, sweeping up.
import { sql } from 'drizzle-orm';
import { adoptChunks } from '#src/core/campaigns/lease-chunk.ts';
import { adoptOrphans } from '#src/core/deliveries/adopt-orphans.ts';
import type { WorkerRegistration } from '#src/core/deliveries/register-worker.ts';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { transaction } from '#src/db/client.ts';
import { type Loop, startLoop } from './loop.ts';
import type { WorkerDeps } from './worker-deps.ts';

const LOTS_AT_ONCE = 200;
const ROWS_AT_ONCE = 5_000;

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
    idleMs: 1_000,
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

/** Every minute: points and requests whose time has come. */
export function startExpireLoop({ deps, onDone }: { deps: WorkerDeps<never>; onDone: () => void }): Loop {
  const { db } = deps.database;
  return startLoop({
    name: 'expire',
    idleMs: 60_000,
    log: deps.log,
    async pass() {
      for (const chore of deps.everyMinute ?? []) await transaction(db, (tx) => chore(tx, deps.clock.now()));
      const expired = await transaction(db, (tx) => expireLots(tx, deps.clock.now(), LOTS_AT_ONCE));
      onDone();
      return expired === LOTS_AT_ONCE;
    },
  });
}

/**
 * Every ten minutes: handled updates after a week (a messenger repeats one for a day at most), counts of attempts and
 * dead workers after a day.
 */
export function startTidyLoop({ deps }: { deps: WorkerDeps<never> }): Loop {
  const { db } = deps.database;
  return startLoop({
    name: 'tidy',
    idleMs: 600_000,
    log: deps.log,
    async pass() {
      const at = deps.clock.now();
      const swept = await transaction(db, (tx) =>
        tx.execute(sql`
          delete from inbox where (messenger, update_key) in (
            select messenger, update_key from inbox
            where status <> 'new' and handled_at < ${at}::timestamptz - interval '7 days'
            order by handled_at limit ${ROWS_AT_ONCE} for update skip locked)
          returning 1`),
      );
      await transaction(db, async (tx) => {
        const yesterday = sql`${at}::timestamptz - interval '1 day'`;
        await tx.execute(sql`delete from attempt_count where window_start < ${yesterday}`);
        await tx.execute(sql`
          delete from worker w where started_at < ${yesterday} and not exists (
            select 1 from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.objid::bigint = w.worker_no)`);
      });
      return swept.length === ROWS_AT_ONCE;
    },
  });
}
