import { and, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import { toJson } from '../ledger/points.ts';
import { Refusal } from '../refusal.ts';
import { chooseReturn } from './choose-return.ts';
import { listWaitingReturns, readWaitingReturn, storedWaiting, waitingKey } from './list-waiting-returns.ts';
import { lockWaitingReturns } from './lock-waiting-returns.ts';
import type { ReceiptName } from './open-receipt.ts';
import type { ReceiptInput } from './receipt-input.ts';
import { findAnonymous } from './record-anonymous.ts';
import type { ReturnInput } from './return-receipt.ts';
import { slipBack } from './slip-back.ts';

/**
 * Keeps a return until its sale comes or is claimed. The same again changes nothing. Throws Refusal `return_differs`
 * (same key, another return), and for a receipt that nobody has claimed `line_not_found`, `return_above_bought`,
 * `already_returned`, `amount_not_valid`; those also for the same again, when the receipt has come since and it does not fit.
 * Another one under the key of one that does not fit takes its place.
 */
export async function waitWithReturn(
  tx: Tx,
  { at, ...input }: ReturnInput & { at: Date },
): Promise<{ outcome: 'waiting' | 'replayed' }> {
  const { storeId, receiptExternalId } = input;
  const externalId = waitingKey(input);
  await lockWaitingReturns(tx, { storeId, externalId: receiptExternalId });
  const isThis = and(eq(table.storeId, storeId), eq(table.externalId, externalId));
  const [stored] = await tx.select().from(table).where(isThis);
  if (stored) {
    const told = readWaitingReturn(stored.input);
    if (sameOf(told) === sameOf(input)) {
      if (!input.cancels) await checkLeft(tx, input);
      return { outcome: 'replayed' };
    }
    // One that can never be booked may be corrected.
    if (!(await isMisfit(tx, told))) throw new Refusal('return_differs');
    await tx.delete(table).where(isThis);
  }
  await checkLeft(tx, input);
  const kept = JSON.parse(toJson(storedWaiting(input)));
  await tx.insert(table).values({ storeId, externalId, receiptExternalId, input: kept, recordedAt: at });
  return { outcome: 'waiting' };
}

/** The key of the return that a cancellation is. No till gives a return such a name. */
export function cancellationOf({ externalId }: ReceiptName): string {
  return `cancelled\u001f${externalId}`;
}

/** The sale goes on after all: should it come, it stays. */
export async function forgetCancellation(tx: Tx, name: ReceiptName): Promise<void> {
  await tx
    .delete(table)
    .where(and(eq(table.storeId, name.storeId), eq(table.externalId, cancellationOf(name))));
}

/** Whether everything on a receipt that nobody has claimed has been brought back. */
export async function isWhollyReturned(db: Reader, slip: ReceiptInput): Promise<boolean> {
  const { state } = slipBack(slip, await listWaitingReturns(db, slip)).receipt;
  return state === 'returned' || state === 'cancelled';
}

/** What is left is told by those that came before it. */
async function checkLeft(tx: Tx, input: ReturnInput): Promise<void> {
  const { storeId, receiptExternalId, what } = input;
  const found = await findAnonymous(tx, { storeId, externalId: receiptExternalId });
  if (!found) return;
  const waiting = await listWaitingReturns(tx, found.receipt);
  const place = waiting.findIndex((each) => waitingKey(each) === waitingKey(input));
  chooseReturn(slipBack(found.receipt, place < 0 ? waiting : waiting.slice(0, place)), what);
}

async function isMisfit(tx: Tx, told: ReturnInput): Promise<boolean> {
  try {
    await checkLeft(tx, told);
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

function sameOf({ receiptExternalId, what, cancels = false }: ReturnInput): string {
  return toJson({ receiptExternalId, what, cancels });
}
