import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { telegramWebhook } from '#bots/telegram/webhook.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { useDatabase } from '#test/support/database.ts';

const SECRET = 'a-secret-of-the-webhook';
const database = useDatabase();
let app: FastifyInstance;
let stored = 0;

beforeEach(async () => {
  await database.sql`delete from inbox`;
  stored = 0;
  app = Fastify();
  await app.register(telegramWebhook, {
    secret: SECRET,
    sql: database.sql,
    clock: fixedClock('2026-11-22T10:00:00Z'),
    onStored: () => {
      stored++;
    },
  });
});

afterEach(() => app.close());

async function post(body: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await app.inject({
    method: 'POST',
    url: '/webhooks/telegram',
    headers: {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': SECRET,
      ...headers,
    },
    body,
  });
  return answer.statusCode;
}
const rows = () => database.sql`select * from inbox order by inbox_no`;
const update = (id: number, text = 'привіт') =>
  JSON.stringify({
    update_id: id,
    message: {
      message_id: 1,
      date: 1,
      chat: { id: 42, type: 'private' },
      from: { id: 42, is_bot: false, first_name: 'О' },
      text,
    },
  });

describe('when an update is posted to the webhook', () => {
  it('then it is in the inbox as it came, and the worker is woken', async () => {
    expect(await post(update(1))).toBe(200);
    expect(await rows()).toEqual([
      expect.objectContaining({
        messenger: 'telegram',
        update_key: '1',
        external_id: '42',
        payload: JSON.parse(update(1)),
        status: 'new',
        received_at: new Date('2026-11-22T10:00:00Z'),
      }),
    ]);
    expect(stored).toBe(1);
  });

  it('then it is in the inbox once, however often and how much at once it comes', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(update(2))));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await post(update(2, 'інше'))).toBe(200);
    expect(await rows()).toHaveLength(1);
    expect(stored).toBe(1);
  });

  it.each([
    ['a wrong one', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
    ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
    ['none', { 'x-nothing': 'at all' }],
  ])('with %s for its secret, then it is refused and nothing is written', async (_, headers) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/webhooks/telegram',
      headers: { 'content-type': 'application/json', ...headers },
      body: update(3),
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toBe('');
    expect(await rows()).toHaveLength(0);
  });

  it.each([
    ['a kind that does not exist yet', '{"update_id":4,"mind_reading":{"thought":"x"}}'],
    ['a message of an impossible shape', '{"update_id":4,"message":{"chat":null,"from":7}}'],
    ['a NUL in the text', '{"update_id":4,"message":{"text":"a\\u0000b"}}'],
    ['half of a surrogate pair', '{"update_id":4,"message":{"text":"\\ud83d"}}'],
    ['an integer of 64 bits', '{"update_id":4,"x":9007199254740993}'],
  ])('with %s, then it is stored all the same', async (_, body) => {
    expect(await post(body)).toBe(200);
    expect(await rows()).toHaveLength(1);
  });

  it.each([['no JSON'], ['{"update_id":"x"}'], ['[]'], ['']])(
    'with %j, then it is no update and nothing is written',
    async (body) => {
      expect(await post(body)).toBe(400);
      expect(await rows()).toHaveLength(0);
    },
  );

  it('with another content type, then it is read all the same', async () => {
    expect(await post(update(5), { 'content-type': 'text/plain' })).toBe(200);
    expect(await rows()).toHaveLength(1);
  });

  it('and it is too large, then it is refused', async () => {
    expect(await post(update(6, 'я'.repeat(1_000_000)))).toBe(413);
    expect(await rows()).toHaveLength(0);
  });
});
