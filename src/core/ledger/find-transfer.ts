import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { TransferRow } from './list-transfers.ts';

/** One transfer of a member, or null when they have none with this id. */
export async function findTransfer(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<TransferRow | null> {
  const [row] = await db
    .select()
    .from(transfer)
    .where(and(eq(transfer.memberId, memberId), eq(transfer.transferId, transferId)));
  return row ?? null;
}
