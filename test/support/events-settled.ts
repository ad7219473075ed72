import { expect } from 'vitest';
import type { Sql } from '#src/db/client.ts';

/**
 * Waits until everything that was recorded can be followed: a transaction of any other test on the same server holds
 * events back for as long as it lasts.
 */
export async function eventsSettled(sql: Sql): Promise<void> {
  const settled = async () => {
    const [row] = await sql<{ settled: boolean }[]>`
      select coalesce(max(recorded_in::text::bigint) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint, true) as settled
      from event`;
    return row?.settled;
  };
  await expect.poll(settled).toBe(true);
}
