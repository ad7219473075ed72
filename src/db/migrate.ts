// Brings the tables to the shape the program expects. The SQL files in /migrations are the source, written and
// reviewed by hand because half of what guards the ledger (functions, triggers, checks) is SQL that drizzle cannot
// express; the drizzle schema only describes the result, and no generator of migrations is used.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import postgres from 'postgres';
import type { Sql } from './client.ts';

/** The migrations cannot be applied as they are; the message says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

interface Migration {
  /** `0001_members`: four digits that give the order, then words. */
  name: string;
  text: string;
  sha256: string;
}

type TransactionSql = postgres.TransactionSql<{ bigint: bigint }>;

interface Applied {
  name: string;
  sha256: string;
}

/** Any number, as long as nothing else in this database takes the same advisory lock. */
const LOCK = 4_827_561_903;
const OURS = new URL('../../migrations/', import.meta.url);

/**
 * Applies what is missing, in order, each file with its record in one transaction, and returns the names.
 * Any number of processes may call it at once. A file must not end its transaction (no CONCURRENTLY, no COMMIT).
 * @param database the address of a database, or a bare pool of it.
 * @param options.folder where the files lie, the project's own when left out.
 */
export async function migrate(
  database: string | Sql,
  options: { log?: (line: string) => void; folder?: URL } = {},
): Promise<string[]> {
  if (typeof database !== 'string') return applyAll(database, options);
  const types = { bigint: postgres.BigInt };
  const sql = postgres(database, { max: 1, onnotice: () => {}, connect_timeout: 10, types });
  try {
    return await applyAll(sql, options);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function applyAll(
  sql: Sql,
  { log = () => {}, folder = OURS }: { log?: (line: string) => void; folder?: URL },
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const done: string[] = [];
  for (;;) {
    // The lock belongs to the transaction, so it cannot outlive a crash, and a pooler in between does no harm.
    const name = await sql.begin(async (tx) => {
      await tx.unsafe('set local statement_timeout = 0; set local lock_timeout = 0');
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      const next = nextMigration(migrations, await readApplied(tx), log);
      if (!next) return undefined;
      await apply(tx, next);
      return next.name;
    });
    if (name === undefined) return done;
    log(`Migration ${name} applied`);
    done.push(name);
  }
}

async function apply(tx: TransactionSql, next: Migration): Promise<void> {
  try {
    await tx.unsafe(next.text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`Migration ${next.name} failed and was rolled back: ${reason}`, { cause });
  }
  await tx`insert into schema_migration (name, sha256) values (${next.name}, ${next.sha256})`;
}

async function readApplied(tx: TransactionSql): Promise<Applied[]> {
  await tx`
    create table if not exists schema_migration (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`;
  return tx<Applied[]>`select name, sha256 from schema_migration order by name`;
}

/** The first migration that is missing; refuses a history that is not the one the files tell. */
function nextMigration(
  migrations: Migration[],
  applied: Applied[],
  log: (line: string) => void,
): Migration | undefined {
  const unknown: string[] = [];
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, sha256 } of applied) {
    const file = byName.get(name);
    // A newer program was here; an older one may go on running beside it while they are exchanged.
    if (!file) unknown.push(name);
    else if (file.sha256 !== sha256) {
      throw new MigrationError(
        `Migration ${name} was changed after it had been applied: put the file back as it was and write a new one.`,
      );
    }
    byName.delete(name);
  }
  const [next] = byName.values();
  const last = applied.at(-1);
  if (!next && unknown.length > 0) log(`Applied by a newer version of the program: ${unknown.join(', ')}`);
  if (next && last && next.name < last.name) {
    throw new MigrationError(
      `Migration ${next.name} comes before ${last.name}, which is already applied: give it the next free number.`,
    );
  }
  return next;
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const numbers = new Set<string>();
  return Promise.all(
    files.map(async (file) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
      if (!number) throw new MigrationError(`${file} is not named like 0001_members.sql.`);
      if (numbers.has(number)) throw new MigrationError(`Two migrations have the number ${number}.`);
      numbers.add(number);
      // A checkout may write other line ends; they are no change.
      const text = (await readFile(new URL(file, folder), 'utf8')).replaceAll('\r\n', '\n');
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { name: file.slice(0, -'.sql'.length), text, sha256 };
    }),
  );
}
