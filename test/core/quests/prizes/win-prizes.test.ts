import { beforeAll, describe, expect, it } from 'vitest';
import { correctPlayer } from '#src/core/quests/prizes/correct-player.ts';
import { isQualified } from '#src/core/quests/prizes/qualify.ts';
import { countWins, winPrizes } from '#src/core/quests/prizes/win-prizes.ts';
import type { Qualifies } from '#src/core/quests/quest-terms.ts';
import { readWholeQuest } from '#src/core/quests/read-quest.ts';
import { connect, type Database, transaction } from '#src/db/client.ts';
import { newId, type PlayerId, type QuestId } from '#src/lib/id.ts';
import { aPlayer, aPrizeQuest } from '#test/support/a-prize-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const win = async (questId: QuestId, playerId: PlayerId, { db }: Pick<Database, 'db'> = database) => {
  const whole = await readWholeQuest(db, questId);
  return await transaction(db, (tx) =>
    winPrizes(tx, {
      whole,
      player: { playerId, memberId: null, score: 50, done: 3, finishedAt: NOON },
      states: new Map(),
      at: NOON,
    }),
  );
};
const givenOf = async (questId: QuestId) =>
  (await database.sql`select given from quest_prize where quest_id = ${questId} order by prize_no`).map(
    (row) => row.given,
  );

describe('who qualifies', () => {
  const tasks = [1, 2, 3].map((taskNo) => ({ taskNo, chapterNo: taskNo === 3 ? 2 : 1 }));
  const stands = (fields: object = {}, states: [number, string][] = []) => ({
    player: { score: 50, done: 2, finishedAt: null, ...fields },
    states: new Map(states),
    tasks,
  });
  it.each<[Qualifies, boolean, ReturnType<typeof stands>]>([
    [{}, true, stands()],
    [{ score: 51 }, false, stands()],
    [{ score: 50, tasks: 2 }, true, stands()],
    [{ finished: true }, false, stands()],
    [{ finished: true }, true, stands({ finishedAt: NOON })],
    [
      { chapterNo: 1 },
      false,
      stands({}, [
        [1, 'done'],
        [2, 'skipped'],
      ]),
    ],
    [
      { chapterNo: 1 },
      true,
      stands({}, [
        [1, 'done'],
        [2, 'done'],
      ]),
    ],
    [{ chapterNo: 7 }, false, stands()],
  ])('when a prize needs %j, then it is %s', (needs, expected, standing) => {
    expect(isQualified(needs, standing)).toBe(expected);
  });
});

it('when 500 people race for 100 prizes through two programs, then exactly 100 have won, each once', async () => {
  const questId = await aPrizeQuest(database.db, { prizes: [{ goesTo: 'first', stock: 100 }] });
  const players = Array.from({ length: 500 }, () => newId('ply', NOON.getTime()));
  await database.sql`
    insert into identity (identity_id, messenger, external_id, first_seen_at, last_seen_at)
    select replace(p, 'ply_', 'idn_'), 'telegram', p, ${NOON}, ${NOON} from unnest(${players}::text[]) p`;
  await database.sql`
    insert into quest_player (player_id, quest_id, identity_id, nickname, scored_at, joined_at, last_at)
    select p, ${questId}, replace(p, 'ply_', 'idn_'), 'Лис', ${NOON}, ${NOON}, ${NOON} from unnest(${players}::text[]) p`;
  const second = connect(database.url, { max: 10, applicationName: 'another program' });
  try {
    // Everybody tries twice at the same moment, once through each.
    const tries = await Promise.all(
      players.flatMap((playerId) => [database, second].map((each) => raced(questId, playerId, each))),
    );
    expect(tries.flat()).toHaveLength(100);
  } finally {
    await second.close();
  }
  const [told] = await database.sql`
    select count(*)::int as wins, count(distinct player_id)::int as people from quest_win where quest_id = ${questId}`;
  expect([told, await givenOf(questId)]).toEqual([{ wins: 100, people: 100 }, [100]]);
});

/** As an answer does it: the player is locked first. */
async function raced(questId: QuestId, playerId: PlayerId, { db }: Pick<Database, 'db'>): Promise<number[]> {
  const whole = await readWholeQuest(db, questId);
  return await transaction(db, async (tx) => {
    await tx.execute(`select from quest_player where player_id = '${playerId}' for update`);
    return await winPrizes(tx, {
      whole,
      player: { playerId, memberId: null, score: 50, done: 3, finishedAt: NOON },
      states: new Map(),
      at: NOON,
    });
  });
}

it('when there is enough for everybody, then each wins once, what is for the end is not won yet, and wins are counted later', async () => {
  const questId = await aPrizeQuest(database.db, {
    prizes: [
      { delayDays: 14 },
      { qualifies: { score: 51 } },
      { goesTo: 'top', stock: 1 },
      { goesTo: 'draw', stock: 1 },
    ],
  });
  const [one, other] = [await aPlayer(database.db, questId), await aPlayer(database.db, questId)];
  expect([await win(questId, one), await win(questId, one), await win(questId, other)]).toEqual([
    [1],
    [],
    [1],
  ]);
  await transaction(database.db, (tx) => countWins(tx));
  expect(await givenOf(questId)).toEqual([2, 0, 0, 0]);
  const [row] = await database.sql`select ready_at, waits_for from quest_win where player_id = ${one}`;
  expect(row).toEqual({ ready_at: new Date(NOON.getTime() + 14 * 86_400_000), waits_for: 'guest' });
});

describe('a correction', () => {
  const correct = (questId: QuestId, playerId: PlayerId, points: number, requestKey = 'first-form') =>
    transaction(database.db, (tx) =>
      correctPlayer(tx, {
        questId,
        playerId,
        points,
        taskNo: null,
        reason: 'Збій у магазині',
        requestKey,
        actor: 'stf_1',
        at: NOON,
      }),
    );

  it('when staff give points, then once for a form, and a prize within reach is won', async () => {
    const questId = await aPrizeQuest(database.db, { prizes: [{ qualifies: { score: 30 } }] });
    const playerId = await aPlayer(database.db, questId, { ...(await aMember(database.db)), score: 20 });
    expect(await correct(questId, playerId, 10)).toEqual({ score: 30, won: [1] });
    expect(await correct(questId, playerId, 10)).toEqual({ score: 30, won: [] });
    expect(await correct(questId, playerId, -30, 'other-form')).toEqual({ score: 0, won: [] });
    await expect(correct(questId, playerId, -1, 'third-form')).rejects.toMatchObject({
      code: 'score_too_low',
    });
    const rows =
      await database.sql`select points from quest_correction where player_id = ${playerId} order by correction_id`;
    expect(rows.map(({ points }) => points)).toEqual([10, -30]);
  });

  it('when the player is of another quest or the points are none, then it is refused', async () => {
    const questId = await aPrizeQuest(database.db);
    const playerId = await aPlayer(database.db, questId);
    await expect(correct(await aPrizeQuest(database.db), playerId, 5)).rejects.toMatchObject({
      code: 'player_not_found',
    });
    await expect(correct(questId, playerId, 0)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
