// What counts for tiers when it is counted in points from now on, or in money again.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { readStanding } from '#src/core/members/read-standing.ts';
import { recountMonths } from '#src/core/members/recount-months.ts';
import { reviewTiersOf } from '#src/core/members/review-tiers.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { changeProgramme, type ProgrammeChange } from '#src/core/stores/change-programme.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_anna';
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  clock.set(NOON);
  await database.sql`update programme set tier_basis = 'spend', tier_period = 'months', tier_counting_since = null`;
});

const change = (changed: ProgrammeChange) =>
  transaction(database.db, (tx) => changeProgramme(tx, changed, clock.now()));
const recount = (limit = 1_000) => transaction(database.db, (tx) => recountMonths(tx, clock.now(), limit));
async function buys(memberId: MemberId, amountMinor: bigint): Promise<string> {
  clock.advance(MINUTE_MS);
  const input = aReceipt({ amountMinor, occurredAt: clock.now() });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  await desk.accept(input, { memberId });
  return input.externalId;
}
async function brings(receiptExternalId: string) {
  const at = clock.now();
  const known = await fresh(database.db).known();
  const named = { storeId: STORE, receiptExternalId, externalId: `back of ${receiptExternalId}` };
  const input = { ...named, what: 'all' as const, acceptedBy: 'key', occurredAt: at, at, known };
  await transaction(database.db, (tx) => returnReceipt(tx, input));
}
const monthsOf = async (memberId: MemberId) => (await readStanding(database.db, memberId)).months;
const tierOf = async (memberId: MemberId) => (await readMember(database.db, memberId)).tierKey;
const newMember = async (tierKey = 'base') => (await aMember(database.db, { tierKey })).memberId;

test('when points make tiers from now on, then money of before is no points, at the next receipt and ever after', async () => {
  const memberId = await newMember();
  // 450 points, and 10 that come back: far from the 5,000 of silver, which 900,000 kopiykas would be above.
  await buys(memberId, 9_000_00n);
  const back = await buys(memberId, 200_00n);
  await change({ tierBasis: 'points' });
  await database.sql`update tier set from_turnover_minor = 5000 where tier_key = 'silver'`;
  await buys(memberId, 100_00n);
  await transaction(database.db, (tx) => reviewTiersOf(tx, [memberId], clock.now()));
  expect(await tierOf(memberId)).toBe('base');
  await brings(back);
  clock.advance(MINUTE_MS);
  expect(await recount()).toBeGreaterThan(0);
  expect(await monthsOf(memberId)).toEqual({ '2026-03': 455 });
  await buys(memberId, 100_00n);
  expect(await monthsOf(memberId)).toEqual({ '2026-03': 460 });
  expect(await tierOf(memberId)).toBe('base');
  await database.sql`update tier set from_turnover_minor = 461 where tier_key = 'silver'`;
  await buys(memberId, 100_00n);
  expect(await tierOf(memberId)).toBe('silver');
  await database.sql`update tier set from_turnover_minor = 1000000 where tier_key = 'silver'`;
});

test('when it is money again, then nobody goes down before all of it is counted, and months are as if nothing had been', async () => {
  await change({ tierDowngrade: 'by_standing', tierGraceDays: 0 });
  const memberId = await newMember('silver');
  await buys(memberId, 10_000_00n);
  await change({ tierBasis: 'points' });
  clock.advance(MINUTE_MS);
  await recount();
  await change({ tierBasis: 'spend' });
  await transaction(database.db, (tx) => reviewTiersOf(tx, [memberId], clock.now()));
  expect(await tierOf(memberId)).toBe('silver');
  clock.advance(MINUTE_MS);
  await recount();
  expect(await monthsOf(memberId)).toEqual({ '2026-03': 10_000_00 });
  await transaction(database.db, (tx) => reviewTiersOf(tx, [memberId], clock.now()));
  expect(await tierOf(memberId)).toBe('silver');
});

test('when there are more members than one turn takes, then each has a turn, and tiers move after the last', async () => {
  const memberIds = [await newMember(), await newMember()];
  for (const memberId of memberIds) await buys(memberId, 1_000_00n);
  await change({ tierBasis: 'points' });
  expect(await recount(1)).toBe(0);
  clock.advance(MINUTE_MS);
  const counting = async () => {
    const [row] = await database.sql<
      { since: Date | null }[]
    >`select tier_counting_since as since from programme`;
    return row?.since !== null;
  };
  let turns = 0;
  while ((await recount(1)) === 1) {
    turns++;
    expect(await counting()).toBe(true);
  }
  expect(await counting()).toBe(false);
  const [row] = await database.sql<{ n: number }[]>`select count(*)::integer as n from standing`;
  expect(turns).toBe(row?.n);
  for (const memberId of memberIds) expect(await monthsOf(memberId)).toEqual({ '2026-03': 50 });
  expect(await recount(1)).toBe(0);
});

test('when two become one in the middle of it, and part after it, then each has what is theirs in the new unit', async () => {
  const [from, into] = [await newMember(), await newMember()];
  await buys(from, 1_000_00n);
  await buys(into, 2_000_00n);
  await change({ tierBasis: 'points' });
  const at = clock.now();
  const { mergeId } = await transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor, at }));
  expect(await monthsOf(into)).toEqual({ '2026-03': 150 });
  clock.advance(DAY_MS);
  await recount();
  expect(await monthsOf(into)).toEqual({ '2026-03': 150 });
  expect(await monthsOf(from)).toEqual({});
  await transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor, at: clock.now() }));
  expect([await monthsOf(from), await monthsOf(into)]).toEqual([{ '2026-03': 50 }, { '2026-03': 100 }]);
});
