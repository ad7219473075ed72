// Returns that came before their sale. They are booked as soon as the sale is there; one that cannot be booked says why
// and is not tried again.
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import type { StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { listWaitingReturns } from './list-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import { returnReceipt } from './return-receipt.ts';

/** Books what can be booked by now, at most `limit`. Returns how many. Several processes may do it at once. */
export async function applyWaitingReturns(
  tx: Tx,
  { at, known, limit = 200 }: { at: Date; known: KnownProgramme; limit?: number },
): Promise<number> {
  const due = await tx.execute<{ store_id: StoreId; receipt_external_id: string }>(sql`
    select w.store_id, w.receipt_external_id
    from waiting_return w join receipt_key k
      on k.store_id = w.store_id and k.external_id = w.receipt_external_id
    where w.refused is null
    order by k.member_id, w.store_id, w.external_id limit ${limit} for update of w skip locked`);
  const names = new Map(
    due.map(({ store_id: storeId, receipt_external_id: externalId }) => [
      `${storeId} ${externalId}`,
      { storeId, externalId },
    ]),
  );
  let applied = 0;
  for (const name of names.values()) applied += await applyReturnsOf(tx, { name, at, known });
  return applied;
}

/** Books the returns that wait for one receipt, which is booked. Returns how many. */
export async function applyReturnsOf(
  tx: Tx,
  { name, at, known }: { name: ReceiptName; at: Date; known: KnownProgramme },
): Promise<number> {
  let applied = 0;
  for (const waiting of await listWaitingReturns(tx, name)) {
    const { storeId, externalId } = waiting;
    const isThis = and(eq(table.storeId, storeId), eq(table.externalId, externalId));
    try {
      await returnReceipt(tx, { ...waiting, at, known });
      await tx.delete(table).where(isThis);
      applied++;
    } catch (error) {
      // A refusal comes before anything is written.
      if (!(error instanceof Refusal)) throw error;
      await tx.update(table).set({ refused: error.code }).where(isThis);
    }
  }
  return applied;
}
