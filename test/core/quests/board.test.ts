import { beforeAll, describe, expect, it } from 'vitest';
import { readBoard } from '#src/core/quests/board/read-board.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import { aPlayer, aPrizeQuest } from '#test/support/a-prize-quest.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);
beforeAll(() => aShop(database.db));

/** `p1`, `p2`... of these scores, each a minute later than the one before; those of even places are of the store. */
async function players(questId: QuestId, scores: number[]): Promise<PlayerId[]> {
  const made: PlayerId[] = [];
  for (const [index, score] of scores.entries())
    made.push(
      await aPlayer(database.db, questId, {
        nickname: `p${index + 1}`,
        score,
        scoredAt: minutes(index),
        storeId: index % 2 === 1 ? STORE : null,
      }),
    );
  return made;
}
const told = (rows: { place: number; nickname: string; isOwn: boolean }[]) =>
  rows.map(({ place, nickname, isOwn }) => `${place} ${nickname}${isOwn ? '!' : ''}`);

describe('the board', () => {
  it('when somebody stands far down, then it shows the ten highest and three on each side of them', async () => {
    const questId = await aPrizeQuest(database.db);
    // 20 scores from 200 down; the last six have the same.
    const made = await players(questId, [
      ...Array.from({ length: 14 }, (_, n) => 200 - n),
      50,
      50,
      50,
      50,
      50,
      50,
      0,
    ]);
    const [, , , , , , , , , , , , , , , , seventeenth, , , , last] = made;
    const board = await readBoard(database.db, { playerId: seventeenth as PlayerId, ofStore: false });
    expect(told(board.top)).toEqual(Array.from({ length: 10 }, (_, n) => `${n + 1} p${n + 1}`));
    expect(told(board.around)).toEqual([
      '14 p14',
      '15 p15',
      '16 p16',
      '17 p17!',
      '18 p18',
      '19 p19',
      '20 p20',
    ]);
    expect(board).toMatchObject({ place: 17, players: 20, isAbout: false });
    const nowhere = await readBoard(database.db, { playerId: last as PlayerId, ofStore: false });
    expect(nowhere).toMatchObject({ place: null, around: [] });
    const [first] = made;
    const leader = await readBoard(database.db, { playerId: first as PlayerId, ofStore: false });
    expect([leader.place, leader.around, told(leader.top)[0]]).toEqual([1, [], '1 p1!']);
    const ofStore = await readBoard(database.db, { playerId: made[1] as PlayerId, ofStore: true });
    expect([told(ofStore.top).slice(0, 2), ofStore.players, ofStore.storeId]).toEqual([
      ['1 p2!', '2 p4'],
      10,
      STORE,
    ]);
  });

  it('when it is read for each of many, then it says what a recount says', async () => {
    const questId = await aPrizeQuest(database.db);
    const made = await players(
      questId,
      Array.from({ length: 40 }, (_, n) => 1 + ((n * 7) % 9)),
    );
    const recount = await database.sql<{ player_id: PlayerId; place: number }[]>`
      select player_id, row_number() over (order by score desc, scored_at, player_id)::int as place
      from quest_player where quest_id = ${questId}`;
    for (const { player_id: playerId, place } of recount) {
      const board = await readBoard(database.db, { playerId, ofStore: false });
      expect(board.place).toBe(place);
      const names = recount
        .slice(Math.max(0, place - 4), place + 3)
        .map((row) => `p${made.indexOf(row.player_id) + 1}`);
      if (place > 10) expect(board.around.map(({ nickname }) => nickname)).toEqual(names);
    }
  });

  it('when a hundred thousand play, then places far down are about so and still there at once', async () => {
    const questId = await aPrizeQuest(database.db);
    await database.sql`
      insert into identity (identity_id, messenger, external_id, first_seen_at, last_seen_at)
      values ('idn_many', 'telegram', 'many', ${NOON}, ${NOON})`;
    // Guests of one chat would be one player; here they only fill the board.
    await database.sql`drop index quest_player_guest`;
    await database.sql`
      insert into quest_player (player_id, quest_id, identity_id, nickname, score, scored_at, joined_at, last_at)
      select 'ply_many' || n, ${questId}, 'idn_many', 'Лис', 1 + (n * 7919) % 5000, ${NOON}, ${NOON}, ${NOON}
      from generate_series(1, 100000) n`;
    await database.sql`analyze quest_player`;
    const [middle] = await database.sql<{ player_id: PlayerId; place: number }[]>`
      select player_id, place from (select player_id, row_number() over (order by score desc, scored_at, player_id)::int as place
        from quest_player where quest_id = ${questId}) p where place = 50000`;
    const board = await readBoard(database.db, { playerId: middle?.player_id as PlayerId, ofStore: false });
    expect(board.isAbout).toBe(true);
    expect(board.place).toBeGreaterThan(45_000);
    expect(board.place).toBeLessThan(55_000);
    expect(board.around.filter(({ isOwn }) => isOwn)).toHaveLength(1);
    const [plan] = await database.sql`
      explain (analyze, format json) select player_id from quest_player where quest_id = ${questId} and score > 0
      order by score desc, scored_at, player_id limit 10`;
    expect(JSON.stringify(plan)).toContain('quest_player_board');
  });
});
