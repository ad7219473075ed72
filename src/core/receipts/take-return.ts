import type { Tx } from '#src/db/client.ts';
import { Refusal } from '../refusal.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
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
  try {
    return await returnReceipt(tx, input);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'receipt_not_found') throw error;
    const { known: _known, ...waiting } = input;
    const { outcome } = await waitWithReturn(tx, waiting);
    return { outcome: outcome === 'waiting' ? 'waiting' : 'waitingStill' };
  }
}
