import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { ReceiptName } from './open-receipt.ts';

/**
 * One after the other for each receipt that may be waited for: what is left to return depends on the others, and whoever books the
 * receipt finds all that wait. Taken before the points of anybody.
 */
export async function lockWaitingReturns(tx: Tx, { storeId, externalId }: ReceiptName): Promise<void> {
  const name = `${storeId} ${externalId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 5))`);
}
