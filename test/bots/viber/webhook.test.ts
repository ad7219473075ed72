// The whole way through Viber: our webhook and messenger on one side, the simulator's phone on the other.
import { createHmac } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viberMessenger } from '#bots/viber/messenger.ts';
import type { Receipt } from '#bots/viber/read-callback.ts';
import { setUpViber } from '#bots/viber/set-up.ts';
import { viberWebhook } from '#bots/viber/webhook.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { Person } from '#src/simulator/control.ts';
import { drawSamplePhoto } from '#src/simulator/sample-photo.ts';
import { type Remote, startRemote } from '#test/simulator/remote.ts';
import { useDatabase } from '#test/support/database.ts';
import { freePort } from '#test/support/free-port.ts';
import { until } from '#test/support/until.ts';
import { aMessage, startStub } from '../wire-stub.ts';

const TOKEN = 'viber-webhook-token-of-the-test';
const MENU: MessagePrompt['keyboard'] = [
  [
    { label: '💳 Картка', action: 'card' },
    { label: 'Бали', action: 'balance' },
  ],
];
const database = useDatabase();
let remote: Remote;
let olena: Person;
let app: FastifyInstance;
let publicUrl = '';
let receipts: Receipt[] = [];
let failing = false;
let lines: string[] = [];
let messenger: ReturnType<typeof viberMessenger>;
const look = { sender: { name: 'Поруч' }, publicPictureUrl: () => `${publicUrl}/card.png` };
const make = (timeoutMs = 5_000) => viberMessenger({ ...look, token: TOKEN, apiRoot: remote.url, timeoutMs });
const write = (words: string) => {
  lines.push(words);
};
const log = { info: write, warn: write, error: write };

beforeEach(async () => {
  await database.sql`delete from inbox`;
  receipts = [];
  lines = [];
  failing = false;
  remote = await startRemote({ viberToken: TOKEN });
  olena = await remote.add({ name: 'Олена' });
  app = Fastify({ forceCloseConnections: true });
  app.get('/card.png', (_request, reply) => reply.type('image/png').send(drawSamplePhoto()));
  await app.register(viberWebhook, {
    ...look,
    token: TOKEN,
    sql: database.sql,
    clock: systemClock,
    welcome: ({ languageTag, payload }) =>
      aMessage({
        text: `Вітаємо (${languageTag}, ${payload})`,
        keyboard: [[{ label: 'Поділитися номером', share: 'phone' }]],
      }),
    onReceipt: async (receipt) => {
      if (failing) throw new Error('no database today');
      receipts.push(receipt);
    },
  });
  publicUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  messenger = make();
});

afterEach(async () => {
  await messenger.close();
  await remote.stop();
  await app.close();
});

const setUp = (options: { token?: string; publicUrl?: string; signal?: AbortSignal } = {}) =>
  setUpViber({
    token: TOKEN,
    apiRoot: remote.url,
    publicUrl,
    log,
    signal: new AbortController().signal,
    backOffMs: 5,
    ...options,
  });
const send = (prompt: MessagePrompt) =>
  messenger.send({ externalId: olena.viber.userId, prompt, bulk: false });
const rows = () =>
  database.sql<
    { update_key: string; external_id: string; payload: { event: string; message_token: string } }[]
  >`
    select update_key, external_id, payload from inbox order by inbox_no`;
const kinds = async () => (await rows()).map((row) => row.payload.event);

async function post(body: string, signature: string | null): Promise<number> {
  const headers = signature === null ? {} : { 'x-viber-content-signature': signature };
  const answer = await app.inject({ method: 'POST', url: '/webhooks/viber', body, headers });
  return answer.statusCode;
}
const sign = (body: string, token = TOKEN) => createHmac('sha256', token).update(body).digest('hex');

