import { beforeAll, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { moveAllPoints } from '#src/core/ledger/move-all-points.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { adoptMember } from '#src/core/quests/players/adopt-players.ts';
import { payPlayers } from '#src/core/quests/prizes/pay-players.ts';
import { wakeBudgets, wakeBuyers, wakePlayers } from '#src/core/quests/prizes/wake-players.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import type { MemberId, PlayerId, QuestId } from '#src/lib/id.ts';
import { aPlayer, aPrizeQuest } from '#test/support/a-prize-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);

beforeAll(() => aShop(database.db));

const pay = async (at = NOON, { db }: Pick<Database, 'db'> = database) => {
  while (await transaction(db, (tx) => payPlayers(tx, { at })));
};
const score = (playerId: PlayerId, points: number) =>
  database.sql`update quest_player set score = ${points} where player_id = ${playerId}`;
const accountOf = async (memberId: MemberId) => {
  const [row] = await database.sql`select balance::int, owed::int from account where member_id = ${memberId}`;
  return row;
};
const paidOf = async (playerId: PlayerId) => {
  const [row] = await database.sql`
    select paid, payments, unpaid_because as because from quest_player where player_id = ${playerId}`;
  return row;
};
const spentOf = async (questId: QuestId) => {
  const [row] = await database.sql`select spent::int from quest where quest_id = ${questId}`;
  return row?.spent;
};

it('when the score grows and shrinks, then what is paid follows, each difference once, and spent points are owed', async () => {
  const questId = await aPrizeQuest(database.db);
  const { memberId } = await aMember(database.db);
  const playerId = await aPlayer(database.db, questId, { memberId, score: 40 });
  await pay();
  await pay();
  await score(playerId, 100);
  await pay();
  expect(await accountOf(memberId)).toEqual({ balance: 100, owed: 0 });
  await transaction(database.db, (tx) =>
    postTransfer(tx, {
      memberId,
      kind: 'burn',
      amount: -90n,
      account: 'burnt',
      key: 'b',
      occurredAt: NOON,
      recordedAt: NOON,
    }),
  );
  await score(playerId, 50);
  await pay(minutes(5));
  expect(await accountOf(memberId)).toEqual({ balance: -40, owed: 40 });
  expect(await paidOf(playerId)).toEqual({ paid: 50, payments: 3, because: null });
  expect(await spentOf(questId)).toBe(50);
  const [told] =
    await database.sql`select reason from transfer where member_id = ${memberId} and kind = 'quest' limit 1`;
  expect(told?.reason).toMatchObject({ quest: questId, titles: { uk: 'Квест вихідних' } });
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

it('when they go on playing, then they are paid in one sum once they rest, are through or the quest is over', async () => {
  const questId = await aPrizeQuest(database.db);
  const { memberId } = await aMember(database.db);
  const playerId = await aPlayer(database.db, questId, { memberId, score: 10 });
  const turn = (at: Date) => transaction(database.db, (tx) => payPlayers(tx, { at, restMs: 60_000 }));
  await turn(minutes(0.5));
  expect(await paidOf(playerId)).toMatchObject({ paid: 0 });
  await turn(minutes(1));
  expect(await paidOf(playerId)).toMatchObject({ paid: 10 });
  await database.sql`update quest_player set score = 30, scored_at = ${minutes(2)}, finished_at = ${minutes(2)}
    where player_id = ${playerId}`;
  await turn(minutes(2));
  expect(await paidOf(playerId)).toMatchObject({ paid: 30 });
});

it('when two who were paid have become one, then what is too much is taken back of either', async () => {
  const questId = await aPrizeQuest(database.db);
  const [from, into] = [await aMember(database.db), await aMember(database.db)];
  await aPlayer(database.db, questId, { memberId: from.memberId, score: 40 });
  const playerId = await aPlayer(database.db, questId, { memberId: into.memberId, score: 5 });
  await pay();
  await transaction(database.db, async (tx) => {
    await moveAllPoints(tx, { from: from.memberId, to: into.memberId, at: NOON, reason: 'one person' });
    await absorbMember(tx, { into: into.memberId, from: from.memberId, at: NOON });
    await adoptMember(tx, { into: into.memberId, from: from.memberId, at: NOON });
  });
  expect(await paidOf(playerId)).toMatchObject({ paid: 45, payments: 2 });
  await score(playerId, 10);
  await pay(minutes(5));
  expect(await accountOf(into.memberId)).toEqual({ balance: 10, owed: 0 });
  expect(await paidOf(playerId)).toEqual({ paid: 10, payments: 3, because: null });
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

it('when the player is a guest, then points wait and come once they are a member', async () => {
  const questId = await aPrizeQuest(database.db);
  const playerId = await aPlayer(database.db, questId, { score: 25 });
  await pay();
  expect(await paidOf(playerId)).toEqual({ paid: 0, payments: 0, because: 'guest' });
  const { memberId } = await aMember(database.db);
  await database.sql`update quest_player set member_id = ${memberId} where player_id = ${playerId}`;
  await transaction(database.db, (tx) => wakePlayers(tx, [memberId], NOON));
  await pay();
  expect(await accountOf(memberId)).toEqual({ balance: 25, owed: 0 });
});

it('when points are paid after the first real receipt, then they wait for it and come by themselves', async () => {
  const questId = await aPrizeQuest(database.db, { terms: { paysAfter: 'receipt' } });
  const { memberId } = await aMember(database.db);
  const playerId = await aPlayer(database.db, questId, { memberId, score: 25 });
  await pay();
  expect(await paidOf(playerId)).toMatchObject({ paid: 0, because: 'receipt' });
  await transaction(database.db, (tx) => wakeBuyers(tx, NOON));
  expect(await paidOf(playerId)).toMatchObject({ because: 'receipt' });
  await database.sql`update standing set turnover_minor = 100, receipts = 1 where member_id = ${memberId}`;
  await transaction(database.db, (tx) => wakeBuyers(tx, NOON));
  await pay();
  expect(await accountOf(memberId)).toEqual({ balance: 25, owed: 0 });
});

it('when the budget ends, then it is paid out in the order of the scores, the rest says so, and more budget pays it', async () => {
  const questId = await aPrizeQuest(database.db, { budget: 100n });
  const made: PlayerId[] = [];
  for (const [place, points] of [60, 60, 60].entries()) {
    const { memberId } = await aMember(database.db);
    // The later one first, so that neither id nor row decides.
    const scoredAt = minutes(-place);
    made.unshift(await aPlayer(database.db, questId, { memberId, score: points, scoredAt }));
  }
  await pay();
  const paid = async () => (await Promise.all(made.map(paidOf))).map((row) => [row?.paid, row?.because]);
  expect(await paid()).toEqual([
    [60, null],
    [40, 'budget'],
    [0, 'budget'],
  ]);
  expect(await spentOf(questId)).toBe(100);
  await transaction(database.db, (tx) => wakeBudgets(tx, NOON));
  await pay();
  expect(await spentOf(questId)).toBe(100);
  await database.sql`update quest set budget = 1000 where quest_id = ${questId}`;
  await transaction(database.db, (tx) => wakeBudgets(tx, NOON));
  await pay();
  expect(await paid()).toEqual([
    [60, null],
    [60, null],
    [60, null],
  ]);
  expect(await spentOf(questId)).toBe(180);
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

it('when a thousand made-up accounts play, then all of them together have no more than the budget, and without receipts nothing', async () => {
  const people = await makeMembers(database.sql, { count: 1_000, externalId: (n) => `bot-${n}` });
  const [open, careful] = [
    await aPrizeQuest(database.db, { budget: 5_000n }),
    await aPrizeQuest(database.db, { budget: 5_000n, terms: { paysAfter: 'receipt' } }),
  ];
  for (const questId of [open, careful])
    await database.sql`
      insert into quest_player (player_id, quest_id, member_id, identity_id, nickname, score, scored_at, joined_at, last_at)
      select 'ply_' || substr(${questId}, 12) || n, ${questId}, p.m, p.i, 'Лис', 300, ${NOON}, ${NOON}, ${NOON}
      from unnest(${people.map((each) => each.memberId)}::text[], ${people.map((each) => each.identityId)}::text[])
        with ordinality as p(m, i, n)`;
  const second = connect(database.url, { max: 5, applicationName: 'another program' });
  try {
    await Promise.all([pay(), pay(NOON, second), pay(), pay(NOON, second)]);
  } finally {
    await second.close();
  }
  const [told] = await database.sql`
    select sum(paid) filter (where quest_id = ${open})::int as open, sum(paid) filter (where quest_id = ${careful})::int as careful,
      (select sum(amount)::int from transfer where reason->>'quest' in (${open}, ${careful})) as booked from quest_player`;
  expect(told).toEqual({ open: 5_000, careful: 0, booked: 5_000 });
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

it('when it is killed in the middle of a turn, then everybody is paid once all the same', async () => {
  const questId = await aPrizeQuest(database.db);
  const people = await Promise.all(Array.from({ length: 20 }, () => aMember(database.db)));
  for (const { memberId } of people) await aPlayer(database.db, questId, { memberId, score: 10 });
  for (const killedAfter of [3, 6, 9, 12]) {
    const doomed = connect(database.url, { max: 2, applicationName: 'doomed' });
    const turn = transaction(doomed.db, async (tx) => {
      await payPlayers(tx, { at: NOON });
      // Everything is written and nothing is committed.
      await database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'doomed'`;
      await payPlayers(tx, { at: minutes(killedAfter) });
    });
    await expect(turn).rejects.toThrow();
    await doomed.close();
  }
  await Promise.all([pay(), pay()]);
  const balances = await Promise.all(people.map(({ memberId }) => accountOf(memberId)));
  expect(new Set(balances.map((each) => each?.balance))).toEqual(new Set([10]));
  expect((await auditLedger(database.db)).findings).toEqual([]);
});
