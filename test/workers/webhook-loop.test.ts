// Webhooks over real HTTP: every way in which an endpoint can fail, and what becomes of the message and of the others.
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordEvent } from '#src/core/events/record-event.ts';
import { changeEndpoint } from '#src/core/webhooks/change-endpoint.ts';
import { createEndpoint } from '#src/core/webhooks/create-endpoint.ts';
import { RETRY_DELAYS_MS } from '#src/core/webhooks/judge-outcome.ts';
import { listEndpoints } from '#src/core/webhooks/list-endpoints.ts';
import { listMessages } from '#src/core/webhooks/list-messages.ts';
import { queueTest } from '#src/core/webhooks/queue-test.ts';
import { rotateSecret } from '#src/core/webhooks/rotate-secret.ts';
import { sendAgain } from '#src/core/webhooks/send-again.ts';
import type { WebhookType } from '#src/core/webhooks/webhook-types.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { EndpointId } from '#src/lib/id.ts';
import type { Loop } from '#src/workers/loop.ts';
import { startFanOutLoop, startWebhookLoop } from '#src/workers/webhook-loop.ts';
import {
  answers,
  aReceiver,
  type Behaviour,
  hangs,
  type Receiver,
  resets,
} from '#test/support/a-receiver.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const DAY_MS = 86_400_000;
const actor = 'stf_00000000000000000001';
const database = useDatabase();
// The library's own verifier looks at the machine's clock.
const clock = fixedClock(new Date());
const logged: string[] = [];
const receivers: Receiver[] = [];
const loops: Loop[] = [];
let memberId: Awaited<ReturnType<typeof aMember>>['memberId'];

beforeAll(async () => {
  await aShop(database.db);
  ({ memberId } = await aMember(database.db));
});
beforeEach(() => clock.set(new Date()));
afterEach(async () => {
  await stop();
  for (const receiver of receivers.splice(0)) await receiver.close();
  await database.sql`delete from webhook_endpoint`;
  logged.length = 0;
});

const stop = async () => {
  for (const loop of loops.splice(0)) await loop.stop();
};
const start = ({ loopback = true, timeoutMs = 5_000 } = {}) => {
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
  const send = startWebhookLoop({ deps, idleMs: 20, givingUp: new AbortController().signal });
  loops.push(send, startFanOutLoop({ deps, idleMs: 20, onDone: () => send.poke() }));
};
const settings = { secretKey: SECRET_KEY, loopback: true };
const listening = async (url: string, types: WebhookType[] = []) => {
  const input = { name: 'Облік', url, types, settings, actor, at: clock.now() };
  return await transaction(database.db, (tx) => createEndpoint(tx, input));
};
const aListener = async (behaviour: Behaviour = answers(204), types: WebhookType[] = []) => {
  const receiver = await aReceiver(behaviour);
  receivers.push(receiver);
  return { receiver, ...(await listening(receiver.url, types)) };
};
const happens = (kind: 'coupon.taken' | 'card.blocked' = 'coupon.taken') =>
  transaction(database.db, (tx) => {
    const happened =
      kind === 'coupon.taken'
        ? { kind, data: { couponId: 'cpn_1', offerId: 'off_1' } }
        : { kind, data: { cardId: 'crd_1', reason: 'lost' } };
    return recordEvent(tx, { memberId, happened, at: clock.now() });
  });
const read = async (endpointId: EndpointId) => {
  const [message] = await listMessages(database.db, { endpointId, limit: 1 });
  return message;
};
const becomes = async (endpointId: EndpointId, status: string) => {
  await until(`it to be ${status}`, async () => (await read(endpointId))?.status === status);
  const message = await read(endpointId);
  if (!message) throw new Error('there is no message');
  return message;
};
const endpointOf = async (endpointId: EndpointId) =>
  (await listEndpoints(database.db)).find((each) => each.endpointId === endpointId);

