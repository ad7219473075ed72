import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { lot, lotUse } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId, TransferId } from '#src/lib/id.ts';

/** The lots that a transfer drew from, each with what it took and when that would have expired. */
export async function listLotUses(
  db: Reader,
  { memberId, transferId }: { memberId: MemberId; transferId: TransferId },
): Promise<{ lotId: LotId; amount: bigint; expiresAt: Date | null }[]> {
  return await db
    .select({ lotId: lotUse.lotId, amount: lotUse.amount, expiresAt: lot.expiresAt })
    .from(lotUse)
    .innerJoin(lot, and(eq(lot.memberId, lotUse.memberId), eq(lot.lotId, lotUse.lotId)))
    .where(and(eq(lotUse.memberId, memberId), eq(lotUse.transferId, transferId)));
}
