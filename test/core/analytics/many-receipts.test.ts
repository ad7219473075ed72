// The bench `rfm` in small: day after day the scores of everybody are those of the naive SQL, and only what has changed is
// written.
import { expect, test } from 'vitest';
import { findRun } from '#src/core/analytics/score-members.ts';
import { localDay } from '#src/core/receipts/local-day.ts';
import { addDay, countDifferent, fillReceipts, scoreNaively } from '#test/bench/many-receipts.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { countAll } from './some-receipts.ts';

const database = useDatabase();
const ZONE = 'Europe/Kyiv';

test('after each of five days everybody has the scores of the naive SQL, and few rows were written', async () => {
  const { db, sql } = database;
  await aShop(db);
  const many = { members: 2_000, receipts: 20_000, until: new Date('2027-03-01T22:00:00Z') };
  await fillReceipts(sql, many);
  await countAll(database, many.until);
  for (let day = 1; day <= 5; day++) {
    const at = await addDay(sql, many, day);
    const [before] = await sql`select txid_current()::text as xid`;
    await countAll(database, at);
    await scoreNaively(sql, localDay(at.getTime(), ZONE), ZONE);
    expect(await countDifferent(sql)).toBe(0);
    const [written] = await sql`
      select count(*)::integer as rows from member_stats where xmin::text::bigint > ${String(before?.xid)}::bigint`;
    // Some 50 have bought, some 50 receipts have left the window, and a few lie near a cut point.
    expect(written?.rows).toBeGreaterThan(40);
    expect(written?.rows).toBeLessThan(400);
    expect((await findRun(db))?.rescored).toBeLessThan(200);
  }
}, 60_000);
