import type { Reader } from '#src/db/client.ts';
import { ownPoints } from '../ledger/points.ts';
import type { Returning } from './choose-return.ts';
import { findReceiptByKey } from './find-receipt-by-key.ts';
import { listWaitingReturns } from './list-waiting-returns.ts';
import type { AnonymousReceipt } from './record-anonymous.ts';
import { share } from './returned-share.ts';
import { slipBack } from './slip-back.ts';

/** A receipt of nobody as it stands. */
export interface Slip extends Returning {
  /** What its code brings: null once it is claimed or a till has put a card on it, or all of it has come back. */
  points: number | null;
}

/** Its points are less those of what has come back, by money: what a claim takes back by lines differs by a point or so. */
export async function readSlip(db: Reader, { receipt, told, claimedBy }: AnonymousReceipt): Promise<Slip> {
  const slip = slipBack(receipt, await listWaitingReturns(db, receipt));
  const isTaken = claimedBy !== null || (await findReceiptByKey(db, receipt)) !== null;
  const { state, amountMinor: bought, returnedMinor: back } = slip.receipt;
  const isGone = isTaken || state === 'returned' || state === 'cancelled';
  const all = ownPoints(told.awards);
  return { ...slip, points: isGone ? null : all - Number(share(BigInt(all), { bought, back })) };
}
