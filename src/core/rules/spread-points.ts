// Whole points, and money in minor units, over lines, so that they add up exactly.

/** floor(a x b / c), exact also where a x b is beyond 2^53. All of them whole and not negative, c above 0. */
export function mulDiv(a: number, b: number, c: number): number {
  const product = a * b;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / c);
  return Number((BigInt(a) * BigInt(b)) / BigInt(c));
}

/**
 * Spreads `points` (whole, not negative) in proportion to `weights` (whole, not negative) by largest remainder; of
 * equal remainders the earlier gets it. The answer has the length of `weights` and sums to `points`; where all weights
 * are 0, everything is 0.
 */
export function spreadPoints(points: number, weights: readonly number[]): number[] {
  const count = weights.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i] ?? 0;
  if (sum === 0 || points === 0) return weights.map(() => 0);
  if (points * sum > Number.MAX_SAFE_INTEGER) return spreadExactly(points, weights, sum);
  const shares: number[] = [];
  const remainders: number[] = [];
  let left = points;
  for (let i = 0; i < count; i++) {
    const product = points * (weights[i] ?? 0);
    const share = Math.floor(product / sum);
    shares.push(share);
    remainders.push(product - share * sum);
    left -= share;
  }
  return giveLeft(shares, remainders, left);
}

function spreadExactly(points: number, weights: readonly number[], sum: number): number[] {
  const products = weights.map((weight) => BigInt(points) * BigInt(weight));
  const shares = products.map((product) => Number(product / BigInt(sum)));
  const remainders = products.map((product) => Number(product % BigInt(sum)));
  return giveLeft(
    shares,
    remainders,
    shares.reduce((left, share) => left - share, points),
  );
}

/** One more for each of the `left` largest remainders; there are fewer of them than lines. */
function giveLeft(shares: number[], remainders: number[], left: number): number[] {
  if (left > 16) {
    const order = remainders
      .map((_, i) => i)
      .sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b);
    for (const i of order.slice(0, left)) shares[i] = (shares[i] ?? 0) + 1;
    return shares;
  }
  for (let given = 0; given < left; given++) {
    let largest = 0;
    for (let i = 1; i < remainders.length; i++) {
      if ((remainders[i] ?? 0) > (remainders[largest] ?? 0)) largest = i;
    }
    shares[largest] = (shares[largest] ?? 0) + 1;
    remainders[largest] = -1;
  }
  return shares;
}
