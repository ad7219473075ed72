// Memory pairs: how the cards are dealt, and whether what a page tells of the game can have happened.
import { randomInt } from 'node:crypto';
import { MISS_MS, THINGS, type Thing } from './game-rules.ts';

export interface Flip {
  /** Place on the table, from 0. */
  card: number;
  /** From when the cards lay on the table. */
  atMs: number;
}

/** A finger needs longer from one card to the next. */
const QUICKEST_MS = 100;
/** Pairs found by luck alone: less likely than this, somebody has looked under the cards. */
const LEAST_LUCK = 1e-6;

/** Every thing twice, in an order of chance. `below` gives a whole number from 0 up to its argument. */
export function dealCards(pairs: number, below: (limit: number) => number = randomInt): Thing[] {
  const deck = shuffled(THINGS, below)
    .slice(0, pairs)
    .flatMap((thing) => [thing, thing]);
  return shuffled(deck, below);
}

/** The pairs that were found, or null for a game that nobody can have played: out of turn, too quick, too lucky. */
export function countPairs(deck: readonly Thing[], flips: readonly Flip[]): number | null {
  const found = new Set<number>();
  const seen = new Set<number>();
  let first: number | null = null;
  let earliestMs = 0;
  let luck = 1;
  for (const { card, atMs } of flips) {
    if (card >= deck.length || found.has(card) || card === first || atMs < earliestMs) return null;
    earliestMs = atMs + QUICKEST_MS;
    if (first === null) {
      first = card;
      continue;
    }
    if (deck[first] === deck[card]) {
      if (!seen.has(card)) luck /= unseen(deck, seen, first);
      found.add(first).add(card);
    } else earliestMs = atMs + MISS_MS;
    seen.add(first).add(card);
    first = null;
  }
  return luck < LEAST_LUCK ? null : found.size / 2;
}

/** How many cards the second one may have been taken from, none of them known. */
function unseen(deck: readonly Thing[], seen: ReadonlySet<number>, first: number): number {
  return Math.max(1, deck.length - seen.size - (seen.has(first) ? 0 : 1));
}

/** Fisher and Yates. */
function shuffled<T>(from: readonly T[], below: (limit: number) => number): T[] {
  const cards = [...from];
  for (let last = cards.length - 1; last > 0; last--) {
    const place = below(last + 1);
    const [a, b] = [cards[last], cards[place]];
    if (a !== undefined && b !== undefined) [cards[last], cards[place]] = [b, a];
  }
  return cards;
}
