// Returns that waited for their sale and could not be booked once it was there: nobody tries them again, so staff look.
// And those whose sale does not come: a till may have kept it to itself.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, StoreId } from '#src/lib/id.ts';

export interface FailedReturn {
  /** When the return came. */
  at: Date;
  /** The store that takes the goods back. */
  storeId: StoreId;
  storeName: string | null;
  /** The store's own word for this return. */
  externalId: string;
  /** As it stands on the receipt, or the store's key where there is no receipt. */
  receiptNumber: string;
  /** Who bought; null where there is no receipt. */
  memberId: MemberId | null;
  /** The code of a refusal, `fault`, or `no_sale` while the sale may still come. */
  why: string;
}

/** A till that was cut off brings its receipts within so many days, or somebody should look. */
const SALE_COMES_WITHIN_DAYS = 2;

/** Those that came after `since`, the newest first, at most `most`. */
export async function listFailedReturns(
  db: Reader,
  { since, at, most }: { since: Date; at: Date; most: number },
): Promise<FailedReturn[]> {
  return await db.execute<FailedReturn & Record<string, unknown>>(sql`
    select w.recorded_at as at, told.store_id as "storeId", s.name as "storeName",
      coalesce(w.input->'told'->>'externalId', w.input->>'externalId', w.external_id) as "externalId",
      coalesce(r.number, w.receipt_external_id) as "receiptNumber",
      k.member_id as "memberId", coalesce(w.refused, 'no_sale') as why
    from waiting_return w
      cross join lateral (select coalesce(w.input->>'returnedIn', w.store_id) as store_id) told
      left join store s on s.store_id = told.store_id
      left join receipt_key k on k.store_id = w.store_id and k.external_id = w.receipt_external_id
      left join receipt r on r.member_id = k.member_id and r.receipt_id = k.receipt_id
    where w.recorded_at > ${since}::timestamptz and (w.refused is not null
      or (w.recorded_at <= ${at}::timestamptz - make_interval(days => ${SALE_COMES_WITHIN_DAYS}::integer)
        and k.receipt_id is null and not exists (
          -- Of a receipt that is nobody's yet: it waits to be claimed.
          select from anonymous_receipt a
          where a.store_id = w.store_id and a.external_id = w.receipt_external_id)
        and not coalesce((w.input->>'cancels')::boolean, false)))
    order by w.recorded_at desc, w.store_id, w.external_id limit ${most}`);
}
