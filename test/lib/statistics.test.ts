import { describe, expect, it } from 'vitest';
import {
  compareMeans,
  compareRatio,
  compareShares,
  sampleOf,
  sampleRatio,
  sampleSize,
  wilson,
} from '#src/lib/statistics.ts';

describe('shares', () => {
  it('differ as Newcombe (1998) has published it: 56 of 70 and 48 of 80', () => {
    const { difference, low, high } = compareShares({ hits: 56, of: 70 }, { hits: 48, of: 80 });
    expect(difference).toBeCloseTo(0.2, 12);
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  it.each([
    [{ hits: 9, of: 10 }, { hits: 3, of: 10 }, 0.1705, 0.809],
    [{ hits: 6, of: 7 }, { hits: 2, of: 7 }, 0.0582, 0.8062],
    [{ hits: 5, of: 56 }, { hits: 0, of: 29 }, -0.0381, 0.1926],
    [{ hits: 0, of: 10 }, { hits: 0, of: 20 }, -0.1611, 0.2775],
    [{ hits: 10, of: 10 }, { hits: 0, of: 20 }, 0.6791, 1],
  ])('differ as in the table of the same paper: %j and %j', (first, second, low, high) => {
    const found = compareShares(first, second);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('have an interval by Wilson: 81 of 263 is between .2553 and .3662', () => {
    const { low, high } = wilson({ hits: 81, of: 263 });
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilson({ hits: 0, of: 20 })).toEqual({ low: 0, high: expect.closeTo(0.1611, 4) });
  });

  it('are tested with the shares pooled', () => {
    // z = 0.2 / sqrt(104/150 * 46/150 * (1/70 + 1/80)) = 2.6500.
    expect(compareShares({ hits: 56, of: 70 }, { hits: 48, of: 80 }).p).toBeCloseTo(0.00805, 5);
    expect(compareShares({ hits: 0, of: 5 }, { hits: 0, of: 5 }).p).toBe(1);
  });

  it('have a ratio with an interval, and none where nobody did it', () => {
    // 139 of 10,898 and 239 of 10,795, the Physicians' Health Study: 0.58, published as .43 to .78 with adjustment, .47 to .71 plain.
    const found = compareRatio({ hits: 139, of: 10_898 }, { hits: 239, of: 10_795 });
    expect(found?.ratio).toBeCloseTo(0.576, 3);
    expect(found?.low).toBeCloseTo(0.468, 3);
    expect(found?.high).toBeCloseTo(0.709, 3);
    expect(compareRatio({ hits: 0, of: 10 }, { hits: 3, of: 10 })).toBeNull();
  });
});

describe('means', () => {
  const sample = (values: number[]) =>
    sampleOf({
      of: values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      squares: values.reduce((sum, value) => sum + value * value, 0),
    });

  it('differ as R says of its data set sleep: t.test(extra ~ group)', () => {
    const [first, second] = [
      sample([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]),
      sample([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]),
    ];
    const found = compareMeans(first, second);
    expect(found?.t).toBeCloseTo(-1.8608, 4);
    expect(found?.df).toBeCloseTo(17.776, 3);
    expect(found?.p).toBeCloseTo(0.07939, 5);
    expect(found?.low).toBeCloseTo(-3.3654832, 6);
    expect(found?.high).toBeCloseTo(0.2054832, 6);
  });

  it('say nothing of a group of one, and are sure of values that do not vary', () => {
    expect(compareMeans(sample([1]), sample([1, 2]))).toBeNull();
    expect(compareMeans(sample([3, 3]), sample([3, 3]))).toMatchObject({
      difference: 0,
      low: 0,
      high: 0,
      p: 1,
    });
  });
});

describe('groups', () => {
  it.each([
    [0.5, 0.75, 0.9, 76.7],
    [0.1, 0.12, 0.8, 3_840.85],
    [0.00573, 0.01253, 0.8, 3_070.0],
  ])(
    'need so many people to tell %d from %d with a power of %d, as power.prop.test says: %d',
    (first, second, power, people) => {
      expect(Math.abs(sampleSize(first, second, power) / people - 1)).toBeLessThan(0.0005);
    },
  );

  it('that are parted unevenly are told from those that chance has made', () => {
    // 821,588 and 815,482 of two halves: a known example of a sample ratio mismatch, p about 0.0000018.
    expect(sampleRatio([821_588, 815_482], [50, 50])).toBeLessThan(0.000003);
    expect(sampleRatio([9_010, 990], [90, 10])).toBeCloseTo(0.739, 3);
    expect(sampleRatio([0, 0], [90, 10])).toBe(1);
  });
});
