// A real PostgreSQL from npm, for running without a database of one's own and for the tests. The data outlives the
// program, the server is adopted when it outlived its program, and it is started again on the same port when it dies.
import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { chooseAccount } from './embedded/choose-account.ts';
import { createCluster } from './embedded/create-cluster.ts';
import { DATABASE, urlOf } from './embedded/database-url.ts';
import { findBinaries } from './embedded/find-binaries.ts';
import { lockOwner } from './embedded/lock-owner.ts';
import {
  awaitPostmaster,
  endPostmaster,
  isPostgresAlive,
  launchPostmaster,
  type Postmaster,
} from './embedded/postmaster.ts';
import { EmbeddedDatabaseError } from './embedded/refuse.ts';

export { EmbeddedDatabaseError };

const WATCH_MS = 250;
/** Everything that makes a commit durable stays as PostgreSQL has it: fsync and synchronous_commit on. */
const SETTINGS: Record<string, string> = {
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

export interface Embedded {
  /** Of the database `kartka`, with its password; stays true when the server has to be started again. */
  url: string;
  /** Whether a server that outlived its program was taken over instead of starting one. */
  adopted: boolean;
  /** Ends the server with a fast shutdown and lets go of the data directory. Calling it twice is harmless. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The data lies in `<dataDir>/postgres`, the server's log in `<dataDir>/postgres.log`. Made if absent. */
  dataDir: string;
  log?: (line: string) => void;
  /** Any free one when left out. An adopted server keeps the port it has. */
  port?: number;
  /** PostgreSQL settings over the defaults, for a server that has to be started. */
  settings?: Record<string, string>;
}

/** Starts or adopts the server of `dataDir`. Throws EmbeddedDatabaseError, whose message is one sentence for people. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log = () => {}, port } = options;
  const binaries = findBinaries();
  const dataDir = await openFolder(options.dataDir);
  const clusterDir = join(dataDir, 'postgres');
  const settings = { ...SETTINGS, ...options.settings };
  const release = await lockOwner(dataDir);
  try {
    const account = await chooseAccount(binaries, dataDir, clusterDir);
    const durable = settings.fsync !== 'off';
    const password = await createCluster({ binaries, account, clusterDir, durable, log });
    const start = (onPort: number | undefined) =>
      launchPostmaster({
        postgres: binaries.postgres,
        account,
        clusterDir,
        logFile: join(dataDir, 'postgres.log'),
        port: onPort,
        settings,
      });
    const found = await adopt(clusterDir, password);
    const postmaster = found ?? (await start(port));
    log(`PostgreSQL: ${found ? 'adopted' : 'started'}, process ${postmaster.pid}, port ${postmaster.port}`);
    await makeDatabase(urlOf(postmaster, password, 'postgres'));
    const endWatch = watch(postmaster, start, log);
    return {
      url: urlOf(postmaster, password, DATABASE),
      adopted: found !== undefined,
      stop: once(async () => {
        const last = await endWatch();
        await endPostmaster(last.pid).finally(release);
        log('PostgreSQL: stopped');
      }),
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Starts the server again, on its port, whenever it is found dead. Returns the end of that watch. */
function watch(
  first: Postmaster,
  start: (port: number) => Promise<Postmaster>,
  log: (line: string) => void,
): () => Promise<Postmaster> {
  let current = first;
  let restart: Promise<void> | undefined;
  const revive = async () => {
    log(`PostgreSQL: process ${current.pid} is gone, starting it again`);
    try {
      current = await start(current.port);
      log(`PostgreSQL: back as process ${current.pid}`);
    } catch (error) {
      log(`PostgreSQL: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      restart = undefined;
    }
  };
  const timer = setInterval(() => {
    if (!restart && !isPostgresAlive(current.pid)) restart = revive();
  }, WATCH_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await restart;
    return current;
  };
}

/** A server of this very cluster that is alive and lets us in. One that is shutting down is waited for. */
async function adopt(clusterDir: string, password: string): Promise<Postmaster | undefined> {
  const ready = await awaitPostmaster(clusterDir);
  if (!ready) return undefined;
  const url = urlOf(ready, password, 'postgres');
  const question = (sql: postgres.Sql) =>
    sql<{ dir: string }[]>`select current_setting('data_directory') dir`;
  const row = await ask(url, question).then(
    ([first]) => first,
    (error: unknown) => {
      if (isPostgresAlive(ready.pid)) throw error;
    },
  );
  if (!row) return undefined;
  if (row.dir === clusterDir) return ready;
  throw new EmbeddedDatabaseError(
    `Port ${ready.port} answers for ${row.dir} and not for ${clusterDir}: end process ${ready.pid}, then start again.`,
  );
}

async function makeDatabase(url: string): Promise<void> {
  await ask(url, async (sql) => {
    const [there] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!there) await sql.unsafe(`create database ${DATABASE}`);
  });
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function openFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return await realpath(resolve(folder));
  } catch (cause) {
    throw new EmbeddedDatabaseError(`The data directory ${folder} cannot be made: ${String(cause)}`, {
      cause,
    });
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= action();
    return running;
  };
}