describe('a webhook', () => {
  it('when something happens, then whoever wants it hears it once, signed, with no names in it', async () => {
    const all = await aListener();
    const some = await aListener(answers(200), ['card.blocked']);
    start();
    await happens();
    await becomes(all.endpointId, 'delivered');
    const [heard] = all.receiver.heard;
    if (!heard) throw new Error('nothing was heard');
    const told = new Webhook(all.secret).verify(heard.body, heard.headers as Record<string, string>);
    expect(told).toEqual({
      type: 'coupon.taken',
      timestamp: clock.now().toISOString(),
      data: { memberId, couponId: 'cpn_1', offerId: 'off_1' },
    });
    expect(heard.headers['webhook-id']).toMatch(/^evt_/);
    expect(() =>
      new Webhook(some.secret).verify(heard.body, heard.headers as Record<string, string>),
    ).toThrow();
    await happens('card.blocked');
    await becomes(some.endpointId, 'delivered');
    await until('both to have heard', async () => all.receiver.heard.length === 2);
    expect(some.receiver.heard.map(({ body }) => JSON.parse(body).type)).toEqual(['card.blocked']);
  });

  it('when nobody listens yet, then what happened before is not told later', async () => {
    start();
    await happens();
    clock.advance(1_000);
    const { receiver, endpointId } = await aListener();
    clock.advance(1_000);
    await happens('card.blocked');
    await becomes(endpointId, 'delivered');
    expect(receiver.heard.map(({ body }) => JSON.parse(body).type)).toEqual(['card.blocked']);
  });

  it('when the secret is turned over, then both sign for a day and then only the new one', async () => {
    const { receiver, endpointId, secret: old } = await aListener();
    const { secret } = await transaction(database.db, (tx) =>
      rotateSecret(tx, { endpointId, settings, actor, at: clock.now() }),
    );
    start();
    await happens();
    await becomes(endpointId, 'delivered');
    const opens = (key: string, i: number) => {
      const { body, headers } = receiver.heard[i] ?? { body: '', headers: {} };
      try {
        return new Webhook(key).verify(body, headers as Record<string, string>) !== null;
      } catch {
        return false;
      }
    };
    expect([opens(old, 0), opens(secret, 0)]).toEqual([true, true]);
    await database.sql`update webhook_endpoint set old_secret_until = ${clock.now()}`;
    clock.advance(1_000);
    await happens('card.blocked');
    await until('the second one', async () => receiver.heard.length === 2);
    expect([opens(old, 1), opens(secret, 1)]).toEqual([false, true]);
  });
});

