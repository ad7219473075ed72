import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId, ReceiptId, TransferId } from '#src/lib/id.ts';

export type ReceiptTransfer = typeof transfer.$inferSelect & {
  /** Where its points lie or have lain: its own lot, and those it went on to when its member became part of another. */
  lotIds: LotId[];
  /** What has expired unused of the points it brought, with whomever they were then, less what came back of it. */
  expired: bigint;
  /** What returns have taken back of them, less what they gave back. */
  reversed: bigint;
};

/**
 * Goes on with `place (member_id, lot_id)`, a recursive query, to where merges have taken these lots, and to what was given
 * back of those that had expired.
 */
export const movedOn = movedOnBut(sql`false`);

/** The same; merges whose outgoing transfer `o` is `but` are not followed. */
export function movedOnBut(but: SQL): SQL {
  return sql`
          union
          select n.member_id, 'lot' || substr(n.transfer_id, 4)
          from place p join lot_use u using (member_id, lot_id)
            join transfer o on o.member_id = u.member_id and o.transfer_id = u.transfer_id and o.kind in ('move', 'expire')
              and not ${but}
            cross join lateral (
              select i.member_id, i.transfer_id from transfer i
              where o.kind = 'move' and o.idempotency_key like 'move-out:%' and i.member_id = o.reason->>'to'
                and i.idempotency_key = 'move-in:' || substr(o.idempotency_key, length('move-out:') + 1)
              union all
              select i.member_id, i.transfer_id from transfer i
              where o.kind = 'expire' and i.reverses = o.transfer_id) n`;
}

/** Of `place`, when all of it is known: what has expired unused and was not given back. */
export const expiredOf = sql`(
          select coalesce(sum(u.amount - coalesce((
            select sum(b.amount) from transfer b where b.reverses = e.transfer_id), 0)), 0)::bigint
          from place p join lot_use u using (member_id, lot_id)
            join transfer e on e.member_id = u.member_id and e.transfer_id = u.transfer_id and e.kind = 'expire')`;

/**
 * Goes back with `place (member_id, lot_id, …)`, a recursive query, to where merges have taken these lots from, and to the
 * expired ones that they are given back for; `rest` are its further columns.
 */
export const movedFrom = (rest: SQL) => sql`
          union
          select f.member_id, f.lot_id, ${rest}
          from place p join transfer i on i.member_id = p.member_id
              and i.transfer_id = 'trf' || substr(split_part(p.lot_id, '.', 1), 4)
            cross join lateral (
              select i.reason->>'from' as member_id,
                split_part(substr(i.idempotency_key, length('move-in:') + 1), ':', 1) as lot_id
              where i.idempotency_key like 'move-in:%'
              union all
              select u.member_id, u.lot_id from lot_use u
              where i.idempotency_key like 'expire-back:%' and u.member_id = coalesce(i.reason->>'from', i.member_id)
                and u.transfer_id = i.reverses) f`;

const SETTLED = {
  row: transfer,
  lots: sql<{ lotIds: LotId[]; expired: string }>`(
        with recursive place (member_id, lot_id) as (
          select transfer.member_id, 'lot' || substr(transfer.transfer_id, 4)
          ${movedOn}
        )
        select jsonb_build_object('lotIds', (select jsonb_agg(lot_id) from place), 'expired', ${expiredOf}::text))`,
  // A reversal may stand with a member that this one has become part of, or was part of then.
  reversed: sql<bigint>`coalesce((select sum(-r.amount) from transfer r
        where r.reverses = transfer.transfer_id), 0)::bigint`,
};

interface SettledRow {
  row: typeof transfer.$inferSelect;
  lots: { lotIds: LotId[]; expired: string };
  reversed: bigint;
}

function asSettled({ row, lots: { lotIds, expired }, reversed }: SettledRow): ReceiptTransfer {
  return { ...row, lotIds, expired: BigInt(expired), reversed };
}

/** What a receipt earned and burnt, in the order in which it was booked; without its reversals. */
export async function listReceiptTransfers(
  db: Reader,
  { memberId, receiptId }: { memberId: MemberId; receiptId: ReceiptId },
): Promise<ReceiptTransfer[]> {
  const rows = await db
    .select(SETTLED)
    .from(transfer)
    .where(
      and(
        eq(transfer.memberId, memberId),
        eq(transfer.receiptId, receiptId),
        inArray(transfer.kind, ['earn', 'burn', 'stamp']),
      ),
    )
    .orderBy(asc(transfer.transferId));
  return rows.map(asSettled);
}

/** One transfer that must be there, with what has become of its points since. */
export async function readSettledTransfer(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<ReceiptTransfer> {
  const [found] = await db
    .select(SETTLED)
    .from(transfer)
    .where(and(eq(transfer.memberId, memberId), eq(transfer.transferId, transferId)));
  if (!found) throw new Error('a transfer that must be there is not');
  return asSettled(found);
}
