import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, ReceiptId, TransferId } from '#src/lib/id.ts';
import type { TransferRow } from './list-transfers.ts';
import type { Points } from './points.ts';

/** A movement of points that belongs to a receipt. */
export interface ReceiptMove {
  transferId: TransferId;
  currency: string;
  kind: TransferRow['kind'];
  amount: Points;
  /** The account right after it. */
  balanceAfter: Points;
  /** What explains it, such as the parts of rules; null where it was not asked for. */
  reason: unknown;
  occurredAt: Date;
  recordedAt: Date;
  /** Of a gain: what is left of its points, and when they become active (null: on `waitsFor`) and expire. */
  lot: {
    remaining: Points;
    activeAt: Date | null;
    waitsFor: string | null;
    expiresAt: Date | null;
    /** By its own end or by inactivity. */
    endsAt: Date | null;
  } | null;
}

interface MoveRow extends Record<string, unknown> {
  receipt_id: ReceiptId;
  transfer_id: TransferId;
  currency: string;
  kind: TransferRow['kind'];
  amount: bigint;
  balance_after: bigint | null;
  reason: unknown;
  occurred_at: Date;
  recorded_at: Date;
  remaining: bigint | null;
  active_at: Date | null;
  waits_for: string | null;
  expires_at: Date | null;
  ends_at: Date | null;
}

/**
 * The movements of each receipt by currency and in the order in which they were made; receipts without any are absent.
 * Those of members who have become part of this one are among them. Reasons are long: they are read where `reasons` is set.
 */
export async function listReceiptMoves(
  db: Reader,
  receipts: { memberId: MemberId; receiptId: ReceiptId }[],
  { reasons = false }: { reasons?: boolean } = {},
): Promise<Map<ReceiptId, ReceiptMove[]>> {
  const found = new Map<ReceiptId, ReceiptMove[]>();
  if (receipts.length === 0) return found;
  // Each receipt is looked up by its keys, then each of its transfers by theirs, whatever the planner believes of the
  // tables: hence the `offset 0`. A plan that begins with the entries, or finds them by `entry_version`, goes through all
  // that the member ever had; so the member's own side is told by its version, which that index does not know.
  const rows = await db.execute<MoveRow>(sql`
    select t.receipt_id, t.transfer_id, t.currency, t.kind, t.amount, e.balance_after, t.reason, t.occurred_at, t.recorded_at,
      l.remaining, l.active_at, l.waits_for, l.expires_at, l.ends_at
    from jsonb_to_recordset(${JSON.stringify(receipts)}::jsonb) as asked("memberId" text, "receiptId" text)
      cross join lateral (select asked."memberId" as member_id
        union all select m.member_id from member m where m.absorbed_into = asked."memberId") who
      cross join lateral (
        select member_id, receipt_id, transfer_id, currency, kind, amount, occurred_at, recorded_at,
          case when ${reasons}::boolean then reason end as reason
        from transfer where member_id = who.member_id and receipt_id = asked."receiptId"
        offset 0) t
      cross join lateral (
        select balance_after, version from entry
        where member_id = t.member_id and transfer_id = t.transfer_id and version is not null
        offset 0) e
      left join lateral (
        select remaining, case when active_at < 'infinity' then active_at end as active_at, waits_for, expires_at,
          -- Whether it was over when it came is kept once it has expired: inactivity goes by what is bought later.
          case when expires_at is not null or remaining > 0 then lot_end(lot)
            when exists (select from lot_use u join transfer x on x.member_id = u.member_id and x.transfer_id = u.transfer_id
              where u.member_id = lot.member_id and u.lot_id = lot.lot_id and x.kind = 'expire' and x.reason ? 'lapsed')
            then t.recorded_at end as ends_at
        from lot where member_id = t.member_id and lot_id = 'lot' || substr(t.transfer_id, 4)
        offset 0) l on true
    order by t.currency <> 'points', t.currency, t.recorded_at, e.version`);
  for (const row of rows) {
    const moves = found.get(row.receipt_id) ?? [];
    moves.push(asMove(row));
    found.set(row.receipt_id, moves);
  }
  return found;
}

function asMove(row: MoveRow): ReceiptMove {
  const { remaining, active_at: activeAt, waits_for: waitsFor, expires_at: expiresAt, ends_at: endsAt } = row;
  return {
    transferId: row.transfer_id,
    currency: row.currency,
    kind: row.kind,
    amount: row.amount,
    balanceAfter: row.balance_after ?? 0n,
    reason: row.reason,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    lot: remaining === null ? null : { remaining, activeAt, waitsFor, expiresAt, endsAt },
  };
}
