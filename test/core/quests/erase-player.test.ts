import { beforeAll, expect, it } from 'vitest';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { exportMember } from '#src/core/members/export-member.ts';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { correctPlayer } from '#src/core/quests/prizes/correct-player.ts';
import { transaction } from '#src/db/client.ts';
import { aPlayer, aQuest, later, TERMS } from '#test/support/a-running-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

it('when a player asks for what is kept, then their answers are there; when they leave, their words go and the score stays', async () => {
  const questId = await aQuest(database.db, { tasks: [{ ask: { type: 'survey' } }, {}] });
  const { memberId } = await aMember(database.db);
  const { playerId, nickname } = await aPlayer(database.db, questId, { memberId });
  const given = { kind: 'text', text: 'Я Олена з п’ятого поверху' } as const;
  await transaction(database.db, (tx) =>
    answerTask(tx, { playerId, taskNo: 1, given, key: 'telegram:1', at: later(1) }),
  );
  await database.sql`insert into quest_audience values (${questId}, ${memberId}, false)`;
  const corrected = {
    questId,
    playerId,
    points: 5,
    taskNo: null,
    reason: 'Олена з п’ятого поверху дзвонила',
  };
  await transaction(database.db, (tx) =>
    correctPlayer(tx, { ...corrected, requestKey: 'key-one-1', actor: 'stf_1', at: later(2) }),
  );
  expect((await exportMember(database.db, memberId)).quests).toMatchObject([
    { quest: TERMS.titles, nickname, score: 15, answers: [{ task: 1, given, verdict: 'right', points: 10 }] },
  ]);

  await transaction(database.db, (tx) => eraseMember(tx, memberId, NOON));
  expect(
    await database.sql`
    select p.nickname, p.score, a.given from quest_player p join quest_attempt a using (player_id)
    where player_id = ${playerId}`,
  ).toEqual([{ nickname: '—', score: 15, given: { kind: 'text' } }]);
  expect(await database.sql`select reason from quest_correction where player_id = ${playerId}`).toEqual([
    { reason: '—' },
  ]);
  expect(await database.sql`select from quest_audience where member_id = ${memberId}`).toHaveLength(0);
});
