// Every way in which a call to Viber can end, on the wire, and the outcome it must have.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viberMessenger } from '#bots/viber/messenger.ts';
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { Prompt } from '#src/core/deliveries/prompt.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMessage, DEAD_ADDRESS, startStub, type WireStub } from '../wire-stub.ts';

const TOKEN = 'a-viber-token-that-nobody-may-see';
const answer = (status: number, words: string, more = '') => ({
  answer: 200,
  body: `{"status":${status},"status_message":"${words}"${more}}`,
});
const okay = (token: string) => answer(0, 'ok', `,"message_token":${token},"chat_hostname":"SN-CHAT-05_"`);

let stub: WireStub;
let messenger: ReturnType<typeof viberMessenger>;
const clock = fixedClock('2026-11-22T10:00:00Z');

const make = (apiRoot: string, timeoutMs = 5_000) =>
  viberMessenger({
    token: TOKEN,
    apiRoot,
    clock,
    timeoutMs,
    publicPictureUrl: () => 'https://p.ua/c.png',
    sender: { name: 'Поруч' },
  });
const send = (prompt: Prompt = aMessage(), externalId = 'jc9HsWTZ2Yf2NkRZ8KcNug==') =>
  messenger.send({ externalId, prompt, bulk: false });

beforeEach(async () => {
  clock.set(new Date('2026-11-22T10:00:00Z'));
  stub = await startStub();
  messenger = make(stub.url);
});

afterEach(async () => {
  await messenger.close();
  await stub.stop();
});

describe('when Viber answers', () => {
  it('that it took the message, every digit of its token is kept', async () => {
    for (const token of ['5741311803571721087', '5741311803571721088', '12']) {
      stub.behave(okay(token));
      expect(await send()).toEqual({ outcome: 'sent', externalMessageId: token });
    }
    expect(stub.seen[0]).toMatchObject({
      path: '/pa/send_message',
      headers: { 'x-viber-auth-token': TOKEN },
    });
    expect(stub.seen[0]?.body).not.toContain(TOKEN);
  });

  const expected: Record<SendOutcome['outcome'], number[]> = {
    sent: [0],
    retry: [12],
    unreachable: [5, 6, 11, 13],
    rejected: [1, 3, 4, 14, 16, 17, 18, 21, 22],
    botRefused: [2, 7, 8, 9, 10, 15, 19, 20, 23, 24],
    unknown: [25, 999],
  };
  const codes = Object.entries(expected).flatMap(([outcome, list]) => list.map((code) => [code, outcome]));
  it.each(codes)('status %i, the outcome is %s', async (code, outcome) => {
    stub.behave(answer(Number(code), 'words'));
    expect(await send()).toMatchObject({ outcome });
    expect(stub.seen).toHaveLength(1);
  });

  it('"too many" for one silent person, only that person waits; for two at once, the bot does', async () => {
    stub.behave(answer(12, 'Too many requests'));
    expect(await send(aMessage(), 'anna')).toMatchObject({ outcome: 'retry', wholeBot: false });
    expect(await send(aMessage(), 'anna')).toMatchObject({ outcome: 'retry', wholeBot: false });
    clock.advance(60_000);
    expect(await send(aMessage(), 'borys')).toMatchObject({ outcome: 'retry', wholeBot: false });
    clock.advance(100);
    expect(await send(aMessage(), 'anna')).toMatchObject({
      outcome: 'retry',
      wholeBot: true,
      delayMs: 10_000,
    });
  });

  it.each([
    [502, '<html>502 Bad Gateway</html>', 'unknown'],
    [500, '{"status":999,"status_message":"internal error"}', 'unknown'],
    [200, '', 'unknown'],
    [200, '{"status":0,"mess', 'unknown'],
    [200, '[]', 'unknown'],
    [429, 'slow down', 'retry'],
    [403, '<html>403</html>', 'botRefused'],
    [413, '<html>413</html>', 'rejected'],
  ])('HTTP %i with %j, the outcome is %s', async (code, body, outcome) => {
    stub.behave({ answer: code, body });
    expect(await send()).toMatchObject({ outcome });
    expect(stub.seen).toHaveLength(1);
  });
});

describe('when the connection fails', () => {
  it.each(['reset', 'stall', 'half', 'hangUp'] as const)(
    'after the request was under way (%s), the message counts as perhaps sent and is not repeated',
    async (behaviour) => {
      if (behaviour === 'stall') {
        await messenger.close();
        messenger = make(stub.url, 1_000);
      }
      stub.behave(behaviour);
      const outcome = await send();
      expect(outcome).toMatchObject({ outcome: 'unknown' });
      expect(JSON.stringify(outcome)).not.toContain(TOKEN);
      expect(stub.seen.length).toBeLessThanOrEqual(1);
    },
  );

  it('before it stood, the message may be tried again', async () => {
    await messenger.close();
    messenger = make(DEAD_ADDRESS);
    expect(await send()).toMatchObject({ outcome: 'retry', wholeBot: true, reason: 'ECONNREFUSED' });
  });
});

describe('when there is nothing that Viber could do', () => {
  it('a toast and an edit are done without a call', async () => {
    const toast: Prompt = { say: 'toast', callbackId: 'c', text: 'Готово', alert: false };
    const edit: Prompt = { say: 'edit', of: { externalMessageId: '1' }, text: 'нове', orSend: false };
    expect(await send(toast)).toEqual({ outcome: 'sent', externalMessageId: '' });
    expect(await send(edit)).toEqual({ outcome: 'sent', externalMessageId: '' });
    expect(stub.seen).toHaveLength(0);
  });

  it('an edit that asks for it becomes a message', async () => {
    stub.behave(okay('7'));
    const edit: Prompt = { say: 'edit', of: { externalMessageId: '1' }, text: 'нове', orSend: true };
    expect(await send(edit)).toEqual({ outcome: 'sent', externalMessageId: '7' });
    expect(JSON.parse(stub.seen[0]?.body ?? '')).toMatchObject({ type: 'text', text: 'нове' });
  });
});

describe('when the words follow their picture', () => {
  const picture = { picture: 'liveCode', code: 'K1', language: 'uk' } as const;
  const prompt = aMessage({ picture, text: 'я'.repeat(200) });

  it('and Viber is busy in between, the picture is not sent twice', async () => {
    stub.behave(okay('7'), answer(12, 'Too many requests'));
    expect(await send(prompt)).toMatchObject({ outcome: 'unknown' });
    expect(stub.seen).toHaveLength(2);
  });

  it('and the picture is refused, the words are not sent', async () => {
    stub.behave(answer(6, 'Not subscribed'));
    expect(await send(prompt)).toMatchObject({ outcome: 'unreachable' });
    expect(stub.seen).toHaveLength(1);
  });
});
