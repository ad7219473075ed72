// What waits for somebody who comes no more: slips that nobody claimed, and returns whose sale can come no more.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { LATE_DAYS } from './accept-late.ts';

/** How long a slip is kept after it can be claimed no more: who asks is told why, and its till may repeat it. */
const SLIP_KEPT_DAYS = 90;

/**
 * Drops up to `limit` of each. A return is kept as long as a till may still bring its sale, and one that could not be
 * booked as long. What came back of a slip goes with it. Returns how many went. Several processes may do it at once.
 */
export async function sweepReceipts(tx: Tx, at: Date, limit = 500): Promise<number> {
  const before = (days: number) => sql`${at}::timestamptz - make_interval(days => ${days}::integer)`;
  const swept = await tx.execute(sql`
    with slip as (
      delete from anonymous_receipt where (store_id, external_id) in (
        select store_id, external_id from anonymous_receipt
        where claimed_by is null and claim_until <= ${before(SLIP_KEPT_DAYS)}
        order by claim_until limit ${limit} for update skip locked)
      returning store_id, external_id
    ), of_slip as (
      delete from waiting_return w using slip s
      where w.store_id = s.store_id and w.receipt_external_id = s.external_id
      returning w.store_id
    ), old as (
      delete from waiting_return where (store_id, external_id) in (
        select store_id, external_id from waiting_return
        where recorded_at <= ${before(LATE_DAYS)}
        order by recorded_at limit ${limit} for update skip locked)
      returning store_id
    )
    select store_id from slip union all select store_id from of_slip union all select store_id from old`);
  return swept.length;
}
