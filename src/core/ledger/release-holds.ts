// What every end of a hold has in common. The caller has locked the members' accounts.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { HoldId } from '#src/lib/id.ts';
import { payOwed } from './pay-owed.ts';

/** Ends open holds and lets go of all that they keep; what is owed is paid out of it. Returns how many were open. */
export async function releaseHolds(
  tx: Tx,
  { holdIds, status, at }: { holdIds: HoldId[]; status: 'voided' | 'expired'; at: Date },
): Promise<number> {
  if (holdIds.length === 0) return 0;
  const ended = await tx.execute<{ hold_id: HoldId }>(sql`
    with ended as (
      update hold set status = ${status}, settled_at = ${at}::timestamptz
      where status = 'open' and hold_id in (select jsonb_array_elements_text(${JSON.stringify(holdIds)}::jsonb))
      returning member_id, hold_id
    ), kept as (
      select l.member_id, l.lot_id, sum(l.amount)::bigint as amount
      from hold_lot l join ended using (member_id, hold_id) group by 1, 2
    ), let_go as (
      update lot set held = lot.held - kept.amount
      from kept where lot.member_id = kept.member_id and lot.lot_id = kept.lot_id
    ), seen as (
      update standing s set version = s.version + 1 where s.member_id in (select member_id from ended)
    )
    select hold_id from ended`);
  await payOwed(
    tx,
    ended.map((each) => each.hold_id),
  );
  return ended.length;
}
