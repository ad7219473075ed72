// The bench `rfm` in small: day after day the scores of everybody are those of the naive SQL, and only what has changed is
// written.
import { expect, test } from 'vitest';
import { findRun } from '#src/core/analytics/score-members.ts';
import { localDay } from '#src/core/receipts/local-day.ts';
import type { Db } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { addDay, countDifferent, fillReceipts, scoreNaively } from '#test/bench/many-receipts.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { type Bought, buys, countAll, returns } from './some-receipts.ts';

const database = useDatabase();
const ZONE = 'Europe/Kyiv';
const DAY_MS = 86_400_000;

test('after each of five days, with late receipts and returns, everybody has the scores of the naive SQL, and few rows were written', async () => {
  const { db, sql } = database;
  await aShop(db);
  const many = { members: 2_000, receipts: 20_000, until: new Date('2027-03-01T22:00:00Z') };
  await fillReceipts(sql, many);
  await countAll(database, many.until);
  const late: Bought[] = [];
  for (let day = 1; day <= 5; day++) {
    const at = await addDay(sql, many, day);
    late.push(...(await bringLate(db, at)));
    await bringBack(db, late.slice(0, day));
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
});

/** Receipts of members all over that come months after they were made, some of them older than the window. */
async function bringLate(db: Db, at: Date): Promise<Bought[]> {
  const late: Bought[] = [];
  for (const [place, daysAgo] of [3, 40, 200, 364, 380].entries()) {
    const memberId: MemberId = `mem_${String(place * 399 + at.getUTCDate()).padStart(20, '0')}`;
    late.push(
      await buys(db, { memberId, at: new Date(at.getTime() - daysAgo * DAY_MS), amountMinor: 70_000 }),
    );
  }
  return late;
}

/** A part of each, and of who has brought a part back already, the rest. */
async function bringBack(db: Db, receipts: Bought[]): Promise<void> {
  for (const receipt of receipts)
    if (receipt.returnedMinor < receipt.amountMinor) await returns(db, receipt, 35_000);
}