describe('an endpoint that fails', () => {
  const fails: [how: string, behaviour: Behaviour, expected: object][] = [
    ['answers 500', answers(500), { lastStatus: 500, lastError: 'status' }],
    ['answers 404', answers(404), { lastStatus: 404, lastError: 'status' }],
    ['hangs', hangs, { lastStatus: null, lastError: 'timeout' }],
    ['resets the connection', resets, { lastStatus: null, lastError: 'reset' }],
  ];
  it.each(fails)(
    'when it %s, then the message comes again under the same id',
    async (_, behaviour, expected) => {
      const { receiver, endpointId } = await aListener(behaviour);
      start(behaviour === hangs ? { timeoutMs: 500 } : {});
      await happens();
      const message = await becomes(endpointId, 'retrying');
      // A real answer may take longer than one that never comes is waited for.
      await stop();
      start();
      expect(message).toMatchObject({ attempts: 1, ...expected });
      const delay = message.nextAt.getTime() - clock.now().getTime();
      expect(delay).toBeGreaterThanOrEqual(5_000);
      expect(delay).toBeLessThanOrEqual(6_000);
      receiver.behave(answers(204));
      clock.advance(6_001);
      const { tries } = await becomes(endpointId, 'delivered');
      expect(tries.map(({ error }) => error === null)).toEqual([false, true]);
      const ids = receiver.heard.map(({ headers }) => headers['webhook-id']);
      expect(ids).toEqual([message.messageId, message.messageId]);
      expect((await endpointOf(endpointId))?.failingSince).toBeNull();
    },
  );

  it('when it asks to come later, then it is left alone until then', async () => {
    const { receiver, endpointId } = await aListener(answers(429, { 'retry-after': '600' }));
    start();
    await happens();
    const { nextAt } = await becomes(endpointId, 'retrying');
    expect(nextAt.getTime() - clock.now().getTime()).toBe(600_000);
    expect(receiver.heard).toHaveLength(1);
  });

  it('when it leads elsewhere, then nobody goes there', async () => {
    const elsewhere = await aReceiver();
    receivers.push(elsewhere);
    const { endpointId } = await aListener(answers(307, { location: elsewhere.url }));
    start();
    await happens();
    expect(await becomes(endpointId, 'retrying')).toMatchObject({ lastStatus: 307, lastError: 'redirect' });
    expect(elsewhere.heard).toEqual([]);
  });

  it('when it says that it is gone, then it is stopped, nothing is lost, and a person is told', async () => {
    const { receiver, endpointId } = await aListener(answers(410));
    start();
    await happens();
    await becomes(endpointId, 'dead');
    await until('it to be stopped', async () => (await endpointOf(endpointId))?.status === 'stopped');
    expect(await endpointOf(endpointId)).toMatchObject({ stoppedWhy: 'gone', dead: 1 });
    clock.advance(1_000);
    await happens('card.blocked');
    await until('the next one to be kept', async () => (await endpointOf(endpointId))?.dead === 2);
    expect(receiver.heard).toHaveLength(1);
    receiver.behave(answers(200));
    const change = { endpointId, status: 'active' as const, settings, actor, at: clock.now() };
    await transaction(database.db, (tx) => changeEndpoint(tx, change));
    const again = { endpointId, actor, at: clock.now() };
    expect(await transaction(database.db, (tx) => sendAgain(tx, again))).toBe(2);
    await until('both to arrive', async () => receiver.heard.length === 3);
  });

  it('when it fails at every try, then the message is dead and can be sent again from there', async () => {
    const { receiver, endpointId } = await aListener(answers(503));
    start();
    await happens();
    for (const [i, delayMs] of RETRY_DELAYS_MS.entries()) {
      await until(`try ${i + 1}`, async () => (await read(endpointId))?.tries.length === i + 1);
      clock.advance(delayMs * 1.2 + 1);
    }
    const dead = await becomes(endpointId, 'dead');
    expect(dead.attempts).toBe(RETRY_DELAYS_MS.length + 1);
    receiver.behave(answers(200));
    const again = { endpointId, messageId: dead.messageId, actor, at: clock.now() };
    expect(await transaction(database.db, (tx) => sendAgain(tx, again))).toBe(1);
    expect((await becomes(endpointId, 'delivered')).attempts).toBe(1);
  });

  it('when it has failed for days, then it is stopped', async () => {
    const { endpointId } = await aListener(answers(500));
    start();
    await happens();
    await becomes(endpointId, 'retrying');
    clock.advance(5 * DAY_MS + 1_000);
    await until('it to be stopped', async () => (await endpointOf(endpointId))?.status === 'stopped');
    expect(await endpointOf(endpointId)).toMatchObject({ stoppedWhy: 'failing' });
  });

  it('when one hangs, then the others hear everything at once, and it has a single call once it has failed', async () => {
    const slow = await aListener(hangs);
    const quick = await aListener();
    start({ timeoutMs: 3_000 });
    for (let i = 0; i < 20; i++) await happens();
    await until('the quick one to have all', async () => quick.receiver.heard.length === 20);
    await until('the slow one to fail', async () => {
      return (await endpointOf(slow.endpointId))?.failingSince !== null && slow.receiver.open() <= 1;
    });
    await until('its next call', async () => slow.receiver.open() === 1);
    await until('the quick one to have nothing to come', async () => {
      return (await endpointOf(quick.endpointId))?.waiting === 0;
    });
  });

  it('when whoever sent it has died on the way, then it is sent again', async () => {
    const { endpointId, receiver } = await aListener();
    await transaction(database.db, (tx) => queueTest(tx, { endpointId, at: clock.now() }));
    const lostAt = new Date(clock.now().getTime() + 60_000);
    await database.sql`update webhook_delivery set status = 'sending', attempts = 1, next_at = ${lostAt}`;
    start();
    clock.advance(60_001);
    expect((await becomes(endpointId, 'delivered')).attempts).toBe(2);
    expect(receiver.heard).toHaveLength(1);
  });

  it('when it is paused, then messages wait for it', async () => {
    const { endpointId, receiver } = await aListener();
    const change = { endpointId, settings, actor, at: clock.now() };
    await transaction(database.db, (tx) => changeEndpoint(tx, { ...change, status: 'paused' }));
    start();
    await happens();
    await until('it to be written down', async () => (await endpointOf(endpointId))?.waiting === 1);
    expect(receiver.heard).toEqual([]);
    await transaction(database.db, (tx) => changeEndpoint(tx, { ...change, status: 'active' }));
    await becomes(endpointId, 'delivered');
  });
});

describe('an endpoint inside', () => {
  it.each([
    ['a number', (port: string) => `http://127.0.0.1:${port}/`],
    ['a number of IPv6', (port: string) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['a name', (port: string) => `http://localhost:${port}/`],
  ])('when it is told by %s that leads inside, then no connection is made', async (_, urlOf) => {
    const { receiver, endpointId } = await aListener();
    // Behind the back of the check at the door: a name may have changed since.
    const url = urlOf(new URL(receiver.url).port);
    await database.sql`update webhook_endpoint set url = ${url} where endpoint_id = ${endpointId}`;
    start({ loopback: false });
    await happens();
    expect(await becomes(endpointId, 'retrying')).toMatchObject({ lastStatus: null, lastError: 'address' });
    expect(receiver.heard).toEqual([]);
  });

  it('when it answers with words, then none of them are kept', async () => {
    const { endpointId } = await aListener(answers(500));
    start();
    await happens();
    await becomes(endpointId, 'retrying');
    const rows = await database.sql<
      { kept: string }[]
    >`select to_jsonb(d)::text as kept from webhook_delivery d`;
    expect(rows.map(({ kept }) => kept).join()).not.toContain('inner network');
    expect(logged).toEqual([]);
  });
});
