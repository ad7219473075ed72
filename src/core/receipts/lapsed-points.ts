// A receipt that is told long after it was printed may bring points whose time was over before it came. The books have them,
// and their end; the member is not told of a gain and of a loss.
import type { ReceiptMove } from '../ledger/list-receipt-moves.ts';
import type { Points } from '../ledger/points.ts';
import { debtPaidBy } from './debt-paid.ts';
import type { ReceiptStory } from './read-receipt-stories.ts';

/** By currency; without what paid a debt, which is no loss. */
export function lapsedPoints(
  moves: readonly ReceiptMove[],
  { recordedAt }: { recordedAt: Date },
): Map<string, Points> {
  const lapsed = new Map<string, Points>();
  for (const move of moves) {
    const { kind, currency, amount, lot } = move;
    if (kind !== 'earn' || !lot?.endsAt || lot.endsAt > recordedAt) continue;
    const lost = amount - debtPaidBy(move);
    if (lost > 0n) lapsed.set(currency, (lapsed.get(currency) ?? 0n) + lost);
  }
  return lapsed;
}

/** Whether the receipt brought points and nothing else, and none of them were left when it came. */
export function hasLapsed({ lapsed, earned, burnt, others, told, returned }: ReceiptStory): boolean {
  return (
    lapsed.size > 0 &&
    burnt === 0n &&
    earned === (lapsed.get('points') ?? 0n) &&
    others.every(({ currency, amount, used }) => !used && amount === (lapsed.get(currency) ?? 0n)) &&
    told.gifts.length === 0 &&
    !told.coupons &&
    returned === null
  );
}
