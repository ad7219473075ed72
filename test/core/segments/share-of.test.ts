import { describe, expect, it } from 'vitest';
import { SHARES, shareOf } from '#src/core/segments/share-of.ts';
import type { MemberId } from '#src/lib/id.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const MANY = 50_000;
/** Made without chance, as ids that grow are. */
const members = Array.from(
  { length: MANY },
  (_, n): MemberId => `mem_${(n * 7919).toString(36).padStart(20, '0')}`,
);

/** Pearson's sum over cells that should all hold the same. */
function chiSquare(counts: number[]): number {
  const expected = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  return counts.reduce((sum, each) => sum + (each - expected) ** 2 / expected, 0);
}

function countBy(cells: number, cellOf: (memberId: MemberId) => number): number[] {
  const counts = Array.from({ length: cells }, () => 0);
  for (const memberId of members) {
    const cell = cellOf(memberId);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

const tenth = (memberId: MemberId, salt: string) => Math.floor((shareOf(memberId, salt) * 10) / SHARES);

describe('the share of a member', () => {
  it('is the same in SQL and here, for any salt', async () => {
    const asked = members
      .slice(0, 2_000)
      .map((memberId, n) => ({ n, memberId, salt: ['', 'осінь', `control:cmp_${n}`, "a'b"][n % 4] ?? '' }));
    const rows = await database.sql<{ share: number }[]>`
      select share_of(a."memberId", a.salt) as share
      from jsonb_to_recordset(${database.sql.json(asked)}) as a(n integer, "memberId" text, salt text)
      order by n`;
    expect(rows.map(({ share }) => share)).toEqual(
      asked.map(({ memberId, salt }) => shareOf(memberId, salt)),
    );
    expect(Math.max(...rows.map(({ share }) => share))).toBeLessThan(SHARES);
  });

  // 99.9 % of honest coins stay below these; members and salts are fixed, so that the outcome is, too.
  it('is spread evenly', () => {
    for (const salt of ['control:cmp_1', 'control:cmp_2', 'programme:1', 'variant:cmp_1'])
      expect(chiSquare(countBy(100, (memberId) => Math.floor(shareOf(memberId, salt) / 100)))).toBeLessThan(
        149,
      );
  });

  it.each([
    ['of one campaign and of the next', 'control:cmp_1', 'control:cmp_2'],
    ['of the control group and of the variant', 'control:cmp_1', 'variant:cmp_1'],
    ['of the programme before and after a change', 'programme:1', 'programme:2'],
  ])('has nothing to do with another salt: %s', (_name, one, other) => {
    const cells = countBy(100, (memberId) => tenth(memberId, one) * 10 + tenth(memberId, other));
    expect(chiSquare(cells)).toBeLessThan(149);
  });
});
