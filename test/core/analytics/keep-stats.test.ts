import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeSettings } from '#src/core/analytics/change-settings.ts';
import { markMembers } from '#src/core/analytics/mark-members.ts';
import { readGroups } from '#src/core/analytics/read-groups.ts';
import { suggestDays } from '#src/core/analytics/suggest-days.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { transaction } from '#src/db/client.ts';
import { memberStats, rfmRun } from '#src/db/schema/analytics.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { buys, countAll, returns } from './some-receipts.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
/** Two in the afternoon in Kyiv. */
const NOW = new Date('2027-05-20T11:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await database.sql.unsafe(`
    update member set status = 'erased'; delete from member_stats; delete from rfm_run;
    update analytics_settings set new_days = 30, lapsing_days = 60, lost_days = 120, fixed_cuts = null, admitted_on = null`);
});

/** A member who bought so many days ago, each time for the sum in minor units. */
async function whoBought(...bought: [daysAgo: number, amountMinor: number][]): Promise<MemberId> {
  const { memberId } = await aMember(database.db);
  for (const [days, amountMinor] of bought) await buys(database.db, { memberId, at: ago(days), amountMinor });
  return memberId;
}

async function statsOf(memberId: MemberId) {
  const rows = await database.db.select().from(memberStats);
  return rows.find((row) => row.memberId === memberId);
}

describe('statistics of a member', () => {
  it('count several receipts of a day once, by the wall clock of the shop', async () => {
    const { memberId } = await aMember(database.db);
    // 23:30 and 00:30 in Kyiv are two days, though one in UTC; 00:30 and noon are one, though two in UTC.
    for (const at of ['2027-05-01T20:30:00Z', '2027-05-01T21:30:00Z', '2027-05-02T09:00:00Z'])
      await buys(database.db, { memberId, at: new Date(at), amountMinor: 10_00 });
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({
      days: 2,
      netMinor: 30_00n,
      previousDay: '2027-05-01',
      lastDay: '2027-05-02',
    });
  });

  it('let a purchase go on the same day of the next year', async () => {
    const memberId = await whoBought([365, 50_00], [300, 70_00]);
    await countAll(database, ago(1));
    expect(await statsOf(memberId)).toMatchObject({ days: 2, netMinor: 120_00n, dueOn: '2027-05-20' });
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({
      days: 1,
      daysEver: 2,
      netMinor: 70_00n,
      firstDay: '2026-05-20',
    });
  });

  it.each([
    [
      'of a leap year',
      ['2028-02-28', '2028-02-29', '2028-03-01'],
      { '2029-02-27': 3, '2029-02-28': 1, '2029-03-01': 0 },
    ],
    [
      'before one',
      ['2027-02-28', '2027-03-01'],
      { '2028-02-27': 2, '2028-02-28': 1, '2028-02-29': 1, '2028-03-01': 0 },
    ],
  ])('let the purchases of a February %s go on their day', async (_name, bought, left) => {
    const { memberId } = await aMember(database.db);
    const noonOf = (day: string) => new Date(`${day}T10:00:00Z`);
    for (const day of bought) await buys(database.db, { memberId, at: noonOf(day), amountMinor: 10_00 });
    for (const [day, days] of Object.entries(left)) {
      await countAll(database, noonOf(day));
      expect([day, (await statsOf(memberId))?.days]).toEqual([day, days]);
    }
  });

  it('take what came back off the sum, and a receipt that came back whole off everything', async () => {
    const { db } = database;
    const { memberId } = await aMember(db);
    const kept = await buys(db, { memberId, at: ago(9), amountMinor: 50_00 });
    const gone = await buys(db, { memberId, at: ago(2), amountMinor: 80_00 });
    await countAll(database, NOW);
    await returns(db, kept, 20_00);
    await returns(db, gone, 80_00);
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({
      days: 1,
      netMinor: 30_00n,
      lastDay: '2027-05-11',
      previousDay: null,
    });
  });

  it('know the receipt in the middle and what most money went for', async () => {
    const { db } = database;
    const { memberId } = await aMember(db);
    const line = (category: string, amountMinor: number, excluded = false) => ({
      category,
      amountMinor,
      excluded,
    });
    await buys(db, { memberId, at: ago(3), amountMinor: 10_00, lines: [line('сир', 10_00)] });
    const basket = [line('сир', 10_00), line('хліб', 9_00), line('тютюн', 81_00, true)];
    await buys(db, { memberId, at: ago(2), amountMinor: 100_00, lines: basket });
    await buys(db, { memberId, at: ago(1), amountMinor: 500_00 });
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({
      medianMinor: 100_00n,
      medianLines: 3,
      receiptSize: 'M1',
      favouriteCategory: 'сир',
    });
  });

  it('let what came back of a line go from what most money went for', async () => {
    const { db } = database;
    const { memberId } = await aMember(db);
    const line = (category: string, amountMinor: number) => ({ category, amountMinor, excluded: false });
    const lines = [line('сир', 12_00), line('хліб', 9_00)];
    const { receiptId } = await buys(db, { memberId, at: ago(1), amountMinor: 21_00, lines });
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({ favouriteCategory: 'сир' });
    await database.sql`
      update receipt_line set returned_milli = 500 where receipt_id = ${receiptId} and category = 'сир'`;
    await transaction(db, (tx) => markMembers(tx, sql`select ${memberId}::text`));
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({ favouriteCategory: 'хліб' });
  });

  it('take the earliest of several receipts with the sum in the middle, of the window alone', async () => {
    const { db } = database;
    const { memberId } = await aMember(db);
    const lines = (count: number) =>
      Array.from({ length: count }, () => ({ category: '', amountMinor: 1_00, excluded: false }));
    for (const [days, count] of [
      [400, 7],
      [9, 3],
      [5, 1],
      [2, 5],
    ] as const)
      await buys(db, { memberId, at: ago(days), amountMinor: 70_00, lines: lines(count) });
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({ days: 3, medianMinor: 70_00n, medianLines: 3 });
  });

  it('go with whoever becomes part of another, and come back with them', async () => {
    const { db } = database;
    const [from, into] = [await whoBought([5, 30_00]), await whoBought([3, 40_00])];
    await countAll(database, NOW);
    const merged = await transaction(db, (tx) => mergeMembers(tx, { from, into, actor: 'test', at: NOW }));
    await countAll(database, NOW);
    expect(await statsOf(into)).toMatchObject({ days: 2, netMinor: 70_00n });
    expect(await statsOf(from)).toBeUndefined();
    await transaction(db, (tx) => undoMerge(tx, { mergeId: merged.mergeId, actor: 'test', at: NOW }));
    await countAll(database, NOW);
    expect(await statsOf(into)).toMatchObject({ days: 1, netMinor: 40_00n });
    expect(await statsOf(from)).toMatchObject({ days: 1, netMinor: 30_00n });
  });

  it('hear of history that no event tells', async () => {
    const { db } = database;
    const memberId = await whoBought([5, 30_00]);
    await countAll(database, NOW);
    await database.sql`update receipt set amount_minor = 90_00 where member_id = ${memberId}`;
    await transaction(db, (tx) => markMembers(tx, sql`select ${memberId}::text`));
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({ netMinor: 90_00n });
  });
});

describe('scores', () => {
  it('are the same for the same value, and lower on a cut point', async () => {
    // Half of all bought once, as in CDNOW: they share F1, which a division into equal parts would tear.
    const once = [await whoBought([1, 1_00]), await whoBought([2, 1_00]), await whoBought([3, 1_00])];
    const twice = await whoBought([4, 2_00], [40, 2_00]);
    const often = await whoBought([5, 3_00], [50, 3_00], [90, 3_00]);
    await countAll(database, NOW);
    const [run] = await database.db.select().from(rfmRun);
    // Five values 1, 1, 1, 2, 3: R's quantile type 7 gives 1 and 1.667.
    expect(run).toMatchObject({ buyers: 5, f1: 1, isFixed: false });
    expect(run?.f2).toBeCloseTo(5 / 3, 10);
    const cells = async (ids: MemberId[]) =>
      (await Promise.all(ids.map(statsOf))).map((row) => `R${row?.r}F${row?.f}M${row?.m}`);
    // R: days 1 to 5, cut at 2.33 and 3.67.
    expect(await cells(once)).toEqual(['R3F1M1', 'R3F1M1', 'R2F1M1']);
    expect(await cells([twice, often])).toEqual(['R1F3M3', 'R1F3M3']);
  });

  it('are 0 for who bought nothing in the window', async () => {
    const never = await whoBought();
    const longAgo = await whoBought([400, 90_00]);
    await whoBought([1, 5_00]);
    await countAll(database, NOW);
    expect(await statsOf(never)).toMatchObject({
      r: 0,
      f: 0,
      m: 0,
      lifeCycle: 'registered',
      receiptSize: null,
    });
    expect(await statsOf(longAgo)).toMatchObject({
      r: 0,
      f: 0,
      m: 0,
      days: 0,
      daysEver: 1,
      lifeCycle: 'stalled',
    });
  });

  it('go by bounds of the shop’s own where it has set some, at once and for everybody', async () => {
    const { db } = database;
    const memberId = await whoBought([10, 150_00]);
    await countAll(database, NOW);
    const fixedCuts = {
      r: [7, 30] as [number, number],
      f: [1, 3] as [number, number],
      m: [100_00, 500_00] as [number, number],
    };
    const days = { newDays: 5, lapsingDays: 60, lostDays: 120 };
    const change = () =>
      transaction(db, (tx) => changeSettings(tx, { ...days, fixedCuts, actor: 'test', at: NOW }));
    const { version } = await change();
    expect((await change()).version).toBe(version);
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({ r: 2, f: 1, m: 2, lifeCycle: 'stalled' });
    const runs = await db.select().from(rfmRun).orderBy(rfmRun.runNo);
    expect(runs.map((run) => run.isFixed)).toEqual([false, true]);
    expect(runs.at(-1)).toMatchObject({ r1: 7, r2: 30, m2: 500_00, rescored: 1 });
  });

  it('refuse bounds that do not rise', async () => {
    const bounds = { newDays: 30, lapsingDays: 60, lostDays: 60, fixedCuts: null, actor: 'test', at: NOW };
    const change = transaction(database.db, (tx) => changeSettings(tx, bounds));
    await expect(change).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'lostDays' } });
  });
});

describe('the life cycle', () => {
  it('puts everybody into one group', async () => {
    const expected: [lifeCycle: string, bought: [number, number][]][] = [
      ['registered', []],
      ['new', [[30, 1_00]]],
      ['stalled', [[31, 1_00]]],
      [
        'regular',
        [
          [60, 1_00],
          [80, 1_00],
        ],
      ],
      [
        'lapsing',
        [
          [61, 1_00],
          [80, 1_00],
        ],
      ],
      [
        'lapsing',
        [
          [120, 1_00],
          [300, 1_00],
        ],
      ],
      [
        'lost',
        [
          [121, 1_00],
          [140, 1_00],
        ],
      ],
      [
        'reactivated',
        [
          [5, 1_00],
          [126, 1_00],
        ],
      ],
      [
        'regular',
        [
          [5, 1_00],
          [125, 1_00],
        ],
      ],
      [
        'regular',
        [
          [1, 1_00],
          [5, 1_00],
          [200, 1_00],
        ],
      ],
    ];
    const members: [MemberId, string][] = [];
    for (const [lifeCycle, bought] of expected) members.push([await whoBought(...bought), lifeCycle]);
    await countAll(database, NOW);
    for (const [memberId, lifeCycle] of members) expect(await statsOf(memberId)).toMatchObject({ lifeCycle });
    const groups = await readGroups(database.db, '2027-05-20');
    for (const parts of [groups.cells, groups.lifeCycle, groups.sizes])
      expect(parts.reduce((sum, part) => sum + part.members, 0)).toBe(members.length);
    expect(groups).toMatchObject({ all: { members: members.length, netMinor: 17_00 }, waiting: 0 });
  });

  it('moves members by time alone', async () => {
    const memberId = await whoBought([20, 1_00]);
    await countAll(database, NOW);
    expect(await statsOf(memberId)).toMatchObject({ lifeCycle: 'new' });
    await countAll(database, new Date(NOW.getTime() + 11 * DAY_MS));
    expect(await statsOf(memberId)).toMatchObject({ lifeCycle: 'stalled' });
  });

  it('suggests bounds from the gaps between purchases, and none from a few', async () => {
    const everyTenth = (count: number) =>
      Array.from({ length: count }, (_, n) => [n * 10, 1_00] as [number, number]);
    await whoBought(...everyTenth(20));
    await countAll(database, NOW);
    expect(await suggestDays(database.db, 'Europe/Kyiv')).toBeNull();
    for (let n = 0; n < 5; n++) await whoBought(...everyTenth(20));
    await whoBought([0, 1_00], [100, 1_00]);
    await countAll(database, NOW);
    expect(await suggestDays(database.db, 'Europe/Kyiv')).toEqual({
      newDays: 10,
      lapsingDays: 10,
      lostDays: 11,
      gaps: 115,
    });
  });
});
