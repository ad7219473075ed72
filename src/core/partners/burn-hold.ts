import type { Tx } from '#src/db/client.ts';
import type { HoldId } from '#src/lib/id.ts';
import { captureHold, type HoldCaptured } from '../ledger/capture-hold.ts';
import type { Caller } from './partner-shape.ts';
import { reasonOf } from './reason-of.ts';
import { tellMoved } from './tell-moved.ts';

/**
 * A system burns what a hold keeps, all or in part; the member is told, and the entry says who it was. Throws the Refusals
 * of captureHold.
 */
export async function burnHold(
  tx: Tx,
  { by, at, ...asked }: { by: Caller; holdId: HoldId; amount?: bigint; at: Date },
): Promise<HoldCaptured> {
  const captured = await captureHold(tx, { ...asked, reason: await reasonOf(tx, by, ''), at });
  if (captured.outcome === 'captured') {
    const { memberId, currency, captured: points, balance } = captured;
    await tellMoved(tx, { by, what: 'redeem', memberId, currency, points, balance, at });
  }
  return captured;
}
