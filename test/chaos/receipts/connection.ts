// Connections of the run itself, which never outlive a fault.
import postgres from 'postgres';
import { until } from '#test/support/until.ts';

/** A connection of its own, as one that is kept may have died in the last fault. */
export async function withConnection<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'chaos' },
  });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Waits until PostgreSQL lets somebody in; the moment, by the stopwatch. */
export async function whenAccepting(url: string): Promise<number> {
  await until('PostgreSQL to accept', () => withConnection(url, (sql) => sql`select 1`).catch(() => null), {
    withinMs: 120_000,
  });
  return performance.now();
}
