import { beforeAll, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { lockPlayers } from '#src/core/quests/players/lock-players.ts';
import { giveWins, retryWins } from '#src/core/quests/prizes/give-wins.ts';
import { withdrawWin } from '#src/core/quests/prizes/withdraw-win.ts';
import { restockReward } from '#src/core/rewards/write-reward.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, WinId } from '#src/lib/id.ts';
import { aPlayer, aPrizeQuest, aWin } from '#test/support/a-prize-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aReward } from '../../rewards/a-reward.ts';

const database = useDatabase();
const hours = (count: number) => new Date(NOON.getTime() + count * 3_600_000);

beforeAll(() => aShop(database.db));

const giveAll = async (at = NOON) => {
  while (await transaction(database.db, (tx) => giveWins(tx, at)));
};
const has = async (memberId: MemberId) => (await readBalance(database.db, memberId, NOON)).balance;
const winOf = async (winId: WinId) => {
  const [row] =
    await database.sql`select status, waits_for, given_as, note from quest_win where win_id = ${winId}`;
  return row;
};

it('when several workers give at once, then everybody has their prize once', async () => {
  const questId = await aPrizeQuest(database.db, { prizes: [{}, { prize: { kind: 'points', points: 7 } }] });
  const people = await Promise.all(Array.from({ length: 60 }, () => aMember(database.db)));
  for (const { memberId } of people) {
    const playerId = await aPlayer(database.db, questId, { memberId });
    for (const prizeNo of [1, 2]) await aWin(database.db, { questId, playerId, prizeNo });
  }
  await Promise.all([giveAll(), giveAll(), giveAll()]);
  const balances = await Promise.all(people.map(({ memberId }) => has(memberId)));
  expect(new Set(balances)).toEqual(new Set([107n]));
  const [told] = await database.sql`
    select count(*)::int as wins, count(distinct given_as)::int as given from quest_win where quest_id = ${questId}
      and status = 'given'`;
  expect(told).toEqual({ wins: 120, given: 120 });
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

it('when it is not ready, the player is a guest or has not bought anything yet, then it waits and says why', async () => {
  const questId = await aPrizeQuest(database.db, { prizes: [{}], terms: { paysAfter: 'receipt' } });
  const { memberId } = await aMember(database.db);
  const early = await aWin(database.db, {
    questId,
    playerId: await aPlayer(database.db, questId, { memberId: (await aMember(database.db)).memberId }),
    readyAt: hours(1),
  });
  const guest = await aWin(database.db, { questId, playerId: await aPlayer(database.db, questId) });
  const fresh = await aWin(database.db, {
    questId,
    playerId: await aPlayer(database.db, questId, { memberId }),
  });
  await giveAll();
  expect(await winOf(early)).toMatchObject({ status: 'waiting', waits_for: null });
  expect(await winOf(guest)).toMatchObject({ status: 'waiting', waits_for: 'guest' });
  expect(await winOf(fresh)).toMatchObject({ status: 'waiting', waits_for: 'receipt' });
  expect(await has(memberId)).toBe(0n);
});

it('when the shelf is empty, then the win waits and is given once there is more; an erased member gets nothing', async () => {
  const reward = await aReward(database.db, { stock: 0 });
  const prize = { kind: 'gift', rewardId: reward.rewardId } as const;
  const questId = await aPrizeQuest(database.db, { prizes: [{ prize }] });
  const [{ memberId }, gone] = [await aMember(database.db), await aMember(database.db)];
  const winId = await aWin(database.db, {
    questId,
    playerId: await aPlayer(database.db, questId, { memberId }),
  });
  const erased = await aWin(database.db, {
    questId,
    playerId: await aPlayer(database.db, questId, { memberId: gone.memberId }),
  });
  await transaction(database.db, (tx) => eraseMember(tx, gone.memberId, NOON));
  await giveAll();
  expect(await winOf(winId)).toMatchObject({ waits_for: 'stock', note: 'reward_sold_out' });
  expect(await winOf(erased)).toMatchObject({ status: 'withdrawn', note: 'member_erased' });
  const { rewardId } = reward;
  await transaction(database.db, (tx) =>
    restockReward(tx, { rewardId, by: 5, actor: 'stf_1', requestKey: 'more-pieces', at: NOON }),
  );
  await transaction(database.db, (tx) => retryWins(tx, hours(2)));
  await giveAll(hours(2));
  expect(await winOf(winId)).toMatchObject({ status: 'given', waits_for: null, note: null });
});

it('when staff take a win back, then its points are gone, its place is free, and again nothing happens', async () => {
  const questId = await aPrizeQuest(database.db, { prizes: [{ goesTo: 'first', stock: 1 }] });
  const { memberId } = await aMember(database.db);
  const winId = await aWin(database.db, {
    questId,
    playerId: await aPlayer(database.db, questId, { memberId }),
  });
  await database.sql`update quest_prize set given = 1 where quest_id = ${questId}`;
  await giveAll();
  const take = () =>
    transaction(database.db, (tx) =>
      withdrawWin(tx, { questId, winId, reason: 'Дві картки однієї людини', actor: 'stf_1', at: NOON }),
    );
  expect(await has(memberId)).toBe(100n);
  expect(await take()).toBe('taken');
  expect(await take()).toBe('nothing');
  await giveAll();
  expect(await has(memberId)).toBe(0n);
  const [prize] = await database.sql`select given from quest_prize where quest_id = ${questId}`;
  expect(prize?.given).toBe(0);
  expect((await auditLedger(database.db)).findings).toEqual([]);
});

it('when a player is in the middle of a conversation, then theirs waits for the next turn, and nobody waits for them', async () => {
  const questId = await aPrizeQuest(database.db, { prizes: [{}] });
  const members = [await aMember(database.db), await aMember(database.db)] as const;
  const [busy, free] = [
    await aPlayer(database.db, questId, { memberId: members[0].memberId }),
    await aPlayer(database.db, questId, { memberId: members[1].memberId }),
  ];
  const wins = [
    await aWin(database.db, { questId, playerId: busy, prizeNo: 1 }),
    await aWin(database.db, { questId, playerId: free, prizeNo: 1 }),
  ];
  const statuses = () => Promise.all(wins.map(async (each) => (await winOf(each))?.status));
  await transaction(database.db, async (tx) => {
    await lockPlayers(tx, [busy]);
    await giveAll();
    expect(await statuses()).toEqual(['waiting', 'given']);
  });
  await giveAll();
  expect(await statuses()).toEqual(['given', 'given']);
});
