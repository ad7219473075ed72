// Tells the other processes that this one lives: a worker row, and an advisory lock of a session of its own. The lock
// is gone the moment the process or its connection is, so nobody waits for a time-out to learn of a death.
import type { Sql } from '#src/db/client.ts';
import { openSession } from '#src/db/session.ts';

/** The first half of the advisory lock; the second is worker_no. Any number nobody else uses. */
const WORKER_LOCK = 5_142_718;

/** A piece of SQL: the numbers of the workers that live now. */
export function livingWorkers(sql: Sql) {
  return sql`
    select l.objid::bigint as worker_no from pg_locks l
    where l.locktype = 'advisory' and l.classid = ${WORKER_LOCK}::bigint::oid and l.objsubid = 2 and l.granted
      and l.database = (select oid from pg_database where datname = current_database())`;
}

export interface WorkerRegistration {
  /** The number that rows in flight carry. Throws WorkerNotRegisteredError while the lock is not held. */
  workerNo(): number;
  /** Registers when that is not so yet, or not any more, and tells whether the lock is held now. Never throws. */
  check(): Promise<boolean>;
  /** Gives the lock up. */
  close(): Promise<void>;
}

/** A worker called `name`; it is registered by the first `check`, and again by the one after a break. */
export function registerWorker(
  databaseUrl: string,
  { name, now }: { name: string; now: () => Date },
): WorkerRegistration {
  let workerNo: number | null = null;
  let held = false;
  const session = openSession(databaseUrl, {
    name: `${name} alive`,
    // The lock has gone with the session.
    onClose: () => {
      held = false;
    },
  });

  async function take(): Promise<boolean> {
    // The old number again, so that what is in flight stays ours; a new one when a ghost of the old session holds it.
    if (workerNo !== null && (await lock(workerNo))) return true;
    const [row] = await session<{ worker_no: number }[]>`
      insert into worker (name, started_at) values (${name}, ${now()}) returning worker_no`;
    if (!row || !(await lock(row.worker_no))) return false;
    workerNo = row.worker_no;
    return true;
  }

  async function lock(no: number): Promise<boolean> {
    const [row] = await session<{ locked: boolean }[]>`
      select pg_try_advisory_lock(${WORKER_LOCK}::integer, ${no}::integer) as locked`;
    return row?.locked ?? false;
  }

  return {
    workerNo: () => {
      if (workerNo === null || !held) throw new WorkerNotRegisteredError();
      return workerNo;
    },
    async check() {
      try {
        // A broken connection is only noticed by using it.
        if (held) await session`select 1`;
        else held = await take();
      } catch {
        held = false;
      }
      return held;
    },
    close: async () => {
      held = false;
      await session.end({ timeout: 2 });
    },
  };
}

/** The database does not know at the moment that this worker lives, so it must not take work. It passes. */
export class WorkerNotRegisteredError extends Error {
  override name = 'WorkerNotRegisteredError';
  constructor() {
    super('the worker is not registered');
  }
}
