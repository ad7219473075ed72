import { describe, expect, it } from 'vitest';
import { readMoney } from '#src/console/parts/read-money.ts';

describe('readMoney', () => {
  it.each([
    ['862,40', 86_240],
    ['862.4', 86_240],
    ['1 240', 124_000],
    ['1\u00a0240,05', 124_005],
    ['0,01', 1],
    ['7,', 700],
  ])('reads %s as %i minor units', (typed, minor) => {
    expect(readMoney(typed)).toBe(minor);
  });

  it.each(['', '0', '0,00', '12,345', '1,240.50', '-5', 'abc', '1e5'])('reads %j as no sum', (typed) => {
    expect(readMoney(typed)).toBeNull();
  });
});
