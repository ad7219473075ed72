import { and, eq, ne } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';

/** Whether any points of this currency, other than the programme's own, have ever moved. */
export async function wasMoved(db: Reader, currency: string): Promise<boolean> {
  const [moved] = await db
    .select({ transferId: transfer.transferId })
    .from(transfer)
    // The second condition is that of the index.
    .where(and(eq(transfer.currency, currency), ne(transfer.currency, 'points')))
    .limit(1);
  return moved !== undefined;
}
