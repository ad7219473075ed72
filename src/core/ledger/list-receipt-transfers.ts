import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';

export type ReceiptTransfer = typeof transfer.$inferSelect & {
  /** What has expired unused of the points it brought. */
  expired: bigint;
  /** What returns have taken back of them, or given back of what it took; without a sign. */
  reversed: bigint;
};

/** What a receipt earned and burnt, in the order in which it was booked; without its reversals. */
export async function listReceiptTransfers(
  db: Reader,
  { memberId, receiptId }: { memberId: MemberId; receiptId: ReceiptId },
): Promise<ReceiptTransfer[]> {
  const rows = await db
    .select({
      row: transfer,
      expired: sql<bigint>`coalesce((select sum(u.amount) from lot_use u
        join transfer e on e.member_id = u.member_id and e.transfer_id = u.transfer_id and e.kind = 'expire'
        where u.member_id = transfer.member_id and u.lot_id = 'lot' || substr(transfer.transfer_id, 4)), 0)::bigint`,
      // A reversal may stand with the member that this one has become part of.
      reversed: sql<bigint>`coalesce((select sum(abs(r.amount)) from transfer r
        where r.reverses = transfer.transfer_id and r.member_id in (transfer.member_id,
          (select m.absorbed_into from member m where m.member_id = transfer.member_id))), 0)::bigint`,
    })
    .from(transfer)
    .where(
      and(
        eq(transfer.memberId, memberId),
        eq(transfer.receiptId, receiptId),
        inArray(transfer.kind, ['earn', 'burn', 'stamp']),
      ),
    )
    .orderBy(asc(transfer.transferId));
  return rows.map(({ row, expired, reversed }) => ({ ...row, expired, reversed }));
}
