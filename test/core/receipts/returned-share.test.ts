import { describe, expect, test } from 'vitest';
import { lotsBack } from '#src/core/receipts/returned-share.ts';

const lot = (amount: bigint, day: string | null) => ({
  amount,
  expiresAt: day === null ? null : new Date(day),
});

describe('points that paid for what comes back', () => {
  const drawn = [lot(3n, '2026-12-01'), lot(5n, '2027-03-01'), lot(2n, null), lot(4n, '2027-01-01')];

  test('return with their own last day, those first that live longest', () => {
    expect(lotsBack(drawn, { from: 0n, to: 8n })).toEqual([
      lot(2n, null),
      lot(5n, '2027-03-01'),
      lot(1n, '2027-01-01'),
    ]);
  });

  test('go on where the return before them ended', () => {
    expect(lotsBack(drawn, { from: 8n, to: 14n })).toEqual([lot(3n, '2027-01-01'), lot(3n, '2026-12-01')]);
  });
});
