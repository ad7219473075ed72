import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';

export interface ReceiptTime {
  /** Whose it is now. */
  memberId: MemberId;
  receiptId: ReceiptId;
  occurredAt: Date;
}

interface Row extends Record<string, unknown> {
  member_id: MemberId;
  receipt_id: ReceiptId;
  occurred_at: Date;
}

/** When these receipts were made. One is also found by the member that its own has become part of; unknown ones are left out. */
export async function listReceiptTimes(
  db: Reader,
  receipts: readonly { memberId: MemberId; receiptId: ReceiptId }[],
): Promise<ReceiptTime[]> {
  if (receipts.length === 0) return [];
  const asked = receipts.map(({ memberId, receiptId }) => ({ memberId, receiptId }));
  const rows = await db.execute<Row>(sql`
    select coalesce(m.absorbed_into, m.member_id) as member_id, r.receipt_id, r.occurred_at
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a("memberId" text, "receiptId" text)
      join member m on m.member_id = a."memberId"
      cross join lateral (
        select a."memberId" as own
        union all select o.member_id from member o where o.absorbed_into = a."memberId") self
      cross join lateral (select c.receipt_id, c.occurred_at from receipt c
        where c.member_id = self.own and c.receipt_id = a."receiptId" offset 0) r`);
  return rows.map((row) => ({
    memberId: row.member_id,
    receiptId: row.receipt_id,
    occurredAt: row.occurred_at,
  }));
}
