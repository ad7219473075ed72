// Playing a quest: answers, chapters, limits, hints and skipping, as the chat asks for them.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Given } from '#src/core/quests/answer.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { askTask } from '#src/core/quests/ask-task.ts';
import type { Player } from '#src/core/quests/player.ts';
import { readQuestView } from '#src/core/quests/read-quest-view.ts';
import { settleTask } from '#src/core/quests/settle-task.ts';
import { skipTask } from '#src/core/quests/skip-task.ts';
import { takeHint } from '#src/core/quests/take-hint.ts';
import { transaction } from '#src/db/client.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

let keys = 0;
const give = (player: Player, taskNo: number, given: Given, at = NOON, key = `telegram:${++keys}`) =>
  transaction(database.db, (tx) => answerTask(tx, { playerId: player.playerId, taskNo, given, key, at }));
const write = (player: Player, taskNo: number, text: string, at = NOON, key?: string) =>
  give(player, taskNo, { kind: 'text', text }, at, key);
const ask = ({ playerId }: Player, taskNo: number, at = NOON) =>
  transaction(database.db, (tx) => askTask(tx, { playerId, taskNo, at }));
const skip = ({ playerId }: Player, taskNo: number, at = NOON) =>
  transaction(database.db, (tx) => skipTask(tx, { playerId, taskNo, at }));
const hint = ({ playerId }: Player, taskNo: number, at = NOON) =>
  transaction(database.db, (tx) => takeHint(tx, { playerId, taskNo, at }));
const view = ({ playerId }: Player, at = NOON) => readQuestView(database.db, { playerId, at });
const refused = (code: string, details = {}) => expect.objectContaining({ code, details });
/** Score and tasks as they are kept, and as the attempts and corrections make them. */
async function counted({ playerId }: Player) {
  const [row] = await database.sql`
    select score, done::integer, (select count(*)::integer from quest_attempt a where a.player_id = p.player_id) as attempts,
      (select coalesce(sum(points), 0)::integer from quest_attempt a where a.player_id = p.player_id)
      + (select coalesce(sum(points), 0)::integer from quest_correction c where c.player_id = p.player_id) as recounted
    from quest_player p where player_id = ${playerId}`;
  return row;
}

