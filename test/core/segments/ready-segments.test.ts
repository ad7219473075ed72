import { expect, test } from 'vitest';
import { checkAudience } from '#src/core/segments/check-audience.ts';
import { READY_SEGMENTS, RFM_GROUPS } from '#src/core/segments/ready-segments.ts';

test('the named groups hold each of the 27 cells once', () => {
  const scores = [1, 2, 3];
  const all = scores.flatMap((r) => scores.flatMap((f) => scores.map((m) => `R${r}F${f}M${m}`)));
  expect(new Set(Object.values(RFM_GROUPS).flat())).toEqual(new Set(all));
  expect(Object.values(RFM_GROUPS).flat()).toHaveLength(27);
});

test('every ready segment is a condition that could be saved', () => {
  for (const { where } of READY_SEGMENTS) expect(checkAudience(where, 'where')).toEqual(where);
  const keys = READY_SEGMENTS.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
