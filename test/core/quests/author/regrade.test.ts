import { beforeAll, describe, expect, it } from 'vitest';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { fixTask } from '#src/core/quests/author/regrade/fix-task.ts';
import { regradeTasks } from '#src/core/quests/author/regrade/regrade-task.ts';
import { weighFix } from '#src/core/quests/author/regrade/weigh-fix.ts';
import { findQuestWork } from '#src/core/quests/find-quest-work.ts';
import { joinQuest } from '#src/core/quests/join-quest.ts';
import { readQuest } from '#src/core/quests/read-quest.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import { ASKS, aQuest, aTask } from '#test/support/a-quest.ts';
import { anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { MARKETER } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const inTx = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
const at = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);
/** The goat was marked; it should have been the sheep. */
const SHEEP = { ...ASKS.quiz, right: [2] };

async function aPlayer(questId: QuestId): Promise<PlayerId> {
  const identityId = await anIdentity(database.db);
  const identity = { identityId, memberId: null, messenger: 'telegram' } as const;
  return (await inTx((tx) => joinQuest(tx, { questId, identity, at: at(1) }))).playerId;
}
let answers = 0;
const answer = (playerId: PlayerId, option: number) =>
  inTx((tx) =>
    answerTask(tx, {
      playerId,
      taskNo: 1,
      given: { kind: 'options', options: [option] },
      key: `a${++answers}`,
      at: at(2 + answers),
    }),
  );
const fix = async (questId: QuestId, takesBack: boolean, ask: unknown = SHEEP) => {
  const { version } = await readQuest(database.db, questId);
  const asked = { questId, taskKey: 'quiz', ask, version, takesBack, actor: MARKETER, at: at(100) };
  await inTx((tx) => fixTask(tx, asked));
};
const regrade = async (seconds = 200) => {
  let turns = 0;
  const isThere = async () => (await findQuestWork(database.sql))?.regrades;
  while ((await isThere()) && (await regradeTasks(database.db, at(seconds))))
    expect(++turns).toBeLessThan(20);
};
const standing = async (playerId: PlayerId) => {
  const [row] = await database.sql`
    select p.score, p.done, g.state, g.points, (select sum(points)::integer from quest_attempt a where a.player_id = p.player_id) as sum
    from quest_player p left join quest_progress g on g.player_id = p.player_id and g.task_no = 1
    where p.player_id = ${playerId}`;
  return row;
};

/** Who chose goat, sheep, cow and then sheep (which was wrong and then there was no try left). */
async function played() {
  const quest = { tasks: [aTask('quiz', { mostAttempts: 2 }), aTask('rate', { chapterNo: 2 })] };
  const questId = await aQuest(database.db, quest);
  const [goat, sheep, lost, idle] = [
    await aPlayer(questId),
    await aPlayer(questId),
    await aPlayer(questId),
    await aPlayer(questId),
  ];
  await answer(goat, 1);
  await answer(sheep, 2);
  await answer(lost, 0);
  await answer(lost, 2);
  return { questId, goat, sheep, lost, idle };
}

