// What is won while nobody is told: by time that has run out, and by what is counted of what people do elsewhere.
import { beforeAll, expect, it } from 'vitest';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { askTask } from '#src/core/quests/ask-task.ts';
import { recountPlayer } from '#src/core/quests/counting/recount-player.ts';
import { tellCounted } from '#src/core/quests/counting/tell-counted.ts';
import { writeHeld } from '#src/core/quests/held-plays.ts';
import { holdPlays } from '#src/core/quests/open-play.ts';
import type { Player } from '#src/core/quests/player.ts';
import { lockPlayers } from '#src/core/quests/players/lock-players.ts';
import { tellWins } from '#src/core/quests/prizes/tell-wins.ts';
import { settleTask } from '#src/core/quests/settle-task.ts';
import { skipTask } from '#src/core/quests/skip-task.ts';
import { viewPlay } from '#src/core/quests/view-play.ts';
import { transaction } from '#src/db/client.ts';
import { type ATask, aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const badge = { kind: 'badge', sign: '🏅', titles: { uk: 'Мандрівник' } } as const;
const aPrize = (tasks: ATask[]) => aQuest(database.db, { tasks, prizes: [{ prize: badge }] });
const answer = ({ playerId }: Player, taskNo: number) =>
  transaction(database.db, (tx) =>
    answerTask(tx, { playerId, taskNo, given: { kind: 'text', text: 'Київ' }, key: `k${taskNo}`, at: NOON }),
  );
const ask = ({ playerId }: Player, taskNo: number, at = NOON) =>
  transaction(database.db, (tx) => askTask(tx, { playerId, taskNo, at }));
const look = (player: Player, at: Date) =>
  transaction(database.db, async (tx) => {
    const held = await holdPlays(tx, { speakers: [player], keys: [] });
    const view = await viewPlay(tx, { playerId: player.playerId, at }, held);
    await writeHeld(tx, held);
    return view;
  });
/** How often they hear of the prize, however often the worker comes. */
async function heard({ identityId }: Player): Promise<number> {
  for (let turn = 0; turn < 2; turn++)
    while (await transaction(database.db, (tx) => tellWins(tx, later(120_000))));
  const [row] = await database.sql`
    select count(*)::integer as count from delivery
    where identity_id = ${identityId} and prompt->>'text' like '%Ви виграли: Приз 1%'`;
  return row?.count;
}

it.each([
  ['they look at the quest', look],
  ['they open the task', (player: Player, at: Date) => ask(player, 2, at)],
])(
  'when the time for the last task has run out and %s, then they hear of what that has won, once',
  async (_, does) => {
    const player = await aPlayer(database.db, await aPrize([{}, { seconds: 60 }]));
    await answer(player, 1);
    await ask(player, 2);
    await does(player, later(61_000));
    await does(player, later(62_000));
    const [win] = await database.sql`select told_at from quest_win where player_id = ${player.playerId}`;
    expect(win).toEqual({ told_at: null });
    expect(await heard(player)).toBe(1);
  },
);

it('when a conversation takes back what they are about to hear of, then nobody waits in a circle', async () => {
  const questId = await aPrize([{}, { seconds: 60 }, {}]);
  const player = await aPlayer(database.db, questId);
  const { playerId, identityId } = player;
  await answer(player, 1);
  await ask(player, 2);
  await transaction(database.db, (tx) => skipTask(tx, { playerId, taskNo: 3, at: NOON }));
  await look(player, later(61_000));
  const state = JSON.stringify({ scene: 'quest', questId, taskNo: 3 });
  await database.sql`
    update identity set scene = 'quest', scene_state = ${state}::text::jsonb where identity_id = ${identityId}`;
  let telling: Promise<unknown> | undefined;
  let isTold = false;
  await transaction(database.db, async (tx) => {
    await lockPlayers(tx, [playerId]);
    telling = transaction(database.db, (other) => tellWins(other, NOON)).finally(() => {
      isTold = true;
    });
    await until('the worker to be through, or to wait', async () => {
      const [waits] = await database.sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return isTold || waits !== undefined;
    });
    await settleTask(tx, {
      playerId,
      taskNo: 1,
      key: 'staff:1',
      verdict: 'withdrawn',
      given: { kind: 'pressed' },
      at: NOON,
    });
  });
  await telling;
  expect(await heard(player)).toBe(0);
});

it('when an answer wins it, then the answer says so and nothing else does', async () => {
  const player = await aPlayer(database.db, await aPrize([{}]));
  expect((await answer(player, 1)).won).toEqual([1]);
  expect(await heard(player)).toBe(0);
});

it('when what was counted wins it, then the news of that say so, once', async () => {
  const { memberId } = await aMember(database.db);
  const identityId = await anIdentity(database.db, { memberId });
  const questId = await aPrize([{ ask: { type: 'register' } }]);
  const player = await aPlayer(database.db, questId, { memberId, identityId });
  const { playerId } = player;
  const counted = await transaction(database.db, async (tx) => {
    const asked = { playerId, types: ['register'], ref: memberId, key: 'event:1', at: NOON } as const;
    const found = await recountPlayer(tx, asked);
    await tellCounted(tx, found, NOON);
    return found;
  });
  expect(counted).toMatchObject([{ outcome: 'right', answered: { won: [1] } }]);
  expect(await heard(player)).toBe(1);
});

it.each([
  [10, '−10\u00a0балів.'],
  [0, 'знову відкрите.'],
])(
  'when goods of a task of %i points are brought back, then the news say what it takes',
  async (points, end) => {
    const { memberId } = await aMember(database.db);
    const identityId = await anIdentity(database.db, { memberId });
    const ask = { type: 'purchase', where: null, count: 1 } as const;
    const questId = await aQuest(database.db, { tasks: [{ ask, points }] });
    const { playerId } = await aPlayer(database.db, questId, { memberId, identityId });
    const given = { kind: 'counted', ref: 'rcp_1', count: 1 } as const;
    const returned = { playerId, types: ['purchase'], ref: 'ret_1', key: 'event:2', at: NOON } as const;
    await transaction(database.db, async (tx) => {
      await answerTask(tx, { playerId, taskNo: 1, given, key: 'event:1', at: NOON });
      await tellCounted(tx, await recountPlayer(tx, returned), NOON);
    });
    const [news] = await database.sql`
    select prompt->>'text' as text from delivery where identity_id = ${identityId} order by delivery_no desc limit 1`;
    expect(news?.text.endsWith(end)).toBe(true);
  },
);

it('when somebody whose task was counted is part of another player by now, then nobody is told and nothing stops', async () => {
  const { memberId } = await aMember(database.db);
  const player = await aPlayer(database.db, await aPrize([{ ask: { type: 'register' } }]), { memberId });
  const { playerId } = player;
  await transaction(database.db, async (tx) => {
    const asked = { playerId, types: ['register'], ref: memberId, key: 'event:1', at: NOON } as const;
    const [one] = await recountPlayer(tx, asked);
    if (!one) throw new Error('nothing was counted');
    await tellCounted(tx, [{ ...one, playerId: 'ply_00000000000000000000' }], NOON);
  });
  expect(await heard(player)).toBe(0);
});