describe('an answer', () => {
  it('when it is right, then it brings the points of the task, and what it was is kept', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{ points: 15 }, {}] }));
    expect(await write(player, 1, 'київ')).toEqual({
      outcome: 'right',
      points: 15,
      attemptsLeft: null,
      againAt: null,
      score: 15,
      done: 1,
      opened: [],
      finished: false,
      won: [],
    });
    expect(
      await database.sql`select task_no, given, verdict, points, task_version from quest_attempt
      where player_id = ${player.playerId}`,
    ).toEqual([
      { task_no: 1, given: { kind: 'text', text: 'київ' }, verdict: 'right', points: 15, task_version: 1 },
    ]);
    await expect(write(player, 1, 'київ')).rejects.toEqual(refused('quest_task_done'));
  });

  it('when the same answer comes 50 times at once, then it counts once', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{}, {}] }));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => write(player, 1, 'Київ', NOON, 'telegram:one')),
    );
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual([...Array(49).fill('again'), 'right']);
    expect(await counted(player)).toEqual({ score: 10, done: 1, attempts: 1, recounted: 10 });
  });

  it('when 50 different answers come at once, then as many are judged as the task allows', async () => {
    const questId = await aQuest(database.db, { tasks: [{ mostAttempts: 3 }, {}] });
    const player = await aPlayer(database.db, questId);
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, (_, no) => write(player, 1, `Львів ${no}`)),
    );
    const judged = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value.attemptsLeft] : []));
    expect(judged.toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 1, 2]);
    expect(await counted(player)).toEqual({ score: 0, done: 0, attempts: 3, recounted: 0 });
  });

  it('when it is wrong, then the next one waits, and after the last the task is lost', async () => {
    const questId = await aQuest(database.db, { tasks: [{ mostAttempts: 2, cooldownSeconds: 30 }, {}] });
    const player = await aPlayer(database.db, questId);
    expect(await write(player, 1, 'Львів')).toMatchObject({
      outcome: 'wrong',
      points: 0,
      attemptsLeft: 1,
      againAt: later(30_000),
    });
    await expect(write(player, 1, 'Київ', later(29_001))).rejects.toEqual(
      refused('quest_task_early', { seconds: 1 }),
    );
    expect((await view(player)).next).toBe(2);
    expect(await write(player, 1, 'Одеса', later(30_000))).toMatchObject({
      outcome: 'wrong',
      attemptsLeft: 0,
    });
    await expect(write(player, 1, 'Київ', later(60_000))).rejects.toEqual(refused('quest_task_lost'));
  });

  it('when the same wrong one is given again, then it is no attempt, however it is written; another one is', async () => {
    const options = ['Лев', 'Кит', 'Рись'].map((uk) => ({ uk }));
    const quiz = { type: 'quiz', options, right: [0, 2] } as const;
    const tasks = [{ ask: { ...quiz, right: [...quiz.right] }, mostAttempts: 3 }, { mostAttempts: 2 }];
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks }));
    const choose = (...chosen: number[]) => give(player, 1, { kind: 'options', options: chosen });
    const tried = { outcome: 'tried', points: 0, attemptsLeft: 1 };
    expect(await choose(1)).toMatchObject({ outcome: 'wrong', attemptsLeft: 2 });
    expect(await choose(0, 1)).toMatchObject({ outcome: 'wrong', attemptsLeft: 1 });
    expect([await choose(1), await choose(1, 0), await write(player, 1, 'КИТ')]).toMatchObject([
      tried,
      tried,
      tried,
    ]);
    expect(await choose(2)).toMatchObject({ outcome: 'wrong', attemptsLeft: 0 });
    expect(await write(player, 2, 'Львів')).toMatchObject({ outcome: 'wrong', attemptsLeft: 1 });
    expect(await write(player, 2, ' львив!')).toMatchObject(tried);
    expect(await write(player, 2, 'Київ')).toMatchObject({ outcome: 'right', score: 10 });
    expect(await counted(player)).toEqual({ score: 10, done: 1, attempts: 5, recounted: 10 });
  });

  it('when a thumb presses the same wrong one many times at once, then one attempt is used up', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{ mostAttempts: 2 }] }));
    const answers = await Promise.all(Array.from({ length: 5 }, () => write(player, 1, 'Львів')));
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual([...Array(4).fill('tried'), 'wrong']);
    expect(await write(player, 1, 'Київ')).toMatchObject({ outcome: 'right' });
  });

  it('when a place is sent again from where they stand, then it is one attempt, and from elsewhere another', async () => {
    await database.sql`update store set lat = 50.4472, lon = 30.5224`;
    const ask = { type: 'place', storeIds: [], metres: 100 } as const;
    const questId = await aQuest(database.db, {
      tasks: [{ ask: { ...ask, storeIds: [] }, mostAttempts: 2 }],
    });
    const player = await aPlayer(database.db, questId);
    const far = { kind: 'place', lat: 49.84, lon: 24.03 } as const;
    expect(await give(player, 1, far)).toMatchObject({ outcome: 'wrong', attemptsLeft: 1 });
    expect(await give(player, 1, far)).toMatchObject({ outcome: 'tried', attemptsLeft: 1 });
    expect(await give(player, 1, { ...far, lat: 49.85 })).toMatchObject({
      outcome: 'wrong',
      attemptsLeft: 0,
    });
  });

  it('when it comes later than there is time from the showing, then the task is lost, also unanswered', async () => {
    const questId = await aQuest(database.db, { tasks: [{ seconds: 60 }, { seconds: 60 }] });
    const player = await aPlayer(database.db, questId);
    expect((await ask(player, 1)).lateAt).toEqual(later(60_000));
    expect(await write(player, 1, 'Київ', later(60_001))).toMatchObject({ outcome: 'late', points: 0 });
    await ask(player, 2);
    // Looking again gives no more time.
    await ask(player, 2, later(30_000));
    expect((await view(player, later(60_001))).tasks[1]?.state).toBe('lost');
    expect((await ask(player, 2, later(60_001))).progress.state).toBe('lost');
    await expect(write(player, 2, 'Київ', later(60_001))).rejects.toEqual(refused('quest_task_lost'));
  });

  it('when it is no answer to what was asked, then it is no attempt', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db));
    await expect(give(player, 1, { kind: 'pressed' })).rejects.toEqual(refused('quest_answer_unfit'));
    expect((await counted(player))?.attempts).toBe(0);
  });

  it('when staff have to look at it, then it waits, and their word settles it once', async () => {
    const questId = await aQuest(database.db, { tasks: [{ ask: { type: 'photo' }, mostAttempts: 2 }] });
    const player = await aPlayer(database.db, questId);
    const photo = { kind: 'photo', pictureId: 'pic_1' } as const;
    const { playerId } = player;
    expect(await give(player, 1, photo, NOON, 'telegram:photo1')).toMatchObject({ outcome: 'waiting' });
    await expect(give(player, 1, photo)).rejects.toEqual(refused('quest_task_waiting'));
    const decide = (key: string, verdict: 'right' | 'wrong', at = later(1_000)) =>
      transaction(database.db, (tx) =>
        settleTask(tx, { playerId, taskNo: 1, key, verdict, by: 'stf_1', note: 'Нічого не видно', at }),
      );
    expect(await decide('telegram:photo1', 'wrong')).toMatchObject({ outcome: 'wrong', attemptsLeft: 1 });
    await give(player, 1, photo, later(2_000), 'telegram:photo2');
    const [one, other] = await Promise.all([
      decide('telegram:photo2', 'right'),
      decide('telegram:photo2', 'right'),
    ]);
    expect([one.outcome, other.outcome].toSorted()).toEqual(['again', 'right']);
    expect(await counted(player)).toEqual({ score: 10, done: 1, attempts: 2, recounted: 10 });
    const [decided] = await database.sql`select decided_by, decision_note, attempted_at from quest_attempt
      where attempt_key = 'telegram:photo1'`;
    expect(decided).toEqual({ decided_by: 'stf_1', decision_note: 'Нічого не видно', attempted_at: NOON });
  });

  it('when what was right counts no more, then its points go, and the task can be done again', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db));
    await write(player, 1, 'Київ');
    const back = () =>
      transaction(database.db, (tx) =>
        settleTask(tx, {
          playerId: player.playerId,
          taskNo: 1,
          key: 'return:1',
          verdict: 'withdrawn',
          given: { kind: 'counted', ref: 'ret_1', count: 0 },
          at: later(1),
        }),
      );
    expect(await back()).toMatchObject({ points: -10, score: 0, done: 0 });
    expect(await back()).toMatchObject({ outcome: 'again', score: 0 });
    expect(await counted(player)).toEqual({ score: 0, done: 0, attempts: 2, recounted: 0 });
    await write(player, 1, 'Київ', later(2));
    expect(await counted(player)).toEqual({ score: 10, done: 1, attempts: 3, recounted: 10 });
  });
});

