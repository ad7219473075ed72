import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import type { TransferRow } from './list-transfers.ts';

/** Who had opened the hold that a transfer has burnt; null when it is of no hold. */
export async function findCaptor(
  db: Reader,
  { memberId, transferId }: Pick<TransferRow, 'memberId' | 'transferId'>,
): Promise<string | null> {
  const [row] = await db
    .select({ askedBy: hold.askedBy })
    .from(hold)
    .where(and(eq(hold.memberId, memberId), eq(hold.transferId, transferId)));
  return row?.askedBy ?? null;
}
