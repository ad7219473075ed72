import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { AS_ONE, ONE_OF_EACH_MOVE } from './move-as-one.ts';

export type TransferRow = typeof transfer.$inferSelect;

/**
 * A member's transfers, newest first: at most `limit`, those recorded before the transfer `before` and of the currency
 * where these are given; with `movesAsOne` each move as one.
 */
export async function listTransfers(
  db: Reader,
  memberId: MemberId,
  {
    limit,
    before,
    currency,
    movesAsOne = false,
  }: { limit: number; before?: TransferId; currency?: string; movesAsOne?: boolean },
): Promise<TransferRow[]> {
  return await db
    .select(movesAsOne ? AS_ONE : getTableColumns(transfer))
    .from(transfer)
    .where(
      and(
        eq(transfer.memberId, memberId),
        before ? lt(transfer.transferId, before) : undefined,
        currency ? eq(transfer.currency, currency) : undefined,
        movesAsOne ? ONE_OF_EACH_MOVE : undefined,
      ),
    )
    .orderBy(desc(transfer.transferId))
    .limit(limit);
}
