import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHALLENGE_EVENTS, followChallenges } from '#src/core/challenges/follow-challenges.ts';
import { followEvents } from '#src/core/events/follow-events.ts';
import { hasNews } from '#src/core/events/has-news.ts';
import { followFriends } from '#src/core/friends/follow-friends.ts';
import { followQuests, QUEST_EVENTS } from '#src/core/quests/counting/follow-quests.ts';
import { followTriggers } from '#src/core/triggers/follow-triggers.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { friendship } from '#src/db/schema/friends.ts';
import { aChallenge, inDays, points } from '#test/core/challenges/some-challenges.ts';
import { aQuest } from '#test/support/a-running-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await database.sql.unsafe('delete from event; delete from event_reader');
});

/** An event that the transaction of this number has recorded. */
async function recordedIn(transactionNo: number, kind = 'member.event'): Promise<void> {
  const { memberId } = await aMember(database.db);
  await database.sql`
    insert into event (member_id, event_id, kind, data, recorded_at, recorded_in)
    values (${memberId}, ${`evt_${transactionNo}`}, ${kind}, '{"name":"n","key":"k"}', now(), ${transactionNo}::text::xid8)`;
}

const read = (limit: number) =>
  transaction(database.db, async (tx) =>
    (await followEvents(tx, { reader: 'a reader', limit })).events.map(({ eventId }) => eventId),
  );

it('reads in the order of transactions, whose numbers are no text', async () => {
  for (const transactionNo of [100, 99, 101, 9]) await recordedIn(transactionNo);
  expect(await read(2)).toEqual(['evt_9', 'evt_99']);
  expect(await read(2)).toEqual(['evt_100', 'evt_101']);
  expect(await read(2)).toEqual([]);
});

it('says whether there is something to read: to a new reader, and when something has come that can be read', async () => {
  const news = () => hasNews(database.sql, 'a reader');
  expect(await news()).toBe(true);
  await recordedIn(9);
  expect(await read(2)).toEqual(['evt_9']);
  expect(await news()).toBe(false);
  await recordedIn(8);
  // Nobody reads what a transaction before this place has recorded.
  expect([await read(2), await news()]).toEqual([[], false]);
  await recordedIn(10);
  expect(await news()).toBe(true);
  expect([await read(2), await news()]).toEqual([['evt_10'], false]);
});

it('when a transaction is not over, then there is no news of what it and later ones have recorded', async () => {
  await recordedIn(9);
  await read(2);
  const [row] = await database.sql<
    { no: string }[]
  >`select pg_snapshot_xmax(pg_current_snapshot())::text as no`;
  await recordedIn(Number(row?.no) + 1_000_000_000);
  expect([await hasNews(database.sql, 'a reader'), await read(2)]).toEqual([false, []]);
});

it('reads one event after another from the index, however many wait', async () => {
  await recordedIn(9);
  await database.sql`
    insert into event (member_id, event_id, kind, data, recorded_at, recorded_in)
    select member_id, 'evt_more' || n, kind, data, recorded_at, recorded_in from event, generate_series(1, 2000) n`;
  const rows = await transaction(database.db, async (tx) => {
    await followEvents(tx, { reader: 'another reader', limit: 10 });
    const [row] = await tx.execute<{ rows: bigint }>(
      `select coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) as rows from pg_stat_xact_user_tables where relname = 'event'`,
    );
    return Number(row?.rows);
  });
  expect(rows).toBeLessThan(100);
});

it('tells only the kinds that a reader listens to, each once, and is behind all the others', async () => {
  const listen = (limit: number) =>
    transaction(database.db, async (tx) => {
      const kinds = ['tier.changed', 'member.registered'] as const;
      const { events, seen } = await followEvents(tx, { reader: 'a reader', limit, kinds });
      return [events.map(({ eventId }) => eventId), seen];
    });
  for (const no of [1, 2, 3, 5, 6]) await recordedIn(no);
  await recordedIn(4, 'tier.changed');
  await recordedIn(7, 'member.registered');
  expect(await listen(3)).toEqual([[], 3]);
  expect(await listen(3)).toEqual([['evt_4'], 3]);
  expect(await listen(3)).toEqual([['evt_7'], 1]);
  expect(await listen(3)).toEqual([[], 0]);
  // What it has passed is over, also for one that listens to everything.
  await recordedIn(8);
  expect(await read(3)).toEqual(['evt_8']);
});

