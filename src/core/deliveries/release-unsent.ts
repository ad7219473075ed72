import type { Sql } from '#src/db/client.ts';
import type { DeliveryId } from '#src/lib/id.ts';
import type { MessengerName } from './messenger.ts';

export interface ReleaseInput {
  messenger: MessengerName;
  workerNo: number;
  /** What this worker has really got in its hands, or had and could not settle. */
  given: ReadonlySet<DeliveryId>;
}

/**
 * Puts back what this worker has claimed without knowing: the claim was committed and its answer lost. Nobody has sent
 * it and nobody would, so it goes back to the queue as if it had not been touched. Returns how many. Only the worker
 * itself may ask this, and not while it is claiming.
 */
export async function releaseUnsent(sql: Sql, { messenger, workerNo, given }: ReleaseInput): Promise<number> {
  const rows = await sql`
    update delivery set status = 'queued', worker_no = null, sending_at = null,
      attempts = greatest(attempts - 1, 0)::smallint
    where status = 'sending' and worker_no = ${workerNo} and messenger = ${messenger}
      and delivery_id <> all (${[...given]}::text[])
    returning 1`;
  return rows.length;
}
