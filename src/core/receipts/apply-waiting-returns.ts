// Returns that came before their sale. They are booked as soon as the sale is there; one that cannot be booked says why
// and is not tried again.
import { and, eq, sql } from 'drizzle-orm';
import { savepoint, type Tx } from '#src/db/client.ts';
import { mayPass } from '#src/db/client-error.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import type { StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { staysCancelled } from './find-cancellation.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import { listWaitingReturns } from './list-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import { returnReceipt } from './return-receipt.ts';

/**
 * Books what waits for one receipt that has come. Returns how many returns were taken, so that the caller goes on, each
 * time in a transaction of its own, until none is left. Several processes may do it at once.
 */
export async function applyWaitingReturns(
  tx: Tx,
  { at, known }: { at: Date; known: KnownProgramme },
): Promise<number> {
  const [due] = await tx.execute<{ store_id: StoreId; receipt_external_id: string }>(sql`
    select w.store_id, w.receipt_external_id
    from waiting_return w join receipt_key k
      on k.store_id = w.store_id and k.external_id = w.receipt_external_id
    where w.refused is null
    order by w.recorded_at, w.store_id, w.external_id limit 1 for update of w skip locked`);
  if (!due) return 0;
  const name = { storeId: due.store_id, externalId: due.receipt_external_id };
  return await applyReturnsOf(tx, { name, at, known });
}

/** Takes the returns that wait for one receipt, which is booked. Returns how many. */
export async function applyReturnsOf(
  tx: Tx,
  { name, at, known }: { name: ReceiptName; at: Date; known: KnownProgramme },
): Promise<number> {
  const waiting = await listWaitingReturns(tx, name);
  const sale = waiting.some(({ cancels }) => cancels) ? await findReceiptByKey(tx, name) : null;
  for (const each of waiting) {
    const { storeId, externalId } = each;
    const isThis = and(eq(table.storeId, storeId), eq(table.externalId, externalId));
    // The till has sold under the name after all, and was told so.
    if (each.cancels && sale && !staysCancelled(sale, each.occurredAt)) {
      await tx.delete(table).where(isThis);
      continue;
    }
    try {
      await savepoint(tx, (inner) => returnReceipt(inner, { ...each, at, known }));
      await tx.delete(table).where(isThis);
    } catch (error) {
      if (mayPass(error)) throw error;
      // One that breaks is kept with a mark, for somebody to look at, and is in nobody's way.
      await tx
        .update(table)
        .set({ refused: error instanceof Refusal ? error.code : 'fault' })
        .where(isThis);
    }
  }
  return waiting.length;
}
