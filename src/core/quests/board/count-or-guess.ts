import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

/** Counting more rows than so many would be felt by whoever waits for the answer. */
const MOST_COUNTED = 10_000;
const SAMPLED = 20_000;

/**
 * How many players fit: counted up to ten thousand, and beyond that guessed from a sample of the table and rounded to two digits, which
 * `isAbout` says.
 */
export async function countOrGuess(db: Reader, where: SQL): Promise<{ count: number; isAbout: boolean }> {
  const [counted] = await db.execute<{ count: number }>(sql`
    select count(*)::integer as count from (select 1 from quest_player where ${where} limit ${MOST_COUNTED}) c`);
  const count = counted?.count ?? 0;
  if (count < MOST_COUNTED) return { count, isAbout: false };
  const [table] = await db.execute<{ rows: number }>(sql`
    select reltuples::float8 as rows from pg_class where oid = 'quest_player'::regclass`);
  const rows = Math.max(table?.rows ?? 0, MOST_COUNTED);
  const percent = Math.min(100, (100 * SAMPLED) / rows);
  const [sample] = await db.execute<{ share: number }>(sql`
    select (count(*) filter (where ${where}))::float8 / greatest(count(*), 1) as share
    from quest_player tablesample system (${percent})`);
  return { count: Math.max(MOST_COUNTED, rounded((sample?.share ?? 0) * rows)), isAbout: true };
}

/** To two digits: 123 456 is 120 000. */
function rounded(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.round(value / step) * step;
}
