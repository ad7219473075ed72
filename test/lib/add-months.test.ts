import { expect, test } from 'vitest';
import { addMonths } from '#src/lib/add-months.ts';

test.each([
  ['2026-01-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
  ['2027-12-31T23:59:59.000Z', 2, '2028-02-29T23:59:59.000Z'],
  ['2026-11-15T00:00:00.000Z', 12, '2027-11-15T00:00:00.000Z'],
])('%s and %d months is %s', (from, months, to) => {
  expect(addMonths(new Date(from), months).toISOString()).toBe(to);
});
