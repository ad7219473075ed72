import { beforeAll, expect, it } from 'vitest';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { adoptGuests } from '#src/core/quests/players/adopt-players.ts';
import { giveWins } from '#src/core/quests/prizes/give-wins.ts';
import { wakePlayers } from '#src/core/quests/prizes/wake-players.ts';
import { transaction } from '#src/db/client.ts';
import { aPlayer, aPrizeQuest, aWin } from '#test/support/a-prize-quest.ts';
import { aQuest } from '#test/support/a-quest.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const winsOf = async (questId: string) =>
  (
    await database.sql`select prize_no, player_id, status from quest_win where quest_id = ${questId} order by prize_no`
  ).map((row) => [row.prize_no, row.player_id, row.status]);
const giveAll = () => transaction(database.db, (tx) => giveWins(tx, NOON));

it('when an answer brings somebody there, then what they have won comes with it', async () => {
  const questId = await aQuest(database.db, {
    prizes: [
      {
        titles: { uk: 'Кава', en: 'Coffee' },
        prize: { kind: 'points', points: 50 },
        goesTo: 'first',
        qualifies: { score: 10 },
        stock: 1,
      },
    ],
  });
  const playerId = await aPlayer(database.db, questId, { ...(await aMember(database.db)) });
  const answer = (key: string) =>
    transaction(database.db, (tx) =>
      answerTask(tx, { playerId, taskNo: 1, given: { kind: 'options', options: [1] }, key, at: NOON }),
    );
  expect(await answer('u1')).toMatchObject({ outcome: 'right', score: 10, won: [1] });
  expect(await answer('u1')).toMatchObject({ outcome: 'again', won: [] });
  expect(await winsOf(questId)).toEqual([[1, playerId, 'waiting']]);
});

it('when a guest becomes a member who plays too, then what both have won is theirs once, and what waited is given', async () => {
  const questId = await aPrizeQuest(database.db, {
    prizes: [
      { goesTo: 'first', stock: 5 },
      { goesTo: 'first', stock: 5 },
      { goesTo: 'first', stock: 5 },
    ],
  });
  const { memberId } = await aMember(database.db);
  const own = await aPlayer(database.db, questId, { memberId });
  const identityId = await anIdentity(database.db);
  const guest = await aPlayer(database.db, questId, { identityId });
  await aWin(database.db, { questId, playerId: own, prizeNo: 1 });
  for (const prizeNo of [1, 2]) await aWin(database.db, { questId, playerId: guest, prizeNo });
  await database.sql`update quest_prize set given = case prize_no when 1 then 2 when 2 then 1 else 0 end where quest_id = ${questId}`;
  await giveAll();
  expect(await winsOf(questId)).toEqual(
    expect.arrayContaining([
      [1, own, 'given'],
      [1, guest, 'waiting'],
      [2, guest, 'waiting'],
    ]),
  );
  await transaction(database.db, async (tx) => {
    await adoptGuests(tx, { identityIds: [identityId], memberId, at: NOON });
    await wakePlayers(tx, [memberId], NOON);
  });
  await giveAll();
  expect(await winsOf(questId)).toEqual([
    [1, own, 'given'],
    [2, own, 'given'],
  ]);
  const prizes =
    await database.sql`select given from quest_prize where quest_id = ${questId} order by prize_no`;
  expect(prizes.map(({ given }) => given)).toEqual([1, 1, 0]);
});
