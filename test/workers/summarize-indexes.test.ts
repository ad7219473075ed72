import { expect, it } from 'vitest';
import { summarizeIndexes } from '#src/workers/summarize-indexes.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();

/** More than sixteen pages, which is one run. */
const fill = (from: number) => database.sql`
  insert into used_card_code (member_id, nonce, used_at)
  select 'mem_' || n, repeat('n', 40) || n, now() from generate_series(${from}::integer, ${from + 5_000}::integer) n`;
const leftOf = async (index: string) => {
  const [row] = await database.sql`select brin_summarize_new_values(${index}::regclass) as left`;
  return row?.left;
};

it('takes in what was written since the last time, and nothing twice', async () => {
  await fill(1);
  expect(await summarizeIndexes(database.sql)).toBeGreaterThan(1);
  expect(await leftOf('used_card_code_by_time')).toBe(0);
  expect(await summarizeIndexes(database.sql)).toBe(0);
  await fill(10_001);
  expect(await leftOf('used_card_code_by_time')).toBeGreaterThan(1);
});

it('leaves no index over time that asks autovacuum instead, which refuses in a busy hour', async () => {
  const rows = await database.sql`
    select c.relname from pg_class c join pg_am a on a.oid = c.relam
    where a.amname = 'brin' and 'autosummarize=on' = any (c.reloptions)`;
  expect(rows.map((row) => row.relname)).toEqual([]);
});
