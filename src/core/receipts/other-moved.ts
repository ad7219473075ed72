// What a receipt moved of each currency but points, and what returns have made of it.
import type { Moved } from '#src/db/schema/receipts.ts';
import type { ReceiptMove } from '../ledger/list-receipt-moves.ts';
import type { Points } from '../ledger/points.ts';
import { nettedAwardsOf } from './netted-awards.ts';

export interface OtherMoved {
  currency: string;
  /** What the receipt itself brought, or took. */
  amount: Points;
  /** What returns took back of the one and gave back of the other. */
  takenBack: Points;
  givenBack: Points;
  /** The account right after the last thing that happened to the receipt, without what was over when it came. */
  balanceAfter: Points;
  /** Stamps that it gave and took alike: the card was filled and used at once. */
  used?: Points;
}

interface Told {
  moved: Moved | null;
  moves: readonly ReceiptMove[] | null;
  told: unknown;
  /** The accounts then of what was given and taken alike. */
  netted: Record<string, string> | null;
  /** What was over when the receipt came. */
  lapsed: ReadonlyMap<string, Points>;
  recorded_at: Date;
}

/** In the order of the currencies' keys. */
export function othersMoved({ moved, moves, told, netted, lapsed, recorded_at }: Told): OtherMoved[] {
  const found = (moved ? noted(moved) : summed(moves ?? [])).map((each) => {
    const last = moves?.findLast(({ currency }) => currency === each.currency);
    const isOwn = !last || last.recordedAt <= recorded_at;
    const gone = isOwn ? (lapsed.get(each.currency) ?? 0n) : 0n;
    return { ...each, balanceAfter: each.balanceAfter - gone };
  });
  const even = nettedAwardsOf(told).map(({ currency, parts }) => ({
    ...(found.find((each) => each.currency === currency) ?? still(currency, BigInt(netted?.[currency] ?? 0))),
    used: parts.reduce((sum, { points }) => (points < 0 ? sum - BigInt(points) : sum), 0n),
  }));
  const rest = found.filter(({ currency }) => !even.some((each) => each.currency === currency));
  return [...rest, ...even].toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

function still(currency: string, balanceAfter: Points): OtherMoved {
  return { currency, amount: 0n, takenBack: 0n, givenBack: 0n, balanceAfter };
}

function noted(moved: Moved): OtherMoved[] {
  return Object.entries(moved).map(([currency, { amount, balance }]) => ({
    ...still(currency, BigInt(balance)),
    amount: BigInt(amount),
  }));
}

function summed(moves: readonly ReceiptMove[]): OtherMoved[] {
  const others = Map.groupBy(
    moves.filter((move) => move.currency !== 'points'),
    (move) => move.currency,
  );
  return [...others].map(([currency, own]) => {
    const sum = (counts: (move: ReceiptMove) => boolean) =>
      own.filter(counts).reduce((all, move) => all + move.amount, 0n);
    return {
      currency,
      amount: sum(({ kind }) => kind !== 'reverse'),
      takenBack: -sum(({ kind, amount }) => kind === 'reverse' && amount < 0n),
      givenBack: sum(({ kind, amount }) => kind === 'reverse' && amount > 0n),
      balanceAfter: own.at(-1)?.balanceAfter ?? 0n,
    };
  });
}
