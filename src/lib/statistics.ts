// What two groups that chance has made tell about each other. Shares are between 0 and 1, intervals hold the truth 95 times
// of a hundred. Formulas: Wilson 1927, Newcombe 1998 (method 10, hybrid score), Welch 1947.
import { chdtrc, compiled, incbet, incbi, ndtr, ndtri } from 'cephes';

// The distributions are a WebAssembly program, which is made ready once.
await compiled;

const LEVEL = 0.95;
const Z = ndtri((1 + LEVEL) / 2);

export interface Interval {
  low: number;
  high: number;
}

/** How many of how many. */
export interface Proportion {
  hits: number;
  of: number;
}

export interface Difference extends Interval {
  /** The first less the second. */
  difference: number;
  /** How likely chance alone makes such a difference or a greater one. */
  p: number;
}

/** The share that a group like this may have. `of` is above 0. */
export function wilson({ hits, of }: Proportion): Interval {
  const share = hits / of;
  const middle = share + (Z * Z) / (2 * of);
  const half = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/** Two shares: the interval by Newcombe, p by the z test with the shares pooled. Both groups have somebody. */
export function compareShares(first: Proportion, second: Proportion): Difference {
  const [p1, p2] = [first.hits / first.of, second.hits / second.of];
  const [w1, w2] = [wilson(first), wilson(second)];
  const difference = p1 - p2;
  const pooled = (first.hits + second.hits) / (first.of + second.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  return {
    difference,
    low: difference - Math.hypot(p1 - w1.low, w2.high - p2),
    high: difference + Math.hypot(w1.high - p1, p2 - w2.low),
    p: error === 0 ? 1 : 2 * ndtr(-Math.abs(difference) / error),
  };
}

/** A sample by its size, mean and variance (with n - 1 below). */
export interface Sample {
  of: number;
  mean: number;
  variance: number;
}

/** A sample from its sums. */
export function sampleOf({ of, sum, squares }: { of: number; sum: number; squares: number }): Sample {
  const mean = of === 0 ? 0 : sum / of;
  // Sums of squares lose what rounding takes: a variance is never negative.
  const variance = of < 2 ? 0 : Math.max(0, (squares - sum * mean) / (of - 1));
  return { of, mean, variance };
}

/** Two means by Welch's t; null where a group is too small to vary. */
export function compareMeans(first: Sample, second: Sample): (Difference & { t: number; df: number }) | null {
  if (first.of < 2 || second.of < 2) return null;
  const [v1, v2] = [first.variance / first.of, second.variance / second.of];
  const difference = first.mean - second.mean;
  const error = Math.sqrt(v1 + v2);
  if (error === 0) {
    const same = { difference, low: difference, high: difference };
    return { ...same, p: difference === 0 ? 1 : 0, t: 0, df: first.of + second.of - 2 };
  }
  const df = (v1 + v2) ** 2 / (v1 ** 2 / (first.of - 1) + v2 ** 2 / (second.of - 1));
  const t = difference / error;
  const half = quantileOfT(df) * error;
  return {
    difference,
    low: difference - half,
    high: difference + half,
    p: incbet(df / 2, 0.5, df / (df + t * t)),
    t,
    df,
  };
}

/** Student's t beyond which 5 % lie on both sides together; `df` need not be whole. */
function quantileOfT(df: number): number {
  const x = incbi(df / 2, 0.5, 1 - LEVEL);
  return Math.sqrt((df * (1 - x)) / x);
}

/**
 * How likely chance alone parts people as unevenly as `counts`, when each group was to get its share of them: the chi-square
 * test. A sending that loses people of one group only shows here.
 */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const expected = shares.map((share) => (all * share) / whole);
  if (all === 0 || expected.some((each) => each === 0)) return 1;
  const chi = counts.reduce((sum, count, place) => {
    const due = expected[place] ?? 0;
    return sum + (count - due) ** 2 / due;
  }, 0);
  return chdtrc(counts.length - 1, chi);
}

/** People in each of two groups of one size, so that a test sees such shares apart with the power (two sides, 5 %). */
export function sampleSize(first: number, second: number, power = 0.8): number {
  const middle = (first + second) / 2;
  const zPower = ndtri(power);
  const root =
    Z * Math.sqrt(2 * middle * (1 - middle)) +
    zPower * Math.sqrt(first * (1 - first) + second * (1 - second));
  return first === second ? Number.POSITIVE_INFINITY : (root / (first - second)) ** 2;
}

/** How much greater the first share is than the second, by the logarithm of their ratio; null where one of them is 0. */
export function compareRatio(first: Proportion, second: Proportion): (Interval & { ratio: number }) | null {
  if (first.hits === 0 || second.hits === 0) return null;
  const ratio = first.hits / first.of / (second.hits / second.of);
  const error = Math.sqrt(1 / first.hits - 1 / first.of + 1 / second.hits - 1 / second.of);
  return { ratio, low: ratio * Math.exp(-Z * error), high: ratio * Math.exp(Z * error) };
}
