import { and, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { waitingReturn as table } from '#src/db/schema/receipts.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { waitingKey } from './list-waiting-returns.ts';
import { lockWaitingReturns } from './lock-waiting-returns.ts';
import { type ReturnedReceipt, type ReturnInput, returnReceipt } from './return-receipt.ts';
import { waitWithReturn } from './wait-with-return.ts';

/**
 * Books a return, or keeps it while its sale has not come or belongs to nobody yet. Throws Refusal `return_differs`,
 * `already_returned`, `line_not_found`, `return_above_bought`, `amount_not_valid`.
 */
export async function takeReturn(
  tx: Tx,
  input: ReturnInput & { at: Date; known: KnownProgramme },
): Promise<ReturnedReceipt | { outcome: 'waiting' | 'waitingStill' }> {
  const { storeId, receiptExternalId: externalId } = input;
  let returned = await bookIfSold(tx, input);
  if (!returned) {
    // Somebody may be claiming it: then it is theirs once they are through.
    await lockWaitingReturns(tx, { storeId, externalId });
    returned = await bookIfSold(tx, input);
  }
  if (returned) {
    await forgetRefused(tx, input);
    return returned;
  }
  const { known: _known, ...waiting } = input;
  const { outcome } = await waitWithReturn(tx, waiting);
  return { outcome: outcome === 'waiting' ? 'waiting' : 'waitingStill' };
}

/** Null: it is not known, or nobody's yet. */
async function bookIfSold(
  tx: Tx,
  input: Parameters<typeof returnReceipt>[1],
): Promise<ReturnedReceipt | null> {
  try {
    return await returnReceipt(tx, input);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'receipt_not_found') return null;
    throw error;
  }
}

/** It was refused when its sale came, and is booked after all: corrected, or what broke has been mended. */
async function forgetRefused(tx: Tx, input: ReturnInput): Promise<void> {
  // Only those that nobody settles any more: whoever does holds the row, and waits for the points that are held here.
  await tx
    .delete(table)
    .where(
      and(
        eq(table.storeId, input.storeId),
        eq(table.externalId, waitingKey(input)),
        isNotNull(table.refused),
      ),
    );
}
