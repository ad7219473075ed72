import { and, desc, eq, lt } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';

export type TransferRow = typeof transfer.$inferSelect;

/**
 * A member's transfers, newest first: at most `limit`, those recorded before the transfer `before` and of the currency
 * where these are given.
 */
export async function listTransfers(
  db: Reader,
  memberId: MemberId,
  { limit, before, currency }: { limit: number; before?: TransferId; currency?: string },
): Promise<TransferRow[]> {
  return await db
    .select()
    .from(transfer)
    .where(
      and(
        eq(transfer.memberId, memberId),
        before ? lt(transfer.transferId, before) : undefined,
        currency ? eq(transfer.currency, currency) : undefined,
      ),
    )
    .orderBy(desc(transfer.transferId))
    .limit(limit);
}
