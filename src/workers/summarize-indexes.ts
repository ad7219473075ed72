import type { Sql } from '#src/db/client.ts';

/**
 * Takes what was written lately into the indexes over time (BRIN): until then whoever asks for a day reads all of it. An index
 * each in a statement of its own, which waits for a vacuum of its table. Returns how many runs of pages were taken in.
 */
export async function summarizeIndexes(sql: Sql): Promise<number> {
  const indexes = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_am a on a.oid = c.relam
    where a.amname = 'brin' and c.relkind = 'i' and c.relnamespace = current_schema()::regnamespace order by 1`;
  let taken = 0;
  for (const { name } of indexes) {
    const [row] = await sql<
      { taken: number }[]
    >`select brin_summarize_new_values(${name}::regclass) as taken`;
    taken += row?.taken ?? 0;
  }
  return taken;
}
