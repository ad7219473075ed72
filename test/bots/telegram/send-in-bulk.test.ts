// Bulk messages take a way of their own to Telegram: it must say the same as the other, and end in the same outcomes.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { aMessage, type Behaviour, DEAD_ADDRESS, startStub, type WireStub } from '../wire-stub.ts';

let stub: WireStub;
let messenger: ReturnType<typeof telegramMessenger>;

const make = (apiRoot: string, timeoutMs = 5_000) =>
  telegramMessenger({
    token: '123456:a-token',
    apiRoot,
    timeoutMs,
    drawPicture: async () => Buffer.from('png'),
  });
const send = (bulk: boolean, prompt: MessagePrompt = aMessage()) =>
  messenger.send({ externalId: '42', prompt, bulk });

beforeEach(async () => {
  stub = await startStub();
  messenger = make(stub.url);
});

afterEach(async () => {
  await messenger.close();
  await stub.stop();
});

const no = (code: number, description: string, parameters?: object): Behaviour => ({
  answer: code,
  body: JSON.stringify({ ok: false, error_code: code, description, parameters }),
});
const taken: Behaviour = {
  answer: 200,
  body: '{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":42}}}',
};

it.each<[string, Partial<MessagePrompt>]>([
  ['plain words', {}],
  ['markup and signs', { text: '<b>Кава</b> &lt;3 "чай" \\ \n<a href="https://p.ua?a=1&amp;b=2">тут</a>' }],
  ['words that are too long', { text: 'щ'.repeat(5_000) }],
  [
    'buttons',
    { buttons: [[{ label: 'Взяти', action: 'take', tone: 'primary' }], [{ label: 'Ні', action: 'no' }]] },
  ],
  ['keys', { keyboard: [[{ label: 'Картка', action: 'card' }]] }],
  ['no more keys', { keyboard: 'none' }],
  ['what is not to be forwarded', { protect: true }],
])('says the same as one by one: %s', async (_, more) => {
  stub.behave(taken);
  const outcomes = [await send(false, aMessage(more)), await send(true, aMessage(more))];
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(JSON.parse(stub.seen[1]?.body ?? '')).toEqual(JSON.parse(stub.seen[0]?.body ?? ''));
  expect(stub.seen[1]?.path).toBe(stub.seen[0]?.path);
});

it.each<[string, Behaviour]>([
  ['a person who blocked the bot', no(403, 'Forbidden: bot was blocked by the user')],
  ['nobody', no(400, 'Bad Request: chat not found')],
  ['wrong markup', no(400, "Bad Request: can't parse entities: unclosed tag")],
  ['a wrong token', no(401, 'Unauthorized')],
  ['too much', no(429, 'Too Many Requests: retry after 17', { retry_after: 17 })],
  ['a fault inside', no(500, 'Internal Server Error')],
  ['an HTML page', { answer: 502, body: '<html>502 Bad Gateway</html>' }],
  ['half of its JSON', { answer: 200, body: '{"ok":true,"result":{"mess' }],
  ['a reset', 'reset'],
  ['silence', 'stall'],
])('ends in the same outcome as one by one, once: %s', async (_, behaviour) => {
  if (behaviour === 'stall') {
    await messenger.close();
    messenger = make(stub.url, 1_000);
  }
  stub.behave(behaviour);
  const single = await send(false);
  expect(stub.seen).toHaveLength(1);
  expect(await send(true)).toEqual(single);
  expect(stub.seen).toHaveLength(2);
});

it('may come again when nobody listens', async () => {
  const away = make(DEAD_ADDRESS);
  const outcome = await away.send({ externalId: '42', prompt: aMessage(), bulk: true });
  await away.close();
  expect(outcome).toMatchObject({ outcome: 'retry', wholeBot: true });
});

it('is written once for all who read the same, and to each with their own address', async () => {
  stub.behave(taken);
  const prompt = aMessage();
  for (const externalId of ['1', '2']) await messenger.send({ externalId, prompt, bulk: true, paid: true });
  expect(stub.seen.map(({ body }) => JSON.parse(body))).toMatchObject([
    { chat_id: '1', text: 'Добрий день', allow_paid_broadcast: true },
    { chat_id: '2', text: 'Добрий день', allow_paid_broadcast: true },
  ]);
});

it('refuses an action that no button may have', async () => {
  const prompt = aMessage({ buttons: [[{ label: 'Взяти', action: 'x'.repeat(65) }]] });
  expect(await send(true, prompt)).toMatchObject({ outcome: 'rejected' });
  expect(stub.seen).toEqual([]);
});
