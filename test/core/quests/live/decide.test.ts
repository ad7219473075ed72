// What staff say of photos, and what they settle by hand.
import { beforeAll, describe, expect, it } from 'vitest';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { decideAttempt } from '#src/core/quests/live/decide-attempt.ts';
import { giveTask } from '#src/core/quests/live/give-task.ts';
import { listReviews } from '#src/core/quests/live/list-reviews.ts';
import type { Player } from '#src/core/quests/player.ts';
import { transaction } from '#src/db/client.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const PHOTO = `${'a'.repeat(64)}.jpg`;
const database = useDatabase();
beforeAll(() => aShop(database.db));

let keys = 0;
const aPhotoQuest = () => aQuest(database.db, { tasks: [{ ask: { type: 'photo' }, points: 40 }, {}] });
const send = async (player: Player, at = NOON, pictureId = PHOTO) => {
  const key = `telegram:${++keys}`;
  const answer = {
    playerId: player.playerId,
    taskNo: 1,
    given: { kind: 'photo', pictureId } as const,
    key,
    at,
  };
  await transaction(database.db, (tx) => answerTask(tx, answer));
  return key;
};
type Decision = Partial<Parameters<typeof decideAttempt>[1]>;
const decide = ({ questId, playerId }: Player, attemptKey: string, fields: Decision = {}) =>
  transaction(database.db, (tx) =>
    decideAttempt(tx, {
      questId,
      playerId,
      attemptKey,
      verdict: 'right',
      note: '',
      actor: 'stf_1',
      at: later(60_000),
      ...fields,
    }),
  );
const told = async ({ identityId }: Player): Promise<string[]> =>
  (
    await database.sql<{ text: string }[]>`
      select prompt->>'text' as text from delivery where identity_id = ${identityId} and prompt->>'say' = 'message'
      order by created_at, delivery_id`
  ).map(({ text }) => text);
const standing = async ({ playerId }: Player) => {
  const [row] = await database.sql`
    select score, done, (select state from quest_progress where player_id = p.player_id and task_no = 1) as state
    from quest_player p where player_id = ${playerId}`;
  return row;
};

describe('a photo', () => {
  it('when two decide at once, then the first is heard, it counts once, and the player is told once', async () => {
    const player = await aPlayer(database.db, await aPhotoQuest());
    const key = await send(player);
    const said = await Promise.all([
      decide(player, key, { actor: 'stf_1' }),
      decide(player, key, { actor: 'stf_2' }),
      decide(player, key, { verdict: 'wrong', actor: 'stf_3' }),
    ]);
    expect(said.toSorted()).toEqual(['already', 'already', 'decided']);
    const isRight = said[2] !== 'decided';
    expect(await standing(player)).toEqual(
      isRight ? { score: 40, done: 1, state: 'done' } : { score: 0, done: 0, state: 'shown' },
    );
    expect(await told(player)).toHaveLength(1);
    const audit =
      await database.sql`select 1 from audit_log where action = 'quest.decide' and subject = ${player.playerId}`;
    expect(audit).toHaveLength(1);
  });

  it('when it is refused with ready-made words, then the player reads them in their language and may send another', async () => {
    const player = await aPlayer(database.db, await aPhotoQuest());
    const first = await send(player);
    await database.sql`update identity set language = 'ru' where identity_id = ${player.identityId}`;
    await decide(player, first, { verdict: 'wrong', reason: 'blurred' });
    expect(await told(player)).toEqual([expect.stringContaining('плохо видно')]);
    const second = await send(player, later(120_000));
    const { reviews, waiting, oldestAt } = await listReviews(database.db, { questId: player.questId });
    expect([waiting, oldestAt]).toEqual([1, later(120_000)]);
    expect(reviews).toEqual([
      expect.objectContaining({
        attemptKey: second,
        refusedBefore: [{ at: later(60_000), note: expect.stringContaining('плохо видно') }],
      }),
    ]);
    await decide(player, second, { at: later(180_000) });
    expect(await standing(player)).toEqual({ score: 40, done: 1, state: 'done' });
  });

  it('when others have sent the very same picture, then that is told, and the oldest comes first', async () => {
    const questId = await aPhotoQuest();
    const [ann, ben, cat] = await Promise.all([
      aPlayer(database.db, questId),
      aPlayer(database.db, questId),
      aPlayer(database.db, questId),
    ]);
    const same = `${'b'.repeat(64)}.jpg`;
    await send(ben, later(2_000), same);
    await send(ann, later(1_000), same);
    await send(cat, later(3_000), `${'c'.repeat(64)}.jpg`);
    const { reviews } = await listReviews(database.db, { questId });
    expect(reviews.map(({ playerId, alsoSentBy }) => [playerId, alsoSentBy])).toEqual([
      [ann.playerId, 1],
      [ben.playerId, 1],
      [cat.playerId, 0],
    ]);
  });

  it('when it belongs to another quest, or is no photo, then it is not to be found', async () => {
    const player = await aPlayer(database.db, await aPhotoQuest());
    const other = await aPhotoQuest();
    const key = await send(player);
    const refused = expect.objectContaining({ code: 'review_not_found' });
    await expect(decide({ ...player, questId: other }, key)).rejects.toEqual(refused);
    await expect(decide(player, 'telegram:none')).rejects.toEqual(refused);
    expect(await standing(player)).toMatchObject({ score: 0, state: 'waiting' });
  });
});

describe('a task by hand', () => {
  const give = ({ questId, playerId }: Player, verdict: 'right' | 'withdrawn', requestKey: string) =>
    transaction(database.db, (tx) =>
      giveTask(tx, {
        questId,
        playerId,
        taskNo: 2,
        verdict,
        reason: 'QR у магазині був порваний',
        requestKey,
        actor: 'stf_1',
        at: NOON,
      }),
    );

  it('when it is given, then it counts once with its reason; and when it is taken back, then it is gone', async () => {
    const player = await aPlayer(database.db, await aPhotoQuest());
    expect([await give(player, 'right', 'request-1'), await give(player, 'right', 'request-1')]).toEqual([
      true,
      false,
    ]);
    expect(await give(player, 'right', 'request-2')).toBe(false);
    const score = async () =>
      (await database.sql`select score from quest_player where player_id = ${player.playerId}`)[0]?.score;
    expect(await score()).toBe(10);
    expect(await told(player)).toEqual([expect.stringContaining('порваний')]);
    expect(await give(player, 'withdrawn', 'request-3')).toBe(true);
    expect(await score()).toBe(0);
  });
});
