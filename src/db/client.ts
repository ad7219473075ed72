// The way to Postgres. `connect` opens two pools that are never mixed: `db` is drizzle, for everything that is not
// hot and for every transaction of the core; `sql` is bare postgres.js with prepared statements, for the few hot
// paths that are one SQL function each and so one commit each. Both read int8 as bigint and timestamptz as Date.
//
//   read                 db.select()...                     takes `db: Reader` (a Db or a Tx)
//   write                tx.insert(...), tx.update(...)     takes `tx: Tx`; a Db does not compile
//   raw SQL in a Tx      tx.execute(sql`... ${value} ...`)  `sql` of drizzle-orm; values become parameters
//   hot path             sql`select post_receipt(${a}, ${b})` on the bare pool, bounded by `within`
//
// JSON differs between the two: sql.json(value) on the bare pool, ${JSON.stringify(value)}::jsonb with drizzle.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { gate } from './client-gate.ts';
import { preparing } from './client-prepare.ts';

declare const outside: unique symbol;
declare const inside: unique symbol;
type PlainDb = PostgresJsDatabase<Record<string, never>>;
type PlainTx = Parameters<Parameters<PlainDb['transaction']>[0]>[0];

/** Drizzle outside of any transaction: for reading, and for `transaction`. */
export type Db = PlainDb & { readonly [outside]: true };
/** An open transaction. Only `transaction` makes one, so what takes it is all or nothing. */
export type Tx = PlainTx & { readonly [inside]: true };
/** What a read takes: it works in a transaction and outside of one. */
export type Reader = Db | Tx;
/** The bare pool for hot paths. */
export type Sql = postgres.Sql<{ bigint: bigint }>;

export interface Database {
  db: Db;
  sql: Sql;
  /** Lets queries finish for at most five seconds, then ends every connection. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections of each of the two pools, 10 when left out. */
  max?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Postgres ends a statement that takes longer; 30 s when left out, 0 for no limit. */
  statementTimeoutMs?: number;
  /** Postgres gives up waiting for a lock after this; 5 s when left out, 0 for no limit. */
  lockTimeoutMs?: number;
  /** Postgres ends a transaction that its program forgot; 60 s when left out. */
  idleInTransactionTimeoutMs?: number;
  /** How long `transaction` waits for a free connection before it throws a PoolTimeoutError; 5 s when left out. */
  acquireTimeoutMs?: number;
  /** How long a connection may take to be made, in whole seconds; 5 when left out. */
  connectTimeoutSeconds?: number;
}

const gates = new WeakMap<Db, ReturnType<typeof gate>>();

/** Opens both pools. Connections are made when they are first needed, so this never fails. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const { max = 10, applicationName = 'kartka', acquireTimeoutMs = 5_000 } = options;
  const settings = {
    max,
    types: { bigint: postgres.BigInt },
    connect_timeout: options.connectTimeoutSeconds ?? 5,
    // Postgres is back within moments after a crash; the driver's own waits grow to 20 s.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 0.5),
    onnotice: () => {},
    connection: {
      application_name: applicationName,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      lock_timeout: options.lockTimeoutMs ?? 5_000,
      idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 60_000,
    },
  };
  const sql = postgres(url, settings);
  const client = postgres(url, settings);
  // Drizzle turns off the driver's own handling of times; for timestamptz it is turned on again, so that a raw
  // query of drizzle gives and takes a Date as the bare pool does. Columns read through drizzle stay Dates.
  const db = brandDb(drizzle({ client: preparing(client) }));
  client.options.parsers[TIMESTAMPTZ] = (text) => new Date(text);
  client.options.serializers[TIMESTAMPTZ] = (value) => (value instanceof Date ? value.toISOString() : value);
  // Transactions never take the last connection, so that a read does not wait for all of them.
  gates.set(db, gate({ places: Math.max(1, max - 1), waitMs: acquireTimeoutMs }));
  return {
    db,
    sql,
    close: async () => {
      await Promise.all([sql.end({ timeout: 5 }), client.end({ timeout: 5 })]);
    },
  };
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. READ COMMITTED.
 * Throws a PoolTimeoutError when no connection came free in time; see `databaseError`.
 */
export function transaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const begin = () => db.transaction((tx) => work(brandTx(tx)));
  const enter = gates.get(db);
  return enter ? enter(begin) : begin();
}

/** Runs `work` in a savepoint of `tx`: when it throws, only what it did is undone and the transaction goes on. */
export function savepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return tx.transaction((inner) => work(brandTx(inner)));
}

/** Runs `work` in a savepoint of `tx` and takes back all that it wrote: what it would have come to. Throws as `work`. */
export async function rehearse<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const answers: T[] = [];
  const end = new Error('the rehearsal is over');
  try {
    await savepoint(tx, async (inner) => {
      answers.push(await work(inner));
      throw end;
    });
  } catch (error) {
    if (error !== end) throw error;
  }
  const [answer] = answers;
  if (answer === undefined) throw new Error('a rehearsal answers something');
  return answer;
}

/**
 * Waits for a query of the bare pool for at most `ms`, then cancels it: taken out of the queue when it was waiting
 * for a connection, ended by Postgres when it ran. It then throws with SQLSTATE 57014.
 */
export async function within<T>(ms: number, query: Cancellable<T>): Promise<T> {
  const timer = setTimeout(() => query.cancel(), ms);
  try {
    return await query;
  } finally {
    clearTimeout(timer);
  }
}

interface Cancellable<T> extends PromiseLike<T> {
  cancel(): void;
}

const TIMESTAMPTZ = 1184;
const brandDb = (db: PlainDb) => db as Db;
const brandTx = (tx: PlainTx) => tx as Tx;
