// What of a receipt comes back, as the cashier has chosen it so far. Pure.
import type { FoundReceipt } from '#src/contract/till-returns.ts';
import { readMoney } from '../parts/read-money.ts';

export interface ReturnDraft {
  /** Everything that is left. */
  all: boolean;
  /** Line number -> thousandths. */
  lines: Readonly<Record<number, number>>;
  /** Of a receipt without lines, as typed. */
  sum: string;
}

export type ReturnedWhat =
  | { all: true }
  | { lines: { lineNo: number; quantityMilli: number }[] }
  | { amountMinor: number };

export const NOTHING_CHOSEN: ReturnDraft = { all: false, lines: {}, sum: '' };

/** What is left of a receipt's money, in minor units. */
export function leftOf({ amountMinor, returnedMinor }: FoundReceipt): number {
  return amountMinor - returnedMinor;
}

/** What to send; null while nothing, or too much, is chosen. */
export function readReturn(draft: ReturnDraft, receipt: FoundReceipt): ReturnedWhat | null {
  if (draft.all) return { all: true };
  if (receipt.lines.length > 0) {
    const lines = Object.entries(draft.lines)
      .map(([lineNo, quantityMilli]) => ({ lineNo: Number(lineNo), quantityMilli }))
      .filter(({ quantityMilli }) => quantityMilli > 0);
    return lines.length > 0 ? { lines } : null;
  }
  const amountMinor = readMoney(draft.sum);
  if (amountMinor === null || amountMinor > leftOf(receipt)) return null;
  return { amountMinor };
}

/** The next amount of a line: piece by piece, and weighed goods all at once. */
export function nextQuantity(
  line: FoundReceipt['lines'][number],
  { chosen, by }: { chosen: number; by: 1 | -1 },
): number {
  const left = line.quantityMilli - line.returnedMilli;
  const step = left % 1_000 === 0 ? 1_000 : left;
  return Math.min(left, Math.max(0, chosen + by * step));
}
