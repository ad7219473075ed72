import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CouponId, MemberId, ReceiptId } from '#src/lib/id.ts';

/**
 * The coupons that were last used on these receipts, came back with their goods and can be used again, by receipt; also
 * of the members that theirs have become part of.
 */
export async function listGivenBack(
  db: Reader,
  receipts: readonly { memberId: MemberId; receiptId: ReceiptId }[],
): Promise<Map<ReceiptId, CouponId[]>> {
  const back = new Map<ReceiptId, CouponId[]>();
  if (receipts.length === 0) return back;
  const asked = JSON.stringify(receipts.map(({ memberId, receiptId }) => ({ memberId, receiptId })));
  const rows = await db.execute<{ receipt_id: ReceiptId; coupon_id: CouponId }>(sql`
    select c.receipt_id, c.coupon_id
    from jsonb_to_recordset(${asked}::jsonb) as asked("memberId" text, "receiptId" text)
      cross join lateral (
        select asked."memberId" as member_id
        union select m.absorbed_into from member m where m.member_id = asked."memberId" and m.absorbed_into is not null
        union select m.member_id from member m where m.absorbed_into = asked."memberId") who
      join coupon c on c.member_id = who.member_id and c.receipt_id = asked."receiptId"
    where c.status = 'taken' and c.returned_at is not null
    order by c.coupon_id`);
  for (const { receipt_id, coupon_id } of rows)
    back.set(receipt_id, [...(back.get(receipt_id) ?? []), coupon_id]);
  return back;
}
