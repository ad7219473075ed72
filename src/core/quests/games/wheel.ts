// The wheel of luck: drawn by us before it turns, and told with its odds before anybody asks.
import { randomInt } from 'node:crypto';

/** The place that was drawn, each as likely as its share of all of them. `below`: a whole number from 0 up to its argument. */
export function drawPlace(shares: readonly number[], below: (limit: number) => number = randomInt): number {
  const all = shares.reduce((sum, share) => sum + share, 0);
  let left = below(all);
  for (const [place, share] of shares.entries()) {
    if (left < share) return place;
    left -= share;
  }
  throw new Error('A wheel without a share cannot be turned.');
}