describe('a right answer that is mended while the quest runs', () => {
  it('when it is looked at before, then it tells how many gain and lose, and nothing changes', async () => {
    const { questId, sheep } = await played();
    expect(await weighFix(database.db, { questId, taskKey: 'quiz', ask: SHEEP })).toEqual({
      attempts: 4,
      changed: 3,
      gain: 2,
      lose: 1,
    });
    expect(await standing(sheep)).toMatchObject({ score: 0, state: 'shown' });
  });

  it('when it is mended, then whoever was right gets the points, and nobody loses what they had', async () => {
    const { questId, goat, sheep, lost, idle } = await played();
    await fix(questId, false);
    await regrade();
    expect(await standing(goat)).toMatchObject({ score: 10, done: 1, state: 'done', sum: 10 });
    expect(await standing(sheep)).toMatchObject({ score: 10, done: 1, state: 'done', sum: 10 });
    expect(await standing(lost)).toMatchObject({ score: 10, done: 1, state: 'done', sum: 10 });
    expect(await standing(idle)).toMatchObject({ score: 0, state: null });
    const [job] = await database.sql`select * from quest_regrade where quest_id = ${questId}`;
    expect(job).toMatchObject({ judged: 4, gained: 2, lost: 0, finished_at: at(200) });
    const told = await database.sql`
      select count(*)::integer as count from delivery d join quest_player p using (identity_id) where p.quest_id = ${questId}`;
    expect(told[0]?.count).toBeGreaterThanOrEqual(2);
    // Answers from now on are judged by the new one.
    expect(await answer(idle, 2)).toMatchObject({ outcome: 'right', points: 10 });
  });

  it('when somebody gives again what was wrong before it was mended, then it is right, and once', async () => {
    const { questId, sheep, goat } = await played();
    expect(await answer(sheep, 2)).toMatchObject({ outcome: 'tried', attemptsLeft: 1 });
    await fix(questId, true);
    expect(await answer(sheep, 2)).toMatchObject({ outcome: 'right', points: 10 });
    await regrade();
    expect(await standing(sheep)).toMatchObject({ score: 10, done: 1, sum: 10 });
    // Theirs was never told to be wrong, so they hear it once.
    expect(await answer(goat, 1)).toMatchObject({ outcome: 'wrong', attemptsLeft: 1 });
    expect(await answer(goat, 1)).toMatchObject({ outcome: 'tried', attemptsLeft: 1 });
  });

  it('when the marketer says so, then who was right only by the old answer loses it; done again, nothing more happens', async () => {
    const { questId, goat, sheep } = await played();
    await fix(questId, true);
    await regrade();
    expect(await standing(goat)).toMatchObject({ score: 0, done: 0, state: 'shown', sum: 0 });
    expect(await standing(sheep)).toMatchObject({ score: 10, state: 'done' });
    await database.sql`update quest_regrade set finished_at = null, upto_player = '' where quest_id = ${questId}`;
    await regrade();
    expect(await standing(goat)).toMatchObject({ score: 0, done: 0, sum: 0 });
    const [job] = await database.sql`select gained, lost from quest_regrade where quest_id = ${questId}`;
    expect(job).toEqual({ gained: 2, lost: 1 });
  });

  it('when the old answer was right after all, then who had lost by the fix has it again, once', async () => {
    const { questId, goat, sheep } = await played();
    await fix(questId, true);
    await regrade();
    await fix(questId, false, ASKS.quiz);
    await regrade(300);
    expect(await standing(goat)).toMatchObject({ score: 10, done: 1, state: 'done', sum: 10 });
    expect(await standing(sheep)).toMatchObject({ score: 10, state: 'done' });
    await database.sql`update quest_regrade set finished_at = null, upto_player = '' where quest_id = ${questId}`;
    await regrade(400);
    expect(await standing(goat)).toMatchObject({ score: 10, done: 1, sum: 10 });
  });

  it('when it cannot be mended so, then it is refused', async () => {
    const { questId } = await played();
    const weigh = (taskKey: string, ask: unknown) => weighFix(database.db, { questId, taskKey, ask });
    await expect(weigh('rate', { type: 'rate' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(weigh('none', SHEEP)).rejects.toMatchObject({ code: 'not_found' });
    await expect(weigh('quiz', { type: 'code', answers: ['лев'] })).rejects.toMatchObject({
      problems: [{ field: 'ask.type' }],
    });
    const fewer = { type: 'quiz', options: [{ uk: 'Корова' }, { uk: 'Коза' }], right: [1] };
    await expect(weigh('quiz', fewer)).rejects.toMatchObject({ problems: [{ problem: 'quest.optionGone' }] });
    await expect(weigh('quiz', { ...SHEEP, right: [] })).rejects.toMatchObject({
      problems: [{ field: 'ask.right', problem: 'quest.noRight' }],
    });
  });
});
