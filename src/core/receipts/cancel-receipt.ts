import type { Tx } from '#src/db/client.ts';
import { openReceipt as table } from '#src/db/schema/receipts.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import { lockWaitingReturns } from './lock-waiting-returns.ts';
import { endOpenReceipt, lockOpenReceipt, type ReceiptName } from './open-receipt.ts';
import { CLOCK_SKEW_MINUTES } from './receipt-input.ts';
import { findAnonymous } from './record-anonymous.ts';
import { type ReturnedReceipt, returnReceipt } from './return-receipt.ts';
import { cancellationOf, waitWithReturn } from './wait-with-return.ts';

export interface CancelReceipt {
  name: ReceiptName;
  acceptedBy: string;
  /** By the till's clock, where it says so. */
  told: Date | null;
  at: Date;
  known: KnownProgramme;
}

/**
 * The sale never was: an open basket is let go, a closed receipt is returned whole, also one that nobody has claimed.
 * One that is not known is noted as cancelled. Cancelling again is harmless. Throws Refusal `already_returned`.
 */
export async function cancelReceipt(
  tx: Tx,
  { name, acceptedBy, told, at, known }: CancelReceipt,
): Promise<ReturnedReceipt | null> {
  const open = await lockOpenReceipt(tx, name);
  const whole = {
    storeId: name.storeId,
    receiptExternalId: name.externalId,
    externalId: cancellationOf(name),
    what: 'all' as const,
    cancels: true,
    acceptedBy,
    occurredAt: at,
    at,
  };
  const slip = await findAnonymous(tx, name);
  // Whoever claims it at this very moment has it first.
  if (slip) await lockWaitingReturns(tx, name);
  if (await findReceiptByKey(tx, name)) {
    if (open) await endOpenReceipt(tx, { name, open, as: 'closed', at });
    return await returnReceipt(tx, { ...whole, known });
  }
  if (slip) {
    await waitWithReturn(tx, whole);
    return null;
  }
  // Should the sale still come, from a till that was cut off, it goes back at once. By a clock that is ahead it was printed
  // before this, too.
  const isAhead = told !== null && told > at && told.getTime() - at.getTime() <= CLOCK_SKEW_MINUTES * 60_000;
  await waitWithReturn(tx, isAhead ? { ...whole, occurredAt: told } : whole);
  if (open) await endOpenReceipt(tx, { name, open, as: 'cancelled', at });
  else
    await tx
      .insert(table)
      .values({ ...name, state: 'cancelled', input: {}, openedAt: at, changedAt: at })
      .onConflictDoNothing();
  return null;
}
