// A debt beside points that were held: once they are let go, they pay it. Otherwise they would expire one day, and the debt
// would be paid again out of later points.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { HoldId } from '#src/lib/id.ts';

/**
 * Pays what the holders owe out of what these holds kept and did not burn, lots that expire first before the others. No
 * points move between accounts, so there is no transfer: the hold itself stands in `lot_use`. The caller has locked the
 * members' accounts and has just ended the holds.
 */
export async function payOwed(tx: Tx, holdIds: HoldId[]): Promise<void> {
  if (holdIds.length === 0) return;
  await tx.execute(sql`
    with let_go as (
      select k.member_id, k.hold_id, k.lot_id, h.currency, a.owed, k.amount - coalesce(u.amount, 0) as free
      from hold h join hold_lot k using (member_id, hold_id) join account a using (member_id, currency)
        left join lot_use u on u.member_id = k.member_id and u.transfer_id = h.transfer_id and u.lot_id = k.lot_id
      where h.hold_id in (select jsonb_array_elements_text(${JSON.stringify(holdIds)}::jsonb)) and a.owed > 0
    ), in_order as (
      select g.*, coalesce(sum(g.free) over (partition by member_id, g.currency
          order by l.expires_at nulls last, l.active_at, lot_id, hold_id
          rows between unbounded preceding and 1 preceding), 0) as before
      from let_go g join lot l using (member_id, lot_id) where g.free > 0
    ), paid as (
      select member_id, hold_id, lot_id, currency, least(free, owed - before)::bigint as amount
      from in_order where before < owed
    ), drawn as (
      update lot set remaining = lot.remaining - p.amount
      from (select member_id, lot_id, sum(amount)::bigint as amount from paid group by 1, 2) p
      where lot.member_id = p.member_id and lot.lot_id = p.lot_id
    ), noted as (
      insert into lot_use (member_id, transfer_id, lot_id, amount) select member_id, hold_id, lot_id, amount from paid
    )
    update account a set owed = a.owed - p.amount
    from (select member_id, currency, sum(amount)::bigint as amount from paid group by 1, 2) p
    where a.member_id = p.member_id and a.currency = p.currency`);
}