describe('when somebody opens the chat in Viber', () => {
  it('then the greeting comes with the answer, and sharing the phone from it arrives as a contact', async () => {
    expect(await setUp()).toEqual({ name: 'Kartka', uri: 'kartka' });
    await remote.act('viber', olena, { act: 'open', payload: 'store_7' });
    await remote.wait('viber', olena, 'Вітаємо (uk, store_7)');
    const { keyboard } = await remote.see('viber', olena);
    expect(keyboard).toEqual([[expect.objectContaining({ kind: 'share_phone' })]]);
    await remote.act('viber', olena, { act: 'keyLabel', label: 'Поділитися номером' });
    await until('two callbacks', async () => (await rows()).length === 2);
    expect(await kinds()).toEqual(['conversation_started', 'message']);
    for (const row of await rows()) {
      expect(row.external_id).toBe(olena.viber.userId);
      expect(row.payload.message_token).toMatch(/^\d{17,}$/);
      expect(row.update_key).toBe(`${row.payload.event}:${row.payload.message_token}:${olena.viber.userId}`);
    }
  });

  it('again, being subscribed, then nothing is answered', async () => {
    await setUp();
    await remote.act('viber', olena, { act: 'open' });
    await remote.act('viber', olena, { act: 'text', text: 'привіт' });
    await remote.act('viber', olena, { act: 'open' });
    await until('three callbacks', async () => (await rows()).length === 3);
    const { messages } = await remote.see('viber', olena);
    expect(messages.filter((message) => message.from === 'bot')).toHaveLength(1);
  });
});

describe('when a message is sent to Viber', () => {
  beforeEach(async () => {
    await setUp();
    await remote.act('viber', olena, { act: 'open' });
    await remote.act('viber', olena, { act: 'text', text: 'привіт' });
    await until('the message', async () => (await rows()).length === 2);
  });

  it('then it appears in its style with buttons above the menu, and pressing one comes back as its action', async () => {
    const buttons: MessagePrompt['buttons'] = [[{ label: 'Так', action: 'burn.yes:brq_1', tone: 'primary' }]];
    const text = 'Списати <b>120</b>? <i>*не так*</i>';
    expect(await send(aMessage({ text, buttons, keyboard: MENU }))).toMatchObject({ outcome: 'sent' });
    const { message, view } = await remote.wait('viber', olena, 'Списати');
    expect(message.text).toEqual([
      { text: 'Списати ' },
      { text: '120', style: 'bold' },
      { text: '? ' },
      { text: '∗не так∗', style: 'italic' },
    ]);
    expect(view.keyboard).toMatchObject([
      [{ label: 'Так', kind: 'text', columns: 6, background: '#1F6F54', color: '#FFFFFF' }],
      [
        { label: '💳 Картка', columns: 3, background: '#FFFFFF' },
        { label: 'Бали', columns: 3 },
      ],
    ]);
    await remote.act('viber', olena, { act: 'keyLabel', label: 'Так' });
    await until('the press', async () => (await rows()).length === 3);
    expect((await rows()).at(-1)?.payload).toMatchObject({ message: { text: '/burn.yes:brq_1' } });
    const after = await remote.see('viber', olena);
    expect(JSON.stringify(after.messages)).not.toContain('burn.yes');
  });

  it('then a picture is fetched from its address, and long words follow it', async () => {
    const picture = { picture: 'liveCode', code: 'K1', language: 'uk' } as const;
    await send(aMessage({ picture, text: 'я'.repeat(200), keyboard: MENU }));
    const { view } = await remote.wait('viber', olena, 'я'.repeat(200));
    expect(view.messages.slice(-2).map((message) => message.kind)).toEqual(['photo', 'text']);
    expect(view.keyboard).not.toBeNull();
  });

  it('then what became of it is told with the token that sending gave', async () => {
    const sent = await send(aMessage());
    const messageToken = sent.outcome === 'sent' ? sent.externalMessageId : '';
    await remote.act('viber', olena, { act: 'read' });
    await until(
      'both receipts',
      () => receipts.filter((one) => one.messageToken === messageToken).length === 2,
    );
    expect(receipts.filter((one) => one.messageToken === messageToken)).toMatchObject([
      { kind: 'delivered', externalId: olena.viber.userId },
      { kind: 'seen', externalId: olena.viber.userId },
    ]);
    expect(await kinds()).toEqual(['conversation_started', 'message']);
  });

  it('and its receipt cannot be kept, then Viber tells it again', async () => {
    failing = true;
    await send(aMessage());
    await until('a failed try', async () => (await post(receiptBody(), sign(receiptBody()))) === 500);
    failing = false;
    await until('the receipt', () => receipts.length > 0);
  });

  it.each([
    ['too_many', { outcome: 'retry', wholeBot: false }, 0],
    ['blocked', { outcome: 'unreachable' }, 0],
    ['not_found', { outcome: 'unreachable' }, 0],
    ['server_error', { outcome: 'unknown' }, 0],
    ['bad_gateway', { outcome: 'unknown' }, 0],
    ['reset_before', { outcome: 'unknown' }, 0],
    ['accepted_no_answer', { outcome: 'unknown' }, 1],
    ['accepted_stall', { outcome: 'unknown' }, 1],
    ['empty_body', { outcome: 'unknown' }, 1],
    ['truncated_json', { outcome: 'unknown' }, 1],
  ] as const)(
    'and Viber misbehaves by %s, the outcome is right and nothing is sent twice',
    async (...args) => {
      const [kind, outcome, received] = args;
      if (kind === 'accepted_stall') {
        await messenger.close();
        messenger = make(1_000);
      }
      await remote.fault({ on: 'viber', method: 'send_message', kind, times: 1, delayMs: 5_000 });
      expect(await send(aMessage({ text: 'раз' }))).toMatchObject(outcome);
      const { messages } = await remote.see('viber', olena);
      const texts = messages.flatMap((message) => message.text.map((span) => span.text));
      expect(texts.filter((text) => text === 'раз')).toHaveLength(received);
    },
  );

  it('and the person has left, then the outcome is unreachable', async () => {
    await remote.act('viber', olena, { act: 'block' });
    expect(await send(aMessage())).toMatchObject({ outcome: 'unreachable' });
    await until('the leaving', async () => (await kinds()).includes('unsubscribed'));
  });
});

