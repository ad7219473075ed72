// A hot path's statement, written once as text with $1, $2 ... and run on the bare pool or inside of a transaction.
// Values are text, numbers, booleans, null and arrays of these; moments go as ISO text with a cast in the statement.
import { sql as drizzleSql } from 'drizzle-orm';
import type { PendingQuery } from 'postgres';
import type { Reader, Sql } from './client.ts';

/** Runs it prepared, in a commit of its own. */
export function runText<Row extends object>(sql: Sql, text: string, values: unknown[]): PendingQuery<Row[]> {
  return sql.unsafe<Row[]>(text, values as never[], { prepare: true });
}

/** Runs the same statement through drizzle, inside of the reader's transaction when it is one. */
export async function runTextIn<Row extends object>(
  db: Reader,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const parts = text.split(/\$(\d+)/);
  const chunks = parts.map((part, place) =>
    place % 2 === 0 ? drizzleSql.raw(part) : drizzleSql.param(values[Number(part) - 1]),
  );
  const rows = await db.execute(drizzleSql.join(chunks));
  return rows as unknown as Row[];
}
