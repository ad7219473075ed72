// The programme's base rule: a share of the sum comes back as points.

/**
 * Points for a sum: floor(sum x earnBp / 10000 / value of a point), both sums in minor units.
 * 862,40 with 500 basis points (5 %) and a point worth 1,00 gives 43.
 */
export function basePoints({
  amountMinor,
  earnBp,
  pointValueMinor,
}: {
  amountMinor: bigint;
  earnBp: number;
  pointValueMinor: bigint;
}): bigint {
  return (amountMinor * BigInt(earnBp)) / (10_000n * pointValueMinor);
}

/**
 * The most points that may pay for a sum: the programme's share of it, rounded down to whole points, and never more
 * than `spendable`.
 */
export function maximumBurn({
  amountMinor,
  spendable,
  maxBurnBp,
  pointValueMinor,
}: {
  amountMinor: bigint;
  spendable: bigint;
  maxBurnBp: number;
  pointValueMinor: bigint;
}): bigint {
  const allowed = (amountMinor * BigInt(maxBurnBp)) / (10_000n * pointValueMinor);
  return allowed < spendable ? allowed : spendable;
}
