// When members become one, or are parted, each lot moves by a transfer of its own, so that it keeps its expiry. Whoever
// reads a list of what happened sees one move of each kind of points: the newest of its transfers, with the sum of all.
import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { TransferRow } from './list-transfers.ts';

/** Transfers of the same move: recorded at one moment, of one currency, for one reason, between the same two. */
const OF_THE_SAME = sql`other.member_id = ${transfer.memberId} and other.kind = 'move'
  and other.recorded_at = ${transfer.recordedAt} and other.currency = ${transfer.currency}
  and other.reason -> 'why' is not distinct from ${transfer.reason} -> 'why'
  and other.reason -> 'from' is not distinct from ${transfer.reason} -> 'from'
  and other.reason -> 'to' is not distinct from ${transfer.reason} -> 'to'
  and other.reason -> 'debt' is not distinct from ${transfer.reason} -> 'debt'`;

/** What to select: the amount of a transfer that moves is that of the whole move. */
export const AS_ONE = {
  ...getTableColumns(transfer),
  amount: sql<bigint>`case when ${transfer.kind} <> 'move' then ${transfer.amount}
    else (select sum(other.amount)::bigint from transfer other where ${OF_THE_SAME}) end`.mapWith(
    transfer.amount,
  ),
};

/** Leaves one transfer of each move. */
export const ONE_OF_EACH_MOVE: SQL = sql`(${transfer.kind} <> 'move' or not exists (
  select 1 from transfer other where ${OF_THE_SAME} and other.transfer_id > ${transfer.transferId}))`;

/** One transfer of a member, as the lists show it, and whether more than itself is in it; null where there is none. */
export async function findAsOne(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<{ transfer: TransferRow; isSum: boolean } | null> {
  const [row] = await db
    .select({ transfer: AS_ONE, own: transfer.amount })
    .from(transfer)
    .where(and(eq(transfer.memberId, memberId), eq(transfer.transferId, transferId)));
  return row ? { transfer: row.transfer, isSum: row.transfer.amount !== row.own } : null;
}
