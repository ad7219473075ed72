// Players who are held in one transaction: what they do is judged in memory and written together.
import { beforeAll, describe, expect, it } from 'vitest';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { askTask } from '#src/core/quests/ask-task.ts';
import { forgetHeld, letGo, writeHeld } from '#src/core/quests/held-plays.ts';
import { holdPlays } from '#src/core/quests/open-play.ts';
import type { Player } from '#src/core/quests/player.ts';
import { skipTask } from '#src/core/quests/skip-task.ts';
import { viewPlay } from '#src/core/quests/view-play.ts';
import { savepoint, transaction } from '#src/db/client.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const right = ({ playerId }: Player, taskNo: number, key: string) => ({
  playerId,
  taskNo,
  given: { kind: 'text', text: 'Київ' } as const,
  key,
  at: NOON,
});
const kept = async ({ playerId }: Player) => {
  const [row] = await database.sql`
    select score, done::integer, task_no,
      (select array_agg(verdict order by attempt_key) from quest_attempt a where a.player_id = p.player_id) as attempts,
      (select array_agg(state order by task_no) from quest_progress g where g.player_id = p.player_id) as states,
      (select coalesce(array_agg(prize_no order by prize_no), '{}') from quest_win w where w.player_id = p.player_id) as won
    from quest_player p where player_id = ${playerId}`;
  return row;
};

