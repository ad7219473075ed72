import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import type { StoreId } from '#src/lib/id.ts';
import { listWaitingReturns, readWaitingReturn } from './list-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { listMisfits } from './slip-back.ts';

export interface RefusedReturn {
  /** The store that takes the goods back, and its own word for the return. */
  storeId: StoreId;
  externalId: string;
  /** The code of a refusal, or `fault`. */
  why: string;
}

/**
 * Returns that waited for this sale and do not fit it now that it is there, the oldest first. `slip`: while it is nobody's
 * it is not booked, and what does not fit it will be refused at the claim.
 */
export async function listRefusedReturns(
  db: Reader,
  name: ReceiptName,
  slip: ReceiptInput | null = null,
): Promise<RefusedReturn[]> {
  const rows = await db
    .select({ input: table.input, why: table.refused })
    .from(table)
    .where(
      and(
        eq(table.storeId, name.storeId),
        eq(table.receiptExternalId, name.externalId),
        isNotNull(table.refused),
      ),
    )
    .orderBy(asc(table.recordedAt), asc(table.externalId));
  const settled = rows.map(({ input, why }) => ({ told: readWaitingReturn(input), why: why ?? '' }));
  const misfits = slip === null ? [] : listMisfits(slip, await listWaitingReturns(db, name));
  return [...settled, ...misfits.map(({ told, refusal }) => ({ told, why: refusal.code }))]
    .filter(({ told }) => !told.cancels)
    .map(({ told: { storeId, returnedIn = storeId, externalId }, why }) => ({
      storeId: returnedIn,
      externalId,
      why,
    }));
}
