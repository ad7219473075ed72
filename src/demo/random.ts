// Chance that can be repeated: the same seed gives the same shop.

export interface Random {
  /** From 0 up to, but not, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** True with the given chance, 0 to 1. */
  chance(of: number): boolean;
  /** Roughly normal around `mean`, never below `least`. */
  around(mean: number, spread: number, least: number): number;
}

/** SplitMix32, after Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (from) => {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    chance: (of) => next() < of,
    around: (mean, spread, least) => Math.max(least, mean + spread * (next() + next() + next() + next() - 2)),
  };
}
