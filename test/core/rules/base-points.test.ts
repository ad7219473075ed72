import { expect, test } from 'vitest';
import { basePoints, maximumBurn } from '#src/core/rules/base-points.ts';

test.each([
  [862_40n, 500, 43n],
  [99n, 500, 0n],
  [20_00n, 500, 1n],
  [19_99n, 500, 0n],
  [100_00n, 0, 0n],
])('a sum of %d kopiykas at %d basis points earns %d', (amountMinor, earnBp, points) => {
  expect(basePoints({ amountMinor, earnBp, pointValueMinor: 100n })).toBe(points);
});

test.each([
  ['the share of the receipt', 1_000n, 50n],
  ['what the member has', 20n, 20n],
])('the most that can be burnt is bound by %s', (_by, spendable, maximum) => {
  const bounds = { amountMinor: 100_99n, maxBurnBp: 5_000, pointValueMinor: 100n };
  expect(maximumBurn({ ...bounds, spendable })).toBe(maximum);
});
