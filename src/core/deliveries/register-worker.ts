// Tells the other processes that this one lives: a worker row, and an advisory lock of a session of its own. The lock
// is gone the moment the process or its connection is, so nobody waits for a time-out to learn of a death.
import postgres from 'postgres';
import type { Sql } from '#src/db/client.ts';

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
  /** The number that rows in flight carry. Throws while there is none: the database is away, or came back a moment ago. */
  workerNo(): number;
  /** Whether the lock is held now, as far as is known; registers anew when it is not. Call it now and then. */
  check(): Promise<boolean>;
  /** Gives the lock up. */
  close(): Promise<void>;
}

/** Registers a worker called `name`. Throws when the database cannot be reached. */
export async function registerWorker(
  databaseUrl: string,
  { name, now = () => new Date() }: { name: string; now?: () => Date },
): Promise<WorkerRegistration> {
  let workerNo: number | null = null;
  let held = false;
  const session = postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: `${name} alive`, idle_session_timeout: 0 },
    // The session has ended and the lock with it.
    onclose: () => {
      held = false;
    },
  });

  async function take(): Promise<void> {
    // The old number again, so that what is in flight stays ours; a new one when a ghost of the old session holds it.
    if (workerNo !== null && (await lock(workerNo))) return;
    const [row] = await session<{ worker_no: number }[]>`
      insert into worker (name, started_at) values (${name}, ${now()}) returning worker_no`;
    if (!row || !(await lock(row.worker_no))) throw new Error('A new worker number was locked already.');
    workerNo = row.worker_no;
  }

  async function lock(no: number): Promise<boolean> {
    const [row] = await session<{ locked: boolean }[]>`
      select pg_try_advisory_lock(${WORKER_LOCK}::integer, ${no}::integer) as locked`;
    held = row?.locked ?? false;
    return held;
  }

  async function check(): Promise<boolean> {
    try {
      // A broken connection is only noticed by using it.
      if (held) await session`select 1`;
      if (!held) await take();
    } catch {
      held = false;
    }
    return held;
  }

  try {
    await take();
  } catch (error) {
    await session.end({ timeout: 1 });
    throw error;
  }
  return {
    workerNo: () => {
      if (workerNo === null || !held) throw new WorkerNotRegisteredError();
      return workerNo;
    },
    check,
    close: () => session.end({ timeout: 2 }),
  };
}

/** The database does not know at the moment that this worker lives, so it must not take work. It passes. */
export class WorkerNotRegisteredError extends Error {
  override name = 'WorkerNotRegisteredError';
  constructor() {
    super('the worker is not registered');
  }
}
