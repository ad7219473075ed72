import { expect, test } from 'vitest';
import { isId, newId } from '#src/lib/id.ts';

const AT = Date.parse('2026-03-02T10:00:00Z');

test('an identifier has its prefix and twenty characters', () => {
  expect(newId('mem', AT)).toMatch(/^mem_[0-9a-hjkmnp-tv-z]{20}$/);
  expect(isId('mem', newId('mem', AT))).toBe(true);
  expect(isId('rcp', newId('mem', AT))).toBe(false);
});

test('identifiers sort by their time', () => {
  expect(newId('lot', AT) < newId('lot', AT + 1)).toBe(true);
  expect(newId('lot', AT + 1) > newId('lot', AT)).toBe(true);
});

test('identifiers of one millisecond sort in the order in which they were made, and none comes twice', () => {
  const made = Array.from({ length: 10_000 }, () => newId('lot', AT));
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});
