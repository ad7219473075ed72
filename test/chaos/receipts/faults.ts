// What goes wrong in a chaos run, each as it does in a shop's life: it begins, and is over when `strike` resolves, as far as
// those who look after the machines are concerned. The service has to find its way back by itself.
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { databaseError } from '#src/db/client-error.ts';
import { findPostmaster, isPostgresAlive } from '#src/db/embedded/postmaster.ts';
import type { Random } from '#src/demo/random.ts';
import { until } from '#test/support/until.ts';
import { withConnection } from './connection.ts';
import type { SmallDisk } from './small-disk.ts';
import type { Service } from './supervise.ts';

export interface Stage {
  databaseUrl: string;
  /** Of PostgreSQL; whoever started it starts it again when it dies. */
  clusterDir: string;
  service: Service;
  random: Random;
  /** Where the cluster lies, if it can be filled. */
  disk: SmallDisk | null;
}

export type FaultName = keyof typeof FAULTS;

/** Each tells what it did. */
export const FAULTS = {
  'service killed': async ({ service }: Stage) => {
    await service.kill();
    return 'kill -9 of the service';
  },

  'PostgreSQL killed': async (stage: Stage) => {
    await killPostmaster(stage);
    return 'kill -9 of the postmaster';
  },

  'both killed': async (stage: Stage) => {
    await Promise.all([killPostmaster(stage), stage.service.kill()]);
    return 'kill -9 of the postmaster and of the service';
  },

  'backend killed': async (stage: Stage) => {
    // PostgreSQL answers that by throwing everybody out and recovering from its log.
    const [pid] = await listBackends(stage);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    return 'kill -9 of one backend at work';
  },

  'backends ended': async (stage: Stage) => {
    const rounds = stage.random.whole(3, 15);
    let ended = 0;
    for (let round = 0; round < rounds; round++) {
      ended += await endBackends(stage, stage.random.whole(1, 8));
      await pause(stage.random.whole(20, 150));
    }
    return `pg_terminate_backend of ${ended} sessions in ${rounds} rounds`;
  },

  'points locked': async ({ databaseUrl, random }: Stage) => {
    const whole = random.chance(0.5);
    const forMs = random.whole(1_000, 7_000);
    await withConnection(databaseUrl, async (sql) => {
      await sql.begin(async (tx) => {
        if (whole) await tx`lock table standing in access exclusive mode`;
        else await tx`select from standing order by member_id for update`;
        await pause(forMs);
      });
    });
    const what = whole ? 'the table of standings' : 'every standing';
    return `a lock on ${what} for ${(forMs / 1000).toFixed(1)} s`;
  },

  'connections taken': async (stage: Stage) => {
    const forMs = stage.random.whole(1_500, 5_000);
    const taken = await takeConnections(stage, forMs);
    return `all connections taken for ${(forMs / 1000).toFixed(1)} s, ${taken} of them ours`;
  },

  'disk full': async ({ disk, random, databaseUrl }: Stage) => {
    if (!disk) throw new Error('there is no disk to fill');
    const forMs = random.whole(1_500, 6_000);
    const log = random.chance(0.5);
    const end = performance.now() + forMs;
    let outOfLog = false;
    try {
      while (performance.now() < end) {
        await disk.fill();
        // Uses up the log's spare files: then it cannot grow either, which PostgreSQL does not survive.
        if (log && !outOfLog) outOfLog = !(await switchLog(databaseUrl));
        await pause(50);
      }
    } finally {
      await disk.free();
    }
    return `no room on the ${disk.kind} disk for ${(forMs / 1000).toFixed(1)} s${outOfLog ? ', nor for the log' : ''}`;
  },
} satisfies Record<string, (stage: Stage) => Promise<string>>;

/** kill -9 of the postmaster; resolves when it is gone. */
export async function killPostmaster({ clusterDir }: Pick<Stage, 'clusterDir'>): Promise<void> {
  const found = await findPostmaster(clusterDir);
  if (!found) return;
  process.kill(found.pid, 'SIGKILL');
  await until('the postmaster to be gone', () => !isPostgresAlive(found.pid));
}

/** Process ids of the service's sessions, those at work first. */
async function listBackends({ databaseUrl }: Stage): Promise<number[]> {
  const rows = await withConnection(
    databaseUrl,
    (sql) => sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name like 'kartka%' and backend_type = 'client backend'
      order by state = 'active' desc, state_change desc`,
  );
  return rows.map((row) => row.pid);
}

async function endBackends(stage: Stage, most: number): Promise<number> {
  const pids = (await listBackends(stage)).slice(0, most);
  const list = `{${pids.join(',')}}`;
  await withConnection(
    stage.databaseUrl,
    (sql) => sql`select pg_terminate_backend(pid) from unnest(${list}::int[]) as pid`,
  );
  return pids.length;
}

/** Takes every connection that there is, also those of the service, and keeps them. Returns how many. */
async function takeConnections({ databaseUrl }: Stage, forMs: number): Promise<number> {
  const end = performance.now() + forMs;
  const taken: postgres.Sql[] = [];
  const first = postgres(databaseUrl, {
    max: 1,
    fetch_types: false,
    connection: { application_name: 'chaos' },
  });
  taken.push(first);
  try {
    await first`select 1`;
    while (performance.now() < end) {
      const next = postgres(databaseUrl, { max: 1, fetch_types: false, connect_timeout: 2 });
      try {
        await next`select 1`;
        taken.push(next);
      } catch (error) {
        await next.end({ timeout: 0 });
        if (databaseError(error) !== 'unavailable') throw error;
        // No room: a place of the service's becomes free, and whoever is quicker has it.
        await first`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'kartka%'`;
        await pause(20);
      }
    }
    return taken.length;
  } finally {
    await Promise.all(taken.map((each) => each.end({ timeout: 0 })));
  }
}

/** False once PostgreSQL is not there any more. */
async function switchLog(databaseUrl: string): Promise<boolean> {
  try {
    await withConnection(databaseUrl, async (sql) => {
      // A switch without anything in between does nothing.
      await sql`select pg_logical_emit_message(false, 'chaos', repeat('x', 100))`;
      await sql`select pg_switch_wal()`;
    });
    return true;
  } catch (error) {
    // Refused for want of room it is there still.
    return error instanceof postgres.PostgresError && error.code === '53100';
  }
}
