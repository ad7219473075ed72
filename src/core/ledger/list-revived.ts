import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { LotId, MemberId } from '#src/lib/id.ts';
import { movedOn, movedOnBut } from './list-receipt-transfers.ts';

/** Those of a member's lots that hold what was given back of other lots, wherever these went and expired. */
export async function listRevived(
  db: Reader,
  { memberId, of }: { memberId: MemberId; of: { memberIds: MemberId[] } | { lotIds: LotId[] } },
): Promise<LotId[]> {
  const first: SQL =
    'lotIds' in of
      ? sql`select ${memberId}::text, jsonb_array_elements_text(${JSON.stringify(of.lotIds)}::jsonb)`
      : sql`select member_id, lot_id from lot
          where member_id in (select jsonb_array_elements_text(${JSON.stringify(of.memberIds)}::jsonb))`;
  // What an earlier merge had brought and its undoing has taken back is not theirs.
  const on = 'lotIds' in of ? movedOn : movedOnBut(sql`coalesce(o.reason->>'why' = 'merge undone', false)`);
  const rows = await db.execute<{ lotId: LotId }>(sql`
    with recursive place (member_id, lot_id) as (
      ${first}
      ${on})
    select l.lot_id as "lotId" from place p join lot l using (member_id, lot_id)
      join transfer t on t.member_id = l.member_id and t.transfer_id = 'trf' || substr(l.lot_id, 4)
    where l.member_id = ${memberId} and l.remaining > l.held and t.idempotency_key like 'expire-back:%'
    order by l.lot_id`);
  return rows.map(({ lotId }) => lotId);
}
