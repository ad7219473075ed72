import type { ReceiptMove } from '../ledger/list-receipt-moves.ts';
import type { Points } from '../ledger/points.ts';
import type { ReceiptStory } from './read-receipt-stories.ts';

/** How much of what a receipt earned went to what the member had owed before it. */
export function debtPaid({
  moves,
  earned,
  burnt,
  balanceAfter,
}: Pick<ReceiptStory, 'moves' | 'earned' | 'burnt' | 'balanceAfter'>): Points {
  if (!moves) return paid(earned, balanceAfter - earned + burnt);
  return moves
    .filter(({ currency, kind }) => currency === 'points' && kind === 'earn')
    .reduce((sum, move) => sum + debtPaidBy(move), 0n);
}

/** The same of one gain, of whatever currency. */
export function debtPaidBy({ amount, balanceAfter }: Pick<ReceiptMove, 'amount' | 'balanceAfter'>): Points {
  return paid(amount, balanceAfter - amount);
}

/** A balance is below zero by what is owed. */
function paid(gain: Points, before: Points): Points {
  if (gain <= 0n || before >= 0n) return 0n;
  return gain < -before ? gain : -before;
}