it('when nothing but others wait for the rules, then they say how many they have passed, so that the next come at once', async () => {
  for (let no = 1; no <= 4; no++) await recordedIn(no, 'receipt.accepted');
  const pass = () =>
    transaction(database.db, async (tx) => {
      const rules = await fresh(database.db).rules();
      return await followTriggers(tx, { rules, timeZone: 'Europe/Kyiv', at: NOON, limit: 3 });
    });
  expect([await pass(), await pass(), await pass()]).toEqual([3, 1, 0]);
});

it('while nobody wants what happens, then a reader is behind all of it, and hears what comes after somebody does', async () => {
  let hasListener = false;
  const asked = { reader: 'a reader', limit: 2, isWanted: async () => hasListener };
  const listen = () =>
    transaction(database.db, async (tx) => {
      const { events, seen } = await followEvents(tx, asked);
      return [events.map(({ eventId }) => eventId), seen];
    });
  for (const no of [1, 2, 3]) await recordedIn(no);
  expect(await listen()).toEqual([[], 0]);
  expect(await hasNews(database.sql, asked.reader)).toBe(false);
  hasListener = true;
  await recordedIn(4);
  expect(await listen()).toEqual([['evt_4'], 1]);
});

it('when somebody begins to want what happens while a reader looks, then it is told', async () => {
  const answers = [false, true];
  await recordedIn(1);
  const { events } = await transaction(database.db, (tx) =>
    followEvents(tx, { reader: 'a reader', limit: 2, isWanted: async () => answers.shift() ?? true }),
  );
  expect(events.map(({ eventId }) => eventId)).toEqual(['evt_1']);
});

it('has nothing to read for quests, challenges and friends while there are none', async () => {
  for (let no = 1; no <= 3; no++) await recordedIn(no, 'receipt.accepted');
  const at = NOON;
  const seen = await transaction(database.db, async (tx) => [
    (await followQuests(tx, { at, limit: 2 })).seen,
    await followChallenges(tx, { at, limit: 2 }),
    await followFriends(tx, { at, limit: 2, secretKey: 'a secret key' }),
  ]);
  expect(seen).toEqual([0, 0, 0]);
  for (const reader of [QUEST_EVENTS, CHALLENGE_EVENTS, 'friends'])
    expect(await hasNews(database.sql, reader)).toBe(false);
});

describe('what has begun', () => {
  const accepted = async () => {
    for (let no = 1; no <= 3; no++) await recordedIn(no, 'receipt.accepted');
  };
  const seen = (follow: (tx: Tx) => Promise<number>) => transaction(database.db, follow);

  it.each(['paused', 'ended'])(
    'a quest that is %s hears what happens: it may owe somebody',
    async (status) => {
      await aQuest(database.db);
      await database.sql`update quest set status = ${status}`;
      await accepted();
      expect(await seen(async (tx) => (await followQuests(tx, { at: NOON, limit: 2 })).seen)).toBe(2);
    },
  );

  it('a challenge that is over hears what happens for 90 days, for goods come back', async () => {
    const content = { goal: { kind: 'count', of: 'receipts' }, stages: [points(5, 50)] };
    const challengeId = await aChallenge(database.db, { content });
    await database.sql`
      update challenge set status = 'ended', ended_at = ${inDays(28)} where challenge_id = ${challengeId}`;
    await accepted();
    expect(await seen((tx) => followChallenges(tx, { at: inDays(28 + 89), limit: 2 }))).toBe(2);
    expect(await seen((tx) => followChallenges(tx, { at: inDays(28 + 91), limit: 2 }))).toBe(0);
    expect(await hasNews(database.sql, CHALLENGE_EVENTS)).toBe(false);
  });

  it('whoever has come by a friend is heard of', async () => {
    const [friend, inviter] = [await aMember(database.db), await aMember(database.db)];
    await transaction(database.db, (tx) =>
      tx
        .insert(friendship)
        .values({ memberId: friend.memberId, inviterId: inviter.memberId, joinedAt: NOON }),
    );
    await accepted();
    expect(await seen((tx) => followFriends(tx, { at: NOON, limit: 2, secretKey: 'a secret key' }))).toBe(2);
  });
});