const receiptBody = () =>
  '{"event":"delivered","timestamp":1790000000000,"message_token":5741311803571721087,"user_id":"x"}';

describe('when something is posted to the webhook of Viber', () => {
  const body =
    '{"event":"message","timestamp":1790000000000,"message_token":4912661846655238145,"sender":{"id":"a=="},"message":{"type":"text","text":"a\\u0000"}}';

  it.each([
    ['no signature', body, null],
    ['an empty one', body, ''],
    ['one that is no hex', body, 'zz'],
    ['one with another token', body, sign(body, 'another token')],
    ['one of other bytes', body, sign(`${body} `)],
    ['one half as long', body, sign(body).slice(0, 32)],
    ['none and no body', '', null],
  ])('with %s, then it is refused and nothing is written', async (_, text, signature) => {
    expect(await post(text, signature)).toBe(401);
    expect(await post(receiptBody(), signature)).toBe(401);
    expect(await rows()).toHaveLength(0);
    expect(receipts).toHaveLength(0);
  });

  it('then it is in the inbox once, however often it comes, with every digit of its token', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, sign(body))));
    expect(new Set(answers)).toEqual(new Set([200]));
    const other = body.replace('238145', '238146');
    await post(other, sign(other));
    expect((await rows()).map((row) => row.update_key)).toEqual([
      'message:4912661846655238145:a==',
      'message:4912661846655238146:a==',
    ]);
  });

  it.each([['no JSON'], ['[]'], ['{}']])('with %j, then it is no callback', async (text) => {
    expect(await post(text, sign(text))).toBe(400);
    expect(await rows()).toHaveLength(0);
  });

  it('of a kind that is not known, then it is acknowledged and not kept', async () => {
    const unknown = '{"event":"client_status","timestamp":1,"message_token":2,"user":{"id":"a"}}';
    expect(await post(unknown, sign(unknown))).toBe(200);
    expect(await rows()).toHaveLength(0);
  });
});

describe('when Viber is set up', () => {
  it('before our server listens, then it tries again until it does', async () => {
    await app.close();
    const port = await freePort();
    publicUrl = `http://127.0.0.1:${port}`;
    const done = setUp();
    await until('the first try', () => lines.length === 1);
    app = Fastify({ forceCloseConnections: true });
    app.post('/webhooks/viber', (_request, reply) => reply.send());
    await app.listen({ port, host: '127.0.0.1' });
    expect(await done).toMatchObject({ uri: 'kartka' });
    expect(lines[0]).toContain('Trying again');
  });

  it('with a wrong token, then one line says so and it gives up', async () => {
    expect(await setUp({ token: 'another-token' })).toBeNull();
    expect(lines).toEqual(['Viber refuses the webhook: status 2 invalidAuthToken']);
  });

  it.each([
    ['between two tries', { answer: 502, body: '' }],
    ['while Viber does not answer', 'stall' as const],
  ])('and is told to stop %s, then it stops at once', async (_, behaviour) => {
    const stub = await startStub();
    stub.behave(behaviour);
    const stopping = new AbortController();
    const done = setUpViber({
      token: TOKEN,
      apiRoot: stub.url,
      publicUrl,
      log,
      signal: stopping.signal,
      backOffMs: 60_000,
    });
    await until('the first try', () => stub.seen.length === 1);
    const before = performance.now();
    stopping.abort();
    expect(await done).toBeNull();
    expect(performance.now() - before).toBeLessThan(10_000);
    await stub.stop();
  });
});
