// What a dead worker left in the middle: perhaps sent, perhaps not, and nobody can tell. It becomes unknown, which is
// counted and shown; nothing is sent a second time.
import type { Sql } from '#src/db/client.ts';
import { livingWorkers } from './register-worker.ts';

/**
 * Marks as unknown what workers that no longer hold their lock left in sending, and what a living one has forgotten:
 * no call takes ten minutes. Returns how many. Safe at any time
 * and from any number of processes: if the worker was alive after all, its answer still settles the row.
 */
export async function adoptOrphans(sql: Sql, at: Date): Promise<number> {
  const rows = await sql`
    with alive as materialized (${livingWorkers(sql)})
    update delivery d set status = 'unknown', error = 'the worker died', settled_at = ${at}
    where d.status = 'sending' and (d.sending_at < ${at}::timestamptz - interval '10 minutes'
      or not exists (select 1 from alive a where a.worker_no = d.worker_no))
    returning 1`;
  return rows.length;
}
