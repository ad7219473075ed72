// A database of its own for each test file: a clone of the migrated template, gone when the file is done. A
// connection that a test forgot to end fails the file.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { connect, type Database } from '#src/db/client.ts';
import { until } from './until.ts';

export interface TestDatabase extends Database, AsyncDisposable {
  /** For programs and further pools that a test starts; they must be ended before the database is closed. */
  url: string;
}

/** Fifty callers of one row wait for each other as long as a busy machine takes. */
export const PATIENT = {
  acquireTimeoutMs: 60_000,
  lockTimeoutMs: 60_000,
  statementTimeoutMs: 60_000,
  connectTimeoutSeconds: 30,
};

/**
 * Clones the template. `close` ends both pools, drops the database and throws when other connections were left.
 * @param options.template false gives an empty database instead.
 */
export async function testDatabase(options: { template?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const from = options.template === false ? 'template0' : inject('templateDatabase');
  await administer((sql) => sql.unsafe(`create database ${name} template ${from} strategy file_copy`));
  const url = new URL(inject('databaseServerUrl'));
  url.pathname = `/${name}`;
  const pools = connect(url.href, { max: 5, applicationName: 'test', ...PATIENT });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= pools.close().then(() => drop(name));
    return closing;
  };
  return { url: url.href, db: pools.db, sql: pools.sql, close, [Symbol.asyncDispose]: close };
}

/** Makes a database before the file's (or the describe's) tests and closes it after them. Use its fields inside tests only. */
export function useDatabase(options: { template?: boolean } = {}): Pick<TestDatabase, 'url' | 'db' | 'sql'> {
  let made: TestDatabase | undefined;
  const get = () => {
    if (!made) throw new Error('useDatabase: the database is there from beforeAll on, inside tests');
    return made;
  };
  beforeAll(async () => {
    made = await testDatabase(options);
  });
  afterAll(async () => {
    await made?.close();
  });
  return {
    get url() {
      return get().url;
    },
    get db() {
      return get().db;
    },
    get sql() {
      return get().sql;
    },
  };
}

/** Drops the database. A backend takes a moment to notice that its connection has ended; what stays longer is a leak. */
async function drop(name: string): Promise<void> {
  await administer(async (sql) => {
    const read = () => sql<Session[]>`
      select pid, application_name, state, left(query, 200) as query from pg_stat_activity
      where datname = ${name} and backend_type = 'client backend'`;
    const gone = until('every connection to end', async () => (await read()).length === 0, {
      withinMs: 15_000,
    });
    const leaked = await gone.then(
      () => [],
      () => read(),
    );
    await sql.unsafe(`drop database ${name} with (force)`);
    if (leaked.length === 0) return;
    const lines = leaked.map((session) => `${session.application_name} (${session.state}): ${session.query}`);
    throw new Error(`${leaked.length} database connections were left open:\n${lines.join('\n')}`);
  });
}

interface Session {
  pid: number;
  application_name: string;
  state: string;
  query: string;
}

async function administer(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(inject('databaseServerUrl'), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