describe('chapters', () => {
  it('when one is done, then the next opens, and before it nothing of it can be answered', async () => {
    const questId = await aQuest(database.db, {
      chapters: [{}, { chapter: { chapterNo: 1, need: 'all' } }],
      tasks: [{}, {}, { chapterNo: 2 }],
    });
    const player = await aPlayer(database.db, questId);
    await expect(write(player, 3, 'Київ')).rejects.toEqual(refused('quest_task_locked', { chapter: 2 }));
    await expect(ask(player, 3)).rejects.toEqual(refused('quest_task_locked', { chapter: 2 }));
    expect((await write(player, 1, 'Київ')).opened).toEqual([]);
    expect(await skip(player, 2)).toMatchObject({ opened: [2], finished: false });
    expect(await write(player, 3, 'Київ')).toMatchObject({ finished: true, done: 2 });
    // What was skipped can still be answered.
    expect(await write(player, 2, 'Київ')).toMatchObject({ outcome: 'right', finished: false, score: 30 });
    expect((await view(player)).player.finishedAt).toEqual(NOON);
  });
});

describe('a hint', () => {
  it('when it is taken, then it is paid once, out of the points of the task', async () => {
    const questId = await aQuest(database.db, { tasks: [{ hint: 'Столиця', hintPrice: 4 }, {}] });
    const player = await aPlayer(database.db, questId);
    expect(await hint(player, 1)).toEqual({ hint: { uk: 'Столиця' }, price: 4, points: 6 });
    await hint(player, 1);
    expect(await write(player, 1, 'Київ')).toMatchObject({ points: 6, score: 6 });
    await expect(hint(player, 2)).rejects.toEqual(refused('quest_no_hint'));
  });

  it('when it is taken while staff look at the answer, then it is paid as well', async () => {
    const questId = await aQuest(database.db, {
      tasks: [{ ask: { type: 'photo' }, hint: 'Біля входу', hintPrice: 4 }],
    });
    const player = await aPlayer(database.db, questId);
    await give(player, 1, { kind: 'photo', pictureId: 'a' }, NOON, 'photo:1');
    await hint(player, 1);
    const settle = (key: string, verdict: 'right' | 'wrong') =>
      transaction(database.db, (tx) =>
        settleTask(tx, { playerId: player.playerId, taskNo: 1, key, verdict, by: 'stf_1', at: NOON }),
      );
    await settle('photo:1', 'wrong');
    await give(player, 1, { kind: 'photo', pictureId: 'b' }, NOON, 'photo:2');
    expect(await settle('photo:2', 'right')).toMatchObject({ points: 6, score: 6 });
  });
});

