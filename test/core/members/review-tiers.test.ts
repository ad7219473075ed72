import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readMember } from '#src/core/members/read-member.ts';
import { reviewTiers, reviewTiersOf } from '#src/core/members/review-tiers.ts';
import { changeProgramme, type ProgrammeChange } from '#src/core/stores/change-programme.ts';
import { transaction } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

beforeAll(() => aShop(database.db));
beforeEach(() => programme({ tierPeriod: 'year', tierGraceDays: 30, tierDowngrade: 'by_standing' }));

const programme = (change: ProgrammeChange) =>
  transaction(database.db, (tx) => changeProgramme(tx, change, noon('2025-01-01'))).then(() => undefined);
const review = (memberId: MemberId, day: string) =>
  transaction(database.db, (tx) => reviewTiersOf(tx, [memberId], noon(day)));
const tierOf = async (memberId: MemberId) => (await readMember(database.db, memberId)).tierKey;

/** Who bought for so much in so many months. */
async function aBuyer(tierKey: string, months: Record<string, number>): Promise<MemberId> {
  const { memberId } = await aMember(database.db, { tierKey });
  const turnoverMinor = BigInt(Object.values(months).reduce((sum, each) => sum + each, 0));
  await database.db.update(standing).set({ months, turnoverMinor }).where(eq(standing.memberId, memberId));
  return memberId;
}

async function told(memberId: MemberId): Promise<unknown[]> {
  const rows = await database.sql<{ kind: string; data: object }[]>`
    select kind, data from event where member_id = ${memberId} and kind like 'tier.%' order by recorded_at`;
  return rows.map(({ kind, data }) => ({ kind, ...data }));
}

describe('a tier that is no longer reached', () => {
  test('is kept for the days of grace, and both the warning and the loss are told', async () => {
    const memberId = await aBuyer('gold', { '2025-11': 40_000_00, '2026-01': 12_000_00 });
    await review(memberId, '2026-01-10');
    await review(memberId, '2026-01-11');
    const keptUntil = '2026-02-09T12:00:00.000Z';
    expect(await told(memberId)).toEqual([
      { kind: 'tier.at_risk', tierKey: 'gold', missingMinor: '1800000', keptUntil },
    ]);
    await review(memberId, '2026-02-08');
    expect(await tierOf(memberId)).toBe('gold');
    await review(memberId, '2026-02-09');
    expect(await tierOf(memberId)).toBe('silver');
    expect((await told(memberId))[1]).toEqual({ kind: 'tier.changed', from: 'gold', to: 'silver' });
    const changes =
      await database.sql`select from_tier, to_tier from tier_change where member_id = ${memberId}`;
    expect([...changes]).toEqual([{ from_tier: 'gold', to_tier: 'silver' }]);
  });

  test('is kept for good when it is reached again in time', async () => {
    const memberId = await aBuyer('silver', { '2025-11': 40_000_00 });
    await review(memberId, '2026-01-10');
    const months = { '2026-01': 10_000_00 };
    await database.db.update(standing).set({ months }).where(eq(standing.memberId, memberId));
    await review(memberId, '2026-01-20');
    await review(memberId, '2026-03-01');
    expect(await tierOf(memberId)).toBe('silver');
    expect(await told(memberId)).toHaveLength(1);
  });

  test('goes down one step at a time, each with its own grace, where the programme says so', async () => {
    await programme({ tierDowngrade: 'one_down' });
    const memberId = await aBuyer('gold', { '2025-11': 40_000_00 });
    await review(memberId, '2026-01-10');
    await review(memberId, '2026-02-10');
    expect(await tierOf(memberId)).toBe('silver');
    await review(memberId, '2026-02-11');
    await review(memberId, '2026-03-20');
    expect(await tierOf(memberId)).toBe('base');
    const kinds = (await told(memberId)).map((each) => (each as { kind: string }).kind);
    expect(kinds).toEqual(['tier.at_risk', 'tier.changed', 'tier.at_risk', 'tier.changed']);
  });

  test('goes at once without grace, and never where the programme never takes one away', async () => {
    await programme({ tierGraceDays: 0 });
    const memberId = await aBuyer('gold', {});
    await programme({ tierDowngrade: 'never' });
    await review(memberId, '2026-01-10');
    expect(await tierOf(memberId)).toBe('gold');
    await programme({ tierDowngrade: 'by_standing' });
    await review(memberId, '2026-01-11');
    expect(await tierOf(memberId)).toBe('base');
  });
});

test('when a standing was set right, then the tier that it reaches is given and told', async () => {
  const memberId = await aBuyer('base', { '2026-01': 31_000_00 });
  await review(memberId, '2026-02-01');
  expect(await tierOf(memberId)).toBe('gold');
  expect(await told(memberId)).toEqual([{ kind: 'tier.changed', from: 'base', to: 'gold' }]);
});

test('when a day is reviewed page by page, then everybody has one turn, after ten in the morning', async () => {
  const buyers: MemberId[] = [];
  for (let made = 0; made < 5; made++) buyers.push(await aBuyer('base', { '2026-05': 31_000_00 }));
  const page = (at: Date) => transaction(database.db, (tx) => reviewTiers(tx, at, 3));
  expect(await page(new Date('2026-05-20T06:59:00Z'))).toBe(0);
  const all = await database.sql<{ count: number }[]>`select count(*)::integer as count from member`;
  let seen = 0;
  for (let turn = 0; turn < 20; turn++) {
    const [one, two] = await Promise.all([page(noon('2026-05-20')), page(noon('2026-05-20'))]);
    seen += one + two;
  }
  expect(seen).toBe(all[0]?.count);
  for (const memberId of buyers) expect(await tierOf(memberId)).toBe('gold');
  expect(await page(noon('2026-05-21'))).toBe(3);
});

test('when a day is not done by the evening, then the morning ends it, and has everybody look once more on its own day', async () => {
  await database.sql`delete from daily_pass`;
  const { length: all } = await database.sql`select from member where status = 'active'`;
  const half = Math.ceil(all / 2);
  const page = (at: Date, limit: number) => transaction(database.db, (tx) => reviewTiers(tx, at, limit));
  expect(await page(noon('2026-06-01'), half)).toBe(half);
  expect(await page(noon('2026-06-02'), all)).toBe(all - half);
  const buyer = await aBuyer('base', { '2026-05': 31_000_00 });
  expect(await page(noon('2026-06-02'), all + 2)).toBe(all + 1);
  expect(await tierOf(buyer)).toBe('gold');
  expect(await page(noon('2026-06-02'), all + 2)).toBe(0);
});
