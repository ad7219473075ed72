// Tasks that another system decides, over real HTTP: a partner that answers, answers late, twice, not now, or never.
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerTask } from '#src/core/quests/answer-task.ts';
import { checkSecret } from '#src/core/quests/check/check-secret.ts';
import { CHECK_DELAYS_MS } from '#src/core/quests/check/judge-check.ts';
import { answerCheck } from '#src/core/quests/check/settle-check.ts';
import type { Player } from '#src/core/quests/player.ts';
import { settleTask } from '#src/core/quests/settle-task.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { startCheckLoop } from '#src/workers/check-loop.ts';
import type { Loop } from '#src/workers/loop.ts';
import {
  answers,
  aReceiver,
  type Behaviour,
  hangs,
  type Receiver,
  resets,
} from '#test/support/a-receiver.ts';
import { aPlayer, aQuest } from '#test/support/a-running-quest.ts';
import { aShop } from '#test/support/a-shop.ts';
import { SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const HOUR_MS = 3_600_000;
const database = useDatabase();
// The library's own verifier looks at the machine's clock.
const clock = fixedClock(new Date());
const logged: string[] = [];
let told = 0;
let receiver: Receiver;
const loops: Loop[] = [];

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  clock.set(new Date());
  receiver = await aReceiver();
  told = 0;
});
afterEach(async () => {
  await stop();
  await receiver.close();
  await database.sql`delete from quest_check`;
  logged.length = 0;
});

async function stop(): Promise<void> {
  for (const loop of loops.splice(0)) await loop.stop();
}
function start({ loopback = true, timeoutMs = 5_000 } = {}): void {
  const say = (_: object, words: string) => void logged.push(words);
  const deps = {
    database: { ...database, db: database.db, sql: database.sql, close: async () => {} },
    databaseUrl: database.url,
    clock,
    log: { info: say, warn: say, error: say },
    messengers: [],
    readUpdate: { telegram: () => null, viber: () => null },
    converse: async () => [],
    webhooks: { secretKey: SECRET_KEY, loopback, timeoutMs },
  };
  const givingUp = new AbortController().signal;
  loops.push(startCheckLoop({ deps, idleMs: 20, givingUp, onTold: () => void told++ }));
}

/** Somebody who says that they have done the task of a partner at `url`. */
async function asks(url = receiver.url, mostAttempts: number | null = null): Promise<Player> {
  const at = clock.now();
  const questId = await aQuest(database.db, {
    tasks: [{ ask: { type: 'check', url }, mostAttempts }],
    fields: { startsAt: new Date(at.getTime() - HOUR_MS), endsAt: new Date(at.getTime() + 48 * HOUR_MS) },
  });
  const player = await aPlayer(database.db, questId, { at });
  await press(player, 'telegram:1');
  return player;
}
const press = ({ playerId }: Player, key: string) =>
  transaction(database.db, (tx) =>
    answerTask(tx, { playerId, taskNo: 1, given: { kind: 'pressed' }, key, at: clock.now() }),
  );

const checkOf = async ({ playerId }: Player) =>
  (
    await database.sql`select check_key, status, attempts::integer, last_status::integer, last_error from quest_check
      where player_id = ${playerId} order by created_at desc limit 1`
  )[0];
const becomes = async (player: Player, status: string) => {
  await until(`the check to be ${status}`, async () => (await checkOf(player))?.status === status);
  return await checkOf(player);
};
const tried = (player: Player, attempts: number) =>
  until(`try ${attempts} to end`, async () => {
    const check = await checkOf(player);
    return check?.attempts === attempts && check.status !== 'sending';
  });
const standing = async ({ playerId }: Player) =>
  (
    await database.sql`select p.score, g.state, g.attempts::integer,
        (select count(*)::integer from quest_attempt a where a.player_id = p.player_id) as told
      from quest_player p join quest_progress g using (player_id) where p.player_id = ${playerId}`
  )[0];
