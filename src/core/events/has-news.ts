import type { Sql } from '#src/db/client.ts';

/**
 * Whether followEvents may have something for `reader`, or `reader` is new. One round trip, so that a worker with nothing to
 * do opens no transaction to learn it.
 */
export async function hasNews(sql: Sql, reader: string): Promise<boolean> {
  const [row] = await sql<{ news: boolean }[]>`select has_news(${reader}) as news`;
  return row?.news ?? false;
}
