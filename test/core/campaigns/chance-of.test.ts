import { describe, expect, it } from 'vitest';
import { SHARES } from '#src/core/segments/share-of.ts';
import { useDatabase } from '#test/support/database.ts';
import { lookup3 } from '#test/support/lookup3.ts';

const database = useDatabase();

const MANY = 50_000;

/** 99.9 % of honest coins stay below it, with a hundred cells; members and salts are fixed, so that the outcome is, too. */
const HONEST = 149;

/** Of the cells that ids which grow, as real ones do, fall into by two salts: a hundred that should all hold the same. */
async function chiSquare(one: string, other: string): Promise<number> {
  const [row] = await database.sql<{ sum: number; cells: number }[]>`
    select sum((people - ${MANY / 100}::float8) ^ 2 / ${MANY / 100}::float8)::float8 as sum, count(*)::integer as cells
    from (
      select count(*) as people from generate_series(1, ${MANY}::integer) n
        cross join lateral (select 'mem_' || lpad((n * 7919)::text, 20, '0') as id) m
      group by chance_of(m.id, ${one}) / 1000, chance_of(m.id, ${other}) / 1000
    ) cell`;
  expect(row?.cells).toBe(100);
  return row?.sum ?? Number.NaN;
}

describe('the chance of a campaign', () => {
  it('is the published hash, so that anybody can count after us whom it fell on', async () => {
    const asked = Array.from({ length: 2_000 }, (_, n) => ({
      n,
      memberId: `mem_${'x'.repeat(n % 40)}${n}`,
      salt: ['', 'осінь', `control:cmp_${n}`, "a'b"][n % 4] ?? '',
    }));
    const rows = await database.sql<{ chance: number }[]>`
      select chance_of(a."memberId", a.salt) as chance
      from jsonb_to_recordset(${database.sql.json(asked)}) as a(n integer, "memberId" text, salt text) order by n`;
    expect(rows.map(({ chance }) => chance)).toEqual(
      asked.map(({ memberId, salt }) =>
        Number((lookup3(memberId, lookup3(salt, 0n)) & 0x7fffffffn) % BigInt(SHARES)),
      ),
    );
  });

  it.each([
    ['of one campaign and of the next', 'control:cmp_1', 'control:cmp_2'],
    ['of the control group and of the variant', 'control:cmp_1', 'variant:cmp_1'],
    ['of one variant and of the next', 'variant:cmp_1', 'variant:cmp_2'],
  ])('is spread evenly and has nothing to do with another salt: %s', async (_name, one, other) => {
    expect(await chiSquare(one, other)).toBeLessThan(HONEST);
  });

  it('has nothing to do with the share of the programme', async () => {
    const [row] = await database.sql<{ both: number; one: number; other: number }[]>`
      select count(*) filter (where chosen and kept)::integer as both, count(*) filter (where chosen)::integer as one,
        count(*) filter (where kept)::integer as other
      from generate_series(1, ${MANY}::integer) n cross join lateral (
        select share_of('mem_' || n, 'programme:1') < 1000 as chosen, chance_of('mem_' || n, 'control:cmp_1') < 1000 as kept) m`;
    const { both = 0, one = 0, other = 0 } = row ?? {};
    // Five standard deviations about a hundredth, and about a tenth.
    expect(Math.abs(both - 500)).toBeLessThan(112);
    expect(Math.abs(one - 5_000)).toBeLessThan(336);
    expect(Math.abs(other - 5_000)).toBeLessThan(336);
  });
});