const news = async ({ identityId }: Player) =>
  (
    await database.sql`select prompt->>'text' as text from delivery where identity_id = ${identityId}
      and prompt->>'say' = 'message' order by delivery_no`
  ).map(({ text }) => String(text));
const answerLater = (checkKey: string, passed: boolean) =>
  transaction(database.db, (tx) => answerCheck(tx, { checkKey, passed, at: clock.now() }));

describe('a partner that answers', () => {
  it('when it says 200, then the task is done, and the question was signed and named nobody', async () => {
    receiver.behave(answers(200));
    start();
    const player = await asks();
    const check = await becomes(player, 'passed');
    expect(await standing(player)).toEqual({ score: 10, state: 'done', attempts: 0, told: 1 });
    expect(await news(player)).toEqual([expect.stringContaining('+10')]);
    expect(told).toBe(1);
    const [heard] = receiver.heard;
    const body = new Webhook(checkSecret(receiver.url, SECRET_KEY)).verify(
      heard?.body ?? '',
      heard?.headers as Record<string, string>,
    );
    expect(body).toEqual({
      type: 'quest.check',
      timestamp: clock.now().toISOString(),
      data: {
        key: check?.check_key,
        questId: player.questId,
        task: 't1',
        player: expect.stringMatching(/^[\w-]{22}$/),
      },
    });
    expect(heard?.headers['webhook-id']).toBe(check?.check_key);
    expect(heard?.body).not.toContain(player.playerId);
  });

  it('when one player asks one partner twice, then they have one name there, and another one elsewhere', async () => {
    receiver.behave(answers(400));
    start();
    const player = await asks();
    await becomes(player, 'failed');
    await press(player, 'telegram:2');
    await until('the second question', async () => receiver.heard.length === 2);
    const [first, second] = receiver.heard.map(({ body }) => JSON.parse(body).data);
    expect(second.player).toBe(first.player);
    expect(second.key).not.toBe(first.key);
    expect(checkSecret('https://a.example/x', SECRET_KEY)).toBe(
      checkSecret('https://a.example/y', SECRET_KEY),
    );
    expect(checkSecret('https://a.example/x', SECRET_KEY)).not.toBe(
      checkSecret('https://b.example/x', SECRET_KEY),
    );
  });

  it('when the task was taken out of the quest meanwhile, then nobody asks again', async () => {
    const player = await asks();
    await database.sql`update quest_task set archived_at = now() where quest_id = ${player.questId}`;
    await database.sql`update quest set version = version + 1 where quest_id = ${player.questId}`;
    receiver.behave(answers(200));
    start();
    await becomes(player, 'dead');
    expect(receiver.heard).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  it('when it says 4xx, then the attempt is wrong, and with the last one the task is lost', async () => {
    receiver.behave(answers(422));
    start();
    const player = await asks(receiver.url, 2);
    await becomes(player, 'failed');
    expect(await standing(player)).toMatchObject({ score: 0, state: 'shown', attempts: 1 });
    await press(player, 'telegram:2');
    await until('the task to be lost', async () => (await standing(player))?.state === 'lost');
    expect(receiver.heard).toHaveLength(2);
  });
});

describe('a partner that takes longer', () => {
  it('when it says 202 and answers by itself, then that counts, however often it comes; another answer is refused', async () => {
    receiver.behave(answers(202));
    start();
    const player = await asks();
    const check = await becomes(player, 'later');
    expect(await standing(player)).toMatchObject({ state: 'waiting', score: 0 });
    const key = String(check?.check_key);
    expect(await answerLater(key, true)).toBe(player.playerId);
    expect(await answerLater(key, true)).toBeNull();
    await expect(answerLater(key, false)).rejects.toMatchObject({ code: 'check_settled' });
    await expect(answerLater('nobody-knows-it', true)).rejects.toMatchObject({ code: 'check_not_found' });
    expect(await standing(player)).toEqual({ score: 10, state: 'done', attempts: 0, told: 1 });
    expect(await news(player)).toHaveLength(1);
  });

  it('when both say it at the same moment, then one of them counts', async () => {
    receiver.behave(answers(202));
    start();
    const player = await asks();
    const key = String((await becomes(player, 'later'))?.check_key);
    const both = await Promise.allSettled([answerLater(key, true), answerLater(key, false)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { state, told: attempts } = (await standing(player)) ?? {};
    expect([
      ['done', 1],
      ['shown', 1],
    ]).toContainEqual([state, attempts]);
  });

  it('when staff have decided meanwhile, then their word stands', async () => {
    receiver.behave(answers(202));
    start();
    const player = await asks();
    const key = String((await becomes(player, 'later'))?.check_key);
    const { playerId } = player;
    await transaction(database.db, (tx) =>
      settleTask(tx, {
        playerId,
        taskNo: 1,
        key: 'telegram:1',
        verdict: 'right',
        by: 'stf_1',
        at: clock.now(),
      }),
    );
    await expect(answerLater(key, false)).rejects.toMatchObject({ code: 'check_settled' });
    expect(await standing(player)).toMatchObject({ state: 'done', score: 10 });
  });
});

describe('a partner that does not answer', () => {
  it.each([
    ['says 500', answers(500), 'status'],
    ['says 429', answers(429), 'status'],
    ['sends us elsewhere', answers(302, { location: 'http://127.0.0.1:1/' }), 'redirect'],
    ['resets', resets, 'reset'],
    ['never answers', hangs, 'timeout'],
  ] as [string, Behaviour, string][])(
    'when it %s, then the same question comes again with the same key, and the player waits',
    async (_how, behaviour, error) => {
      receiver.behave(behaviour);
      start(behaviour === hangs ? { timeoutMs: 500 } : {});
      const player = await asks();
      await tried(player, 1);
      // A real answer may take longer than one that never comes is waited for.
      await stop();
      start();
      expect(await checkOf(player)).toMatchObject({ status: 'queued', last_error: error });
      expect(await standing(player)).toMatchObject({ state: 'waiting' });
      receiver.behave(answers(200));
      clock.advance(CHECK_DELAYS_MS[0] ?? 0);
      expect(receiver.heard).toHaveLength(1);
      clock.advance((CHECK_DELAYS_MS[0] ?? 0) * 0.2);
      await becomes(player, 'passed');
      const [first, second] = receiver.heard;
      expect(second?.body).toBe(first?.body);
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
      expect(await standing(player)).toMatchObject({ state: 'done', score: 10 });
    },
  );

  it('when it fails at every try, then nobody is asked any more, and its late word counts all the same', async () => {
    receiver.behave(answers(503));
    start();
    const player = await asks();
    for (const [at, delay] of CHECK_DELAYS_MS.entries()) {
      await tried(player, at + 1);
      clock.advance(delay * 1.2);
    }
    const check = await becomes(player, 'dead');
    expect(check).toMatchObject({ attempts: CHECK_DELAYS_MS.length + 1, last_status: 503 });
    expect(await standing(player)).toMatchObject({ state: 'waiting' });
    expect(await answerLater(String(check?.check_key), true)).toBe(player.playerId);
  });

  it('when its address lies inside, then nothing is called', async () => {
    start({ loopback: false });
    const player = await asks();
    await tried(player, 1);
    expect(await checkOf(player)).toMatchObject({ status: 'queued', last_error: 'address' });
    expect(receiver.heard).toHaveLength(0);
  });

  it('when one hangs, then another one’s tasks are checked at once', async () => {
    const slow = await aReceiver(hangs);
    receiver.behave(answers(200));
    start();
    for (let times = 0; times < 6; times++) await asks(slow.url);
    await until('calls to hang', async () => slow.open() >= 4);
    await becomes(await asks(), 'passed');
    await slow.close();
  });
});
