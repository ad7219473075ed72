import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receiptReturn, waitingReturn } from '#src/db/schema/receipts.ts';
import { waitingKey } from './list-waiting-returns.ts';
import type { ReturnInput } from './return-receipt.ts';

/** Whether a return has been told under this key before: it is booked, or waits for its sale. */
export async function isKnownReturn(
  db: Reader,
  name: Pick<ReturnInput, 'storeId' | 'returnedIn' | 'externalId'>,
): Promise<boolean> {
  const { storeId, returnedIn = storeId, externalId } = name;
  const [booked] = await db
    .select({ returnId: receiptReturn.returnId })
    .from(receiptReturn)
    .where(and(eq(receiptReturn.storeId, returnedIn), eq(receiptReturn.externalId, externalId)));
  if (booked) return true;
  const [waiting] = await db
    .select({ recordedAt: waitingReturn.recordedAt })
    .from(waitingReturn)
    .where(and(eq(waitingReturn.storeId, storeId), eq(waitingReturn.externalId, waitingKey(name))));
  return waiting !== undefined;
}