describe('players who are held', () => {
  it('when two of them do several things, then all of it is there as if one had come after the other', async () => {
    const questId = await aQuest(database.db, { tasks: [{}, {}, {}] });
    const players = [await aPlayer(database.db, questId), await aPlayer(database.db, questId)] as const;
    const [one, other] = players;
    await transaction(database.db, async (tx) => {
      const held = await holdPlays(tx, { speakers: players, keys: ['k1', 'k2', 'k3'] });
      expect(await answerTask(tx, right(one, 1, 'k1'), held)).toMatchObject({ outcome: 'right', score: 10 });
      expect(await answerTask(tx, right(other, 2, 'k2'), held)).toMatchObject({ score: 10 });
      expect(await skipTask(tx, { playerId: one.playerId, taskNo: 2, at: NOON }, held)).toMatchObject({
        done: 1,
      });
      expect(await answerTask(tx, right(one, 3, 'k3'), held)).toMatchObject({ score: 20, finished: true });
      await askTask(tx, { playerId: other.playerId, taskNo: 1, at: NOON }, held);
      const view = await viewPlay(tx, { playerId: one.playerId, at: NOON }, held);
      expect(view.tasks.map(({ state }) => state)).toEqual(['done', 'skipped', 'done']);
      await writeHeld(tx, held);
    });
    expect(await kept(one)).toMatchObject({
      score: 20,
      done: 2,
      attempts: ['right', 'right'],
      states: ['done', 'skipped', 'done'],
    });
    expect(await kept(other)).toMatchObject({ score: 10, task_no: 1, states: ['shown', 'done'] });
  });

  it('when the same answer comes again, in the same transaction or later, then it counts once', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{}, {}] }));
    const again = { outcome: 'again', points: 10, score: 10 };
    const answer = () =>
      transaction(database.db, async (tx) => {
        const held = await holdPlays(tx, { speakers: [player], keys: ['k1'] });
        const outcomes = [
          await answerTask(tx, right(player, 1, 'k1'), held),
          await answerTask(tx, right(player, 1, 'k1'), held),
        ];
        await writeHeld(tx, held);
        return outcomes;
      });
    expect(await answer()).toMatchObject([{ outcome: 'right', points: 10 }, again]);
    expect(await answer()).toMatchObject([again, again]);
    expect(await kept(player)).toMatchObject({ score: 10, attempts: ['right'] });
  });

  it('when the same wrong answer comes twice, then it is one attempt, also before the first is written', async () => {
    const questId = await aQuest(database.db, { tasks: [{ mostAttempts: 2 }] });
    const players = [await aPlayer(database.db, questId), await aPlayer(database.db, questId)] as const;
    const wrong = (player: Player, key: string) =>
      ({ ...right(player, 1, key), given: { kind: 'text', text: 'Львів' } }) as const;
    const outcomes = await transaction(database.db, async (tx) => {
      const held = await holdPlays(tx, { speakers: players, keys: ['k1', 'k2', 'k3'] });
      const all: string[] = [];
      for (const [player, key] of [
        [players[0], 'k1'],
        [players[0], 'k2'],
        // The same of somebody else is theirs.
        [players[1], 'k3'],
      ] as const)
        all.push((await answerTask(tx, wrong(player, key), held)).outcome);
      await writeHeld(tx, held);
      all.push((await answerTask(tx, wrong(players[0], 'k2'), held)).outcome);
      return all;
    });
    expect(outcomes).toEqual(['wrong', 'tried', 'wrong', 'tried']);
    expect(await kept(players[0])).toMatchObject({ score: 0, attempts: ['wrong'], states: ['shown'] });
  });

  it('when a savepoint is rolled back, then nothing that was done in it counts, and it can be done anew', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{}, {}] }));
    await transaction(database.db, async (tx) => {
      const held = await holdPlays(tx, { speakers: [player], keys: ['k1', 'k2'] });
      await answerTask(tx, right(player, 1, 'k1'), held);
      await writeHeld(tx, held);
      await savepoint(tx, async (inner) => {
        await answerTask(inner, right(player, 2, 'k2'), held);
        throw new Error('something else was refused');
      }).catch(() => forgetHeld(held));
      expect(await answerTask(tx, right(player, 2, 'k2'), held)).toMatchObject({
        outcome: 'right',
        score: 20,
      });
      await writeHeld(tx, held);
    });
    expect(await kept(player)).toMatchObject({ score: 20, attempts: ['right', 'right'] });
  });

  it('when something else changes a player, then they are looked at anew, with what was not written yet', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{}, {}] }));
    const { playerId } = player;
    const view = await transaction(database.db, async (tx) => {
      const held = await holdPlays(tx, { speakers: [player], keys: ['k1'] });
      await answerTask(tx, right(player, 1, 'k1'), held);
      await letGo(tx, held, playerId);
      await tx.execute(`update quest_player set nickname = 'Спритний Їжак' where player_id = '${playerId}'`);
      return await viewPlay(tx, { playerId, at: later(1) }, held);
    });
    expect(view).toMatchObject({ done: 1, player: { nickname: 'Спритний Їжак', score: 10 } });
  });

  it('when the time for a task has run out, then looking at the quest loses it, and the next chapter opens', async () => {
    const questId = await aQuest(database.db, {
      chapters: [{}, { chapter: { chapterNo: 1, need: 'all' } }],
      tasks: [{ seconds: 60 }, { chapterNo: 2 }],
    });
    const player = await aPlayer(database.db, questId);
    const { playerId } = player;
    await transaction(database.db, (tx) => askTask(tx, { playerId, taskNo: 1, at: NOON }));
    const look = (at: Date) =>
      transaction(database.db, async (tx) => {
        const held = await holdPlays(tx, { speakers: [player], keys: [] });
        const view = await viewPlay(tx, { playerId, at }, held);
        await writeHeld(tx, held);
        return view;
      });
    expect((await look(later(59_000))).chapters.map(({ isOpen }) => isOpen)).toEqual([true, false]);
    expect((await look(later(61_000))).chapters.map(({ isOpen }) => isOpen)).toEqual([true, true]);
    await look(later(62_000));
    expect(await kept(player)).toMatchObject({ score: 0, states: ['lost'], attempts: ['late'] });
  });

  it('when a prize is won or used up, then it is won no second time, and by nobody else', async () => {
    const badge = { kind: 'badge', sign: '🏅', titles: { uk: 'Мандрівник' } } as const;
    const questId = await aQuest(database.db, {
      tasks: [{}, {}],
      prizes: [
        { prize: badge, qualifies: { tasks: 1 } },
        { prize: badge, goesTo: 'first', qualifies: { tasks: 1 }, stock: 1 },
      ],
    });
    const players = [await aPlayer(database.db, questId), await aPlayer(database.db, questId)] as const;
    const won = await transaction(database.db, async (tx) => {
      const held = await holdPlays(tx, { speakers: players, keys: ['k1', 'k2'] });
      const all: number[][] = [];
      for (const player of players)
        for (const key of ['k1', 'k2'])
          all.push((await answerTask(tx, right(player, Number(key.slice(1)), key), held)).won);
      await writeHeld(tx, held);
      return all;
    });
    expect(won).toEqual([[1, 2], [], [1], []]);
    expect([await kept(players[0]), await kept(players[1])]).toMatchObject([{ won: [1, 2] }, { won: [1] }]);
  });
});
