// What a round of the statistics does in which step, and that nobody is lost between two of them.
import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { changeSettings } from '#src/core/analytics/change-settings.ts';
import { keepStats, type StatsStep } from '#src/core/analytics/keep-stats.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';
import { countAll } from './some-receipts.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const NOW = new Date('2027-05-20T11:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
/** One more than are counted in a step. */
const MANY = 1_001;
/** As many as are read in a step. */
const PAGE = 10_000;

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await database.sql.unsafe(`update member set status = 'erased'; delete from member_stats`);
});

let made = 0;

/** Members whom the statistics know already. */
async function someMembers(count: number): Promise<MemberId[]> {
  const members: MemberId[] = [];
  for (let no = 0; no < count; no++) members.push(`mem_round${String(++made).padStart(15, '0')}`);
  await database.sql`
    insert into member (member_id, name, tier_key, registered_at)
    select unnest(${members}::text[]), 'Олена', 'base', ${ago(400)}`;
  await countAll(database, NOW);
  return members;
}

/** A receipt and its event for each of these. */
async function allBuy(memberIds: MemberId[], daysAgo: number): Promise<void> {
  await database.sql`
    with bought as (
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at)
      select m, 'rcp_' || ${daysAgo}::integer || m, ${STORE}, m || ${daysAgo}::integer, '1', 1000, 0, 0, 0, 'test',
        ${ago(daysAgo)}, ${NOW}
      from unnest(${memberIds}::text[]) m returning member_id, receipt_id)
    insert into event (member_id, event_id, kind, data, recorded_at)
    select member_id, 'evt' || substr(receipt_id, 4), 'receipt.accepted', '{}', ${NOW} from bought`;
  await eventsSettled(database.sql);
}

const step = (of: StatsStep) => transaction(database.db, (tx) => keepStats(tx, { at: NOW, step: of }));

/** Purchase days that are counted, of all of them together. */
async function days(memberIds: MemberId[]): Promise<number | null | undefined> {
  const [row] = await database.sql<{ days: number | null }[]>`
    select sum(days)::integer as days from member_stats where member_id = any (${memberIds}::text[])`;
  return row?.days;
}

it('counts a few buyers as it hears of them', async () => {
  const members = await someMembers(1);
  await allBuy(members, 5);
  expect([await step('follow'), await days(members)]).toEqual(['count', 1]);
});

it('first hears of many buyers, then counts them with whatever they have bought since', async () => {
  const members = await someMembers(MANY);
  await allBuy(members, 2);
  expect([await step('follow'), await days(members)]).toEqual(['count', 0]);
  await allBuy(members, 1);
  expect([await step('count'), await days(members)]).toEqual(['count', 2_000]);
  await step('count');
  expect(await days(members)).toBe(2_002);
});

it('hears of everything before it counts, however few have bought so often', async () => {
  const members = await someMembers(2);
  await allBuy(members, 5);
  await database.sql`
    insert into event (member_id, event_id, kind, data, recorded_at)
    select ${members[0] ?? ''}, 'evt_again' || n, 'receipt.accepted', '{}', ${NOW} from generate_series(1, ${PAGE}::integer) n`;
  await eventsSettled(database.sql);
  expect([await step('follow'), await days(members)]).toEqual(['follow', 0]);
  expect(await step('follow')).toBe('count');
  await step('count');
  expect(await days(members)).toBe(2);
});

it('when two whom it has heard of become one before it counts them, then all is counted once', async () => {
  const [{ memberId: from }, { memberId: into }] = [await aMember(database.db), await aMember(database.db)];
  const members = [...(await someMembers(MANY)), from, into];
  await allBuy(members, 3);
  expect(await step('follow')).toBe('count');
  await transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor: 'test', at: NOW }));
  await allBuy([into], 2);
  await countAll(database, NOW);
  expect([await days([from]), await days([into])]).toEqual([null, 2]);
  expect(await days(members)).toBe(MANY + 2);
});

it('leaves it to the process that is at it', async () => {
  const members = await someMembers(1);
  await allBuy(members, 5);
  await transaction(database.db, async (tx) => {
    await tx.execute(sql`select from analytics_settings for update`);
    expect(await step('follow')).toBe(null);
  });
  expect([await step('follow'), await days(members)]).toEqual(['count', 1]);
});

it('rests nine times as long as a round has taken, whichever process comes, five minutes at most, and not after a short one', async () => {
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  /** Whether a round begins `ms` later; each of its two steps takes `tookMs`. */
  const begins = async (ms: number, tookMs: number) => {
    const one = (of: StatsStep) =>
      transaction(database.db, (tx) =>
        keepStats(tx, { at: later(ms), step: of, now: () => later(ms + tookMs) }),
      );
    if ((await one('follow')) === null) return false;
    expect(await one('count')).toBeNull();
    return true;
  };
  await countAll(database, NOW);
  expect(await begins(0, 2_000)).toBe(true);
  // Four seconds of work, the second of its steps over after two.
  expect(await begins(37_999, 100)).toBe(false);
  expect(await begins(38_000, 100)).toBe(true);
  expect(await begins(38_200, 100_000)).toBe(true);
  expect(await begins(438_199, 0)).toBe(false);
  expect(await begins(438_200, 0)).toBe(true);
});

it('scores by new settings at once, however long the last round took', async () => {
  await countAll(database, NOW);
  const at = new Date(NOW.getTime() + 600_000);
  const one = (of: StatsStep, now = at) =>
    transaction(database.db, (tx) => keepStats(tx, { at, step: of, now: () => now }));
  await one('follow');
  await one('count', new Date(at.getTime() + 10_000));
  expect(await one('follow')).toBeNull();
  const change = { newDays: 31, lapsingDays: 61, lostDays: 121, fixedCuts: null, actor: 'stf_1', at };
  await transaction(database.db, (tx) => changeSettings(tx, change));
  expect(await one('follow')).toBe('count');
});