describe('what is counted', () => {
  it('when nothing has been counted yet, then the task is as unseen as it was', async () => {
    const ask = { type: 'friend', count: 2 } as const;
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{ ask }] }));
    const counted = (count: number) => give(player, 1, { kind: 'counted', ref: 'rcp_1', count });
    expect(await counted(0)).toMatchObject({ outcome: 'more' });
    expect((await view(player)).tasks).toMatchObject([{ state: 'new', counted: 0 }]);
    expect(await counted(1)).toMatchObject({ outcome: 'more' });
    expect((await view(player)).tasks).toMatchObject([{ state: 'shown', counted: 1 }]);
  });
});

describe('skipping', () => {
  it('when the last task is skipped, then the player is through and wins what is for those', async () => {
    const prize = { kind: 'points', points: 50 } as const;
    const questId = await aQuest(database.db, { tasks: [{}, {}], prizes: [{ prize }] });
    const player = await aPlayer(database.db, questId);
    await write(player, 1, 'Київ');
    expect(await skip(player, 2)).toMatchObject({ finished: true, won: [1], score: 10 });
    expect(await skip(player, 2)).toMatchObject({ finished: false, won: [] });
  });

  it('when an answer and the showing of the next task share a transaction, then both are there', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{}, { seconds: 60 }] }));
    const { playerId } = player;
    const asked = await transaction(database.db, async (tx) => {
      const given = { kind: 'text', text: 'Київ' } as const;
      await answerTask(tx, { playerId, taskNo: 1, given, key: 'telegram:both', at: NOON });
      return await askTask(tx, { playerId, taskNo: 2, at: NOON });
    });
    expect(asked).toMatchObject({ lateAt: later(60_000), player: { score: 10, taskNo: 2 } });
    expect((await view(player)).tasks.map(({ state }) => state)).toEqual(['done', 'shown']);
    expect(await counted(player)).toEqual({ score: 10, done: 1, attempts: 1, recounted: 10 });
  });

  it('when a task must not be skipped, then it is refused', async () => {
    const player = await aPlayer(database.db, await aQuest(database.db, { tasks: [{ skippable: false }] }));
    await expect(skip(player, 1)).rejects.toEqual(refused('quest_no_skip'));
  });
});

describe('the dates of a quest', () => {
  it('when it is not open, then each reason is told', async () => {
    const hours = { from: '09:00', until: '21:00' };
    const player = await aPlayer(database.db, await aQuest(database.db, { terms: { hours } }));
    await expect(write(player, 1, 'Київ', new Date('2026-03-02T19:00:00Z'))).rejects.toEqual(
      refused('quest_closed_now', hours),
    );
    await expect(write(player, 1, 'Київ', later(60 * 3_600_000))).rejects.toEqual(refused('quest_over'));
    await database.sql`update quest set status = 'paused' where quest_id = ${player.questId}`;
    await expect(write(player, 1, 'Київ')).rejects.toEqual(refused('quest_paused'));
    expect((await view(player)).openness).toBe('paused');
  });
});

describe('the view', () => {
  it('when a player looks, then it tells where they are and what comes next', async () => {
    const opensAt = later(3_600_000);
    const questId = await aQuest(database.db, {
      chapters: [{}, { at: opensAt.toISOString() }],
      tasks: [{ ask: { type: 'friend', count: 1 } }, {}, { chapterNo: 2 }],
    });
    const player = await aPlayer(database.db, questId);
    // What takes others comes last.
    expect(await view(player)).toMatchObject({ next: 2, nextAt: opensAt, total: 3, done: 0, over: 0 });
    await write(player, 2, 'Київ');
    expect(await view(player)).toMatchObject({
      next: 1,
      done: 1,
      chapters: [
        { isOpen: true, total: 2, done: 1 },
        { isOpen: false, missing: [{ because: 'time', at: opensAt }] },
      ],
      unpaid: { points: 10, because: 'guest' },
    });
  });
});
