// Returns that came before their sale. They are booked as soon as the sale is there; one that cannot be booked says why
// and is not tried again.
import { and, eq, sql } from 'drizzle-orm';
import { savepoint, type Tx } from '#src/db/client.ts';
import { mayPass } from '#src/db/client-error.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import { describeFault } from '#src/lib/describe-fault.ts';
import type { ReceiptId, StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { staysCancelled } from './find-cancellation.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import { listWaitingReturns, waitingKey } from './list-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import { type ReturnInput, returnReceipt } from './return-receipt.ts';

export interface AppliedReturns {
  /** How many wait no longer. */
  settled: number;
  /** Those of them that could not be booked. */
  unbooked: UnbookedReturn[];
}

/** Of identifiers of our own only: for the log. */
interface UnbookedReturn {
  storeId: StoreId;
  receiptId: ReceiptId;
  error: unknown;
}

interface Failed {
  told: ReturnInput;
  error: unknown;
}

/**
 * Settles what waits for one receipt that has come. The caller goes on, each time in a transaction of its own, until
 * nothing is settled, and tells the log of what could not be booked. Several processes may do it at once.
 */
export async function applyWaitingReturns(
  tx: Tx,
  { at, known }: { at: Date; known: KnownProgramme },
): Promise<AppliedReturns> {
  const [due] = await tx.execute<{
    store_id: StoreId;
    receipt_external_id: string;
    receipt_id: ReceiptId;
  }>(sql`
    select w.store_id, w.receipt_external_id, k.receipt_id
    from waiting_return w join receipt_key k
      on k.store_id = w.store_id and k.external_id = w.receipt_external_id
    where w.refused is null
    order by w.recorded_at, w.store_id, w.external_id limit 1 for update of w skip locked`);
  if (!due) return { settled: 0, unbooked: [] };
  const { store_id: storeId, receipt_external_id: externalId, receipt_id: receiptId } = due;
  const { waited, failed } = await applyReturnsOf(tx, { name: { storeId, externalId }, at, known });
  // One that breaks is kept with a mark, for somebody to look at, and is in nobody's way.
  for (const { told, error } of failed)
    await tx
      .update(table)
      .set({ refused: error instanceof Refusal ? error.code : 'fault' })
      .where(isThis(told));
  return { settled: waited, unbooked: failed.map(({ error }) => ({ storeId, receiptId, error })) };
}

/**
 * Books the returns that wait for one receipt, which is booked. Answers how many there were; those that cannot be booked
 * wait on for applyWaitingReturns, which marks them.
 */
export async function applyReturnsOf(
  tx: Tx,
  { name, at, known }: { name: ReceiptName; at: Date; known: KnownProgramme },
): Promise<{ waited: number; failed: Failed[] }> {
  const waiting = await listWaitingReturns(tx, name);
  const failed: Failed[] = [];
  const sale = waiting.some(({ cancels }) => cancels) ? await findReceiptByKey(tx, name) : null;
  for (const told of waiting) {
    // The till has sold under the name after all, and was told so.
    if (told.cancels && sale && !staysCancelled(sale, told.occurredAt)) {
      await tx.delete(table).where(isThis(told));
      continue;
    }
    try {
      await savepoint(tx, (inner) => returnReceipt(inner, { ...told, at, known }));
      await tx.delete(table).where(isThis(told));
    } catch (error) {
      if (mayPass(error)) throw error;
      failed.push({ told, error });
    }
  }
  return { waited: waiting.length, failed };
}

/** Pino's shape. */
interface Log {
  warn(details: object, words: string): void;
  error(details: object, words: string): void;
}

/** Tells operators of returns that waited for their sale and could not be booked: nobody tries them again. */
export function logUnbooked(log: Log, { unbooked }: AppliedReturns): void {
  for (const { error, ...where } of unbooked)
    if (error instanceof Refusal)
      log.warn({ ...where, why: error.code }, 'a return that waited for its sale was refused');
    else log.error({ ...where, fault: describeFault(error) }, 'a return that waited for its sale broke');
}

function isThis(told: ReturnInput) {
  return and(eq(table.storeId, told.storeId), eq(table.externalId, waitingKey(told)));
}
