// Replays as a worker runs them: each in a process of its own, to the end, or until somebody says stop.
import { afterEach, beforeAll, expect, it } from 'vitest';
import { askReplay } from '#src/core/replays/ask-replay.ts';
import { claimReplay, finishReplay, hearReplay } from '#src/core/replays/claim-replay.ts';
import { readReplay } from '#src/core/replays/read-replay.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { ReplayId, RuleId } from '#src/lib/id.ts';
import type { Loop } from '#src/workers/loop.ts';
import { startReplayLoop } from '#src/workers/replay-loop.ts';
import { aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
let ruleId: RuleId;
const loops: Loop[] = [];

beforeAll(async () => {
  await aShop(database.db);
  const { memberId } = await aMember(database.db);
  await database.sql`
    insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
      accepted_by, occurred_at, recorded_at)
    select ${memberId}, 'rcp_' || n, ${STORE}, n::text, n::text, 50000, 0, 0, 0, 'x', at, at
    from generate_series(1, 10) n cross join lateral (select ${NOON}::timestamptz - n * interval '1 day' as at) moment`;
  ruleId = await transaction(database.db, (tx) =>
    createRule(tx, { name: 'x', template: { key: 'threshold', params: {} }, actor, at: NOON }),
  );
});
afterEach(async () => {
  for (const loop of loops.splice(0)) await loop.stop();
});

const start = () => {
  const stopping = new AbortController();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const deps = {
    database: { ...database, db: database.db, sql: database.sql, close: async () => {} },
    databaseUrl: database.url,
    clock,
    log,
    messengers: [],
    readUpdate: { telegram: () => null, viber: () => null },
    converse: async () => [],
  };
  const loop = startReplayLoop({ deps, idleMs: 50, stopping: stopping.signal });
  loops.push(loop);
  return loop;
};
const askFor = (weeks: number) =>
  transaction(database.db, (tx) => askReplay(tx, { ruleId, weeks, actor, at: clock.now() }));
const read = (replayId: ReplayId) => readReplay(database.db, { ruleId, replayId });
const isDone = async (replayId: ReplayId) => (await read(replayId)).status === 'done';

it('when a replay is asked for, then it is run over those weeks and no more', async () => {
  const replayId = await askFor(1);
  start();
  await until('the replay to be done', () => isDone(replayId));
  const replay = await read(replayId);
  expect(replay).toMatchObject({ receiptsDone: 6, receiptsAll: 6, isStale: false, error: null });
  expect(replay.result).toMatchObject({ receipts: 6, touched: 6, alone: { points: { points: 150 } } });
});

it('when its worker has died, then the next one begins anew, and the dead one finds out', async () => {
  const replayId = await askFor(2);
  const dead = await transaction(database.db, (tx) => claimReplay(tx, clock.now()));
  expect(dead?.replayId).toBe(replayId);
  const next = () => transaction(database.db, (tx) => claimReplay(tx, clock.now()));
  expect(await next()).toBeNull();
  clock.advance(31_000);
  start();
  await until('the replay to be done', () => isDone(replayId));
  expect((await read(replayId)).result).toMatchObject({ receipts: 10 });
  if (!dead) throw new Error('nothing was claimed');
  const beat = { ...dead, done: 5, all: 10, at: clock.now() };
  expect(await hearReplay(database.db, beat)).toBe(false);
  const { result } = await read(replayId);
  if (!result) throw new Error('there is no result');
  const late = { ...dead, result: { ...result, receipts: 3 }, at: clock.now() };
  await transaction(database.db, (tx) => finishReplay(tx, late));
  expect((await read(replayId)).result?.receipts).toBe(10);
});

it('when the receipts cannot be read, then it fails and says so', async () => {
  const replayId = await askFor(3);
  await database.sql`alter table receipt rename to receipt_away`;
  start();
  await until('it to fail', async () => (await read(replayId)).status === 'failed');
  await database.sql`alter table receipt_away rename to receipt`;
  expect(await read(replayId)).toMatchObject({ error: 'fault', result: null });
});
