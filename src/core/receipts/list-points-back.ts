import type { Reader } from '#src/db/client.ts';
import type { MemberId, ReceiptId, ReturnId } from '#src/lib/id.ts';
import { listReceiptMoves } from '../ledger/list-receipt-moves.ts';
import type { Points } from '../ledger/points.ts';

export interface PointsBack {
  currency: string;
  /** Of what the receipt had earned, and of what it had burnt. */
  takenBack: Points;
  givenBack: Points;
}

/**
 * What each return moved of each currency, points first; returns that moved nothing are absent. Of members who have become part
 * of another it is found for that one.
 */
export async function listPointsBack(
  db: Reader,
  returns: readonly { memberId: MemberId; receiptId: ReceiptId; returnId: ReturnId }[],
): Promise<Map<ReturnId, PointsBack[]>> {
  const receipts = new Map(returns.map(({ memberId, receiptId }) => [receiptId, { memberId, receiptId }]));
  const moves = await listReceiptMoves(db, [...receipts.values()], { reasons: true });
  const found = new Map<ReturnId, PointsBack[]>();
  for (const { receiptId, returnId } of returns) {
    const back: PointsBack[] = [];
    for (const { currency, amount, reason } of moves.get(receiptId) ?? []) {
      if ((reason as { returnId?: string } | null)?.returnId !== returnId) continue;
      const known = back.find((each) => each.currency === currency);
      const of = known ?? { currency, takenBack: 0n, givenBack: 0n };
      if (!known) back.push(of);
      if (amount < 0n) of.takenBack -= amount;
      else of.givenBack += amount;
    }
    if (back.length > 0) found.set(returnId, back);
  }
  return found;
}
