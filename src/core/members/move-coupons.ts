// Coupons go with whoever a member becomes, the rooms' borders notwithstanding: a merge that leaves some behind is none.
// Those that were used stay with the receipts that they were used on. The caller holds both standings.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';

interface Both {
  from: MemberId;
  to: MemberId;
}

/** What is not used yet becomes the other's. */
export async function moveCoupons(tx: Tx, { from, to }: Both): Promise<void> {
  await tx.execute(sql`
    with moved as (
      -- Both may have been given the same by one list.
      update coupon set member_id = ${to}, moved_from = ${from}, issue_key = issue_key || ':' || coupon_id
      where member_id = ${from} and status in ('issued', 'taken') returning coupon_id)
    update coupon_code set member_id = ${to} where coupon_id in (select coupon_id from moved)`);
}

/** What went over and is still not used goes back. */
export async function moveCouponsBack(tx: Tx, { from, to }: Both): Promise<void> {
  await tx.execute(sql`
    with moved as (
      update coupon set member_id = ${to}, moved_from = null
      where member_id = ${from} and moved_from = ${to} and status in ('issued', 'taken') returning coupon_id)
    update coupon_code set member_id = ${to} where coupon_id in (select coupon_id from moved)`);
}
