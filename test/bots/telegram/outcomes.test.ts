// Every way in which a call to Telegram can end, on the wire, and the outcome it must have.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { Prompt } from '#src/core/deliveries/prompt.ts';
import { until } from '#test/support/until.ts';
import { aMessage, DEAD_ADDRESS, startStub, type WireStub } from '../wire-stub.ts';

const TOKEN = '123456:a-token-that-nobody-may-see';
const okay = (result: unknown) => ({ answer: 200, body: JSON.stringify({ ok: true, result }) });
const no = (code: number, description: string, parameters?: object) => ({
  answer: code,
  body: JSON.stringify({ ok: false, error_code: code, description, parameters }),
});
const MESSAGE = { message_id: 7, date: 1, chat: { id: 42, type: 'private' }, text: 'x' };

let stub: WireStub;
let messenger: ReturnType<typeof telegramMessenger>;

const make = (apiRoot: string, timeoutMs = 5_000) =>
  telegramMessenger({ token: TOKEN, apiRoot, timeoutMs, drawPicture: async () => Buffer.from('png') });
const send = (prompt: Prompt = aMessage(), more: { editOf?: string; fileId?: string } = {}) =>
  messenger.send({ externalId: '42', prompt, bulk: false, ...more });
/** For what never answers: it is given up soon, while a real answer may take its time. */
const impatient = async () => {
  await messenger.close();
  messenger = make(stub.url, 1_000);
};

beforeEach(async () => {
  stub = await startStub();
  messenger = make(stub.url);
});

afterEach(async () => {
  await messenger.close();
  await stub.stop();
});

describe('when Telegram answers', () => {
  it.each<[string, ReturnType<typeof no>, SendOutcome['outcome']]>([
    ['the person has blocked the bot', no(403, 'Forbidden: bot was blocked by the user'), 'unreachable'],
    ['the person is gone', no(403, 'Forbidden: user is deactivated'), 'unreachable'],
    ['there is no such chat', no(400, 'Bad Request: chat not found'), 'unreachable'],
    ['the content is wrong', no(400, "Bad Request: can't parse entities: unclosed tag"), 'rejected'],
    ['the button is wrong', no(400, 'Bad Request: BUTTON_DATA_INVALID'), 'rejected'],
    ['the token is wrong', no(401, 'Unauthorized'), 'botRefused'],
    ['the method is unknown', no(404, 'Not Found: method not found'), 'botRefused'],
    ['another program holds the bot', no(409, 'Conflict: terminated by other request'), 'botRefused'],
    ['it failed inside', no(500, 'Internal Server Error'), 'unknown'],
  ])('that %s, the outcome says so', async (_, behaviour, outcome) => {
    stub.behave(behaviour);
    expect(await send()).toMatchObject({ outcome });
    expect(stub.seen).toHaveLength(1);
  });

  it('that it is too much, the whole bot waits as long as it was told', async () => {
    stub.behave(no(429, 'Too Many Requests: retry after 17', { retry_after: 17 }));
    expect(await send()).toMatchObject({ outcome: 'retry', delayMs: 17_000, wholeBot: true });
  });

  it('that the group is a supergroup now, the message is tried again, and its new id is told', async () => {
    const told: object[] = [];
    await messenger.close();
    messenger = telegramMessenger({
      token: TOKEN,
      apiRoot: stub.url,
      drawPicture: async () => Buffer.from('png'),
      onMoved: async (moved) => void told.push(moved),
    });
    const words = 'Bad Request: group chat was upgraded to a supergroup chat';
    stub.behave(no(400, words, { migrate_to_chat_id: -100_42 }));
    expect(await send()).toMatchObject({ outcome: 'retry', wholeBot: false, movedTo: -100_42 });
    expect(told).toEqual([{ from: '42', to: -100_42 }]);
  });

  it('that it took the message, the outcome carries its id', async () => {
    stub.behave(okay(MESSAGE));
    expect(await send()).toEqual({ outcome: 'sent', externalMessageId: '7' });
  });

  it.each([
    ['with an HTML page', { answer: 502, body: '<html>502 Bad Gateway</html>' }],
    ['with nothing', { answer: 200, body: '' }],
    ['with half of its JSON', { answer: 200, body: '{"ok":true,"result":{"mess' }],
    ['with JSON of another kind', { answer: 200, body: '[]' }],
  ])('%s, the message counts as perhaps sent', async (_, behaviour) => {
    stub.behave(behaviour);
    expect(await send()).toMatchObject({ outcome: 'unknown' });
    expect(stub.seen).toHaveLength(1);
  });
});

describe('when the connection fails', () => {
  it.each(['reset', 'stall', 'half', 'hangUp'] as const)(
    'after the request was under way (%s), the message counts as perhaps sent and is not repeated',
    async (behaviour) => {
      if (behaviour === 'stall') await impatient();
      stub.behave(behaviour);
      expect(await send()).toMatchObject({ outcome: 'unknown' });
      expect(stub.seen.length).toBeLessThanOrEqual(1);
    },
  );

  it('on a connection that was kept, the message counts as perhaps sent and is not repeated', async () => {
    stub.behave(okay(MESSAGE), 'reset', okay(MESSAGE));
    await send();
    expect(await send()).toMatchObject({ outcome: 'unknown' });
    expect(stub.seen).toHaveLength(2);
  });

  it('before it stood, the message may be tried again', async () => {
    await messenger.close();
    messenger = make(DEAD_ADDRESS);
    expect(await send()).toMatchObject({ outcome: 'retry', wholeBot: true, reason: 'ECONNREFUSED' });
  });

  it('because the name is unknown, the message may be tried again', async () => {
    await messenger.close();
    messenger = make('http://nowhere.invalid');
    expect(await send()).toMatchObject({ outcome: 'retry', wholeBot: true });
  });

  it('while a picture is uploaded, the message counts as perhaps sent', async () => {
    stub.behave('reset');
    const picture = { picture: 'liveCode', code: 'K1', language: 'uk' } as const;
    expect(await send(aMessage({ picture }))).toMatchObject({ outcome: 'unknown' });
    expect(stub.seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data/);
  });

  it('no outcome tells the token', async () => {
    await impatient();
    for (const behaviour of ['reset', 'stall'] as const) {
      stub.behave(behaviour);
      expect(JSON.stringify(await send())).not.toContain('a-token');
    }
  });
});

describe('when a slow Telegram holds every bulk message', () => {
  it('then replies go out beside them, and at the end it is known which of them had left', async () => {
    const patient = make(stub.url, 20_000);
    stub.behave('stall');
    const bulk = Array.from({ length: 40 }, () =>
      patient.send({ externalId: '1', prompt: aMessage(), bulk: true }),
    );
    await until('all connections to be taken', () => stub.seen.length === 32);
    stub.behave(okay(MESSAGE));
    const reply = await patient.send({ externalId: '42', prompt: aMessage(), bulk: false });
    expect(reply).toMatchObject({ outcome: 'sent' });
    await patient.close();
    const outcomes = (await Promise.all(bulk)).map((result) => result.outcome);
    expect(outcomes.filter((outcome) => outcome === 'unknown')).toHaveLength(32);
    expect(outcomes.filter((outcome) => outcome === 'retry')).toHaveLength(8);
    expect(stub.seen).toHaveLength(33);
  });
});

describe('when a message is edited', () => {
  const edit = (orSend: boolean): Prompt => ({
    say: 'edit',
    of: { externalMessageId: '7' },
    text: '<b>нове</b>',
    orSend,
  });
  const paths = () => stub.seen.map((request) => request.path.split('/').at(-1));

  it('and says the same already, that is as good as done', async () => {
    stub.behave(no(400, 'Bad Request: message is not modified: specified new message content and …'));
    expect(await send(edit(true))).toEqual({ outcome: 'sent', externalMessageId: '7' });
  });

  it.each(['message to edit not found', "message can't be edited"])(
    'and cannot be (%s), a new one is sent where the prompt asks for it',
    async (why) => {
      stub.behave(no(400, `Bad Request: ${why}`), okay({ ...MESSAGE, message_id: 8 }));
      expect(await send(edit(true))).toEqual({ outcome: 'sent', externalMessageId: '8' });
      expect(paths()).toEqual(['editMessageText', 'sendMessage']);
    },
  );

  it('and cannot be, nothing is sent where the prompt does not ask for it', async () => {
    stub.behave(no(400, "Bad Request: message can't be edited"));
    expect(await send(edit(false))).toMatchObject({ outcome: 'rejected' });
    expect(paths()).toEqual(['editMessageText']);
  });

  it('and is a photo, its caption changes', async () => {
    stub.behave(no(400, 'Bad Request: there is no text in the message to edit'), okay(MESSAGE));
    expect(await send(edit(false))).toEqual({ outcome: 'sent', externalMessageId: '7' });
    expect(paths()).toEqual(['editMessageText', 'editMessageCaption']);
  });

  it('and no answer comes, the edit may be tried again, for it does the same twice', async () => {
    stub.behave('reset');
    expect(await send(edit(true))).toMatchObject({ outcome: 'retry', wholeBot: false });
    expect(paths()).toEqual(['editMessageText']);
  });

  it('by a delivery that was never sent, a new one is sent', async () => {
    stub.behave(okay(MESSAGE));
    const prompt: Prompt = { say: 'edit', of: { deliveryId: 'dlv_1' }, text: 'нове', orSend: true };
    expect(await send(prompt)).toEqual({ outcome: 'sent', externalMessageId: '7' });
    expect(paths()).toEqual(['sendMessage']);
  });
});

describe('when a pressed button is answered', () => {
  const toast: Prompt = { say: 'toast', callbackId: 'c1', text: 'Готово', alert: false };

  it('too late, that is as good as done', async () => {
    stub.behave(no(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'));
    expect(await send(toast)).toMatchObject({ outcome: 'sent' });
  });

  it('and no answer comes, it may be tried again', async () => {
    await impatient();
    stub.behave('stall');
    expect(await send(toast)).toMatchObject({ outcome: 'retry' });
  });
});

describe('when a picture was uploaded before', () => {
  const picture = { picture: 'liveCode', code: 'K1', language: 'uk' } as const;
  const photo = [
    { file_id: 'small', file_unique_id: 's', width: 90, height: 90 },
    { file_id: 'large', file_unique_id: 'l', width: 800, height: 800 },
  ];

  it('its id is sent and nothing is uploaded', async () => {
    stub.behave(okay({ ...MESSAGE, photo }));
    expect(await send(aMessage({ picture }), { fileId: 'known' })).toMatchObject({ outcome: 'sent' });
    expect(JSON.parse(stub.seen[0]?.body ?? '')).toMatchObject({ photo: 'known' });
  });

  it.each([
    'wrong file identifier/HTTP URL specified',
    'wrong remote file identifier specified: wrong length',
  ])('and its id is refused (%s), it is uploaded again, once', async (why) => {
    stub.behave(no(400, `Bad Request: ${why}`), okay({ ...MESSAGE, photo }));
    const outcome = await send(aMessage({ picture }), { fileId: 'stale' });
    expect(outcome).toEqual({ outcome: 'sent', externalMessageId: '7', fileId: 'large' });
    expect(stub.seen).toHaveLength(2);
  });
});

describe('when a picture cannot be drawn', () => {
  it('then nothing is sent, and that is known', async () => {
    const clumsy = telegramMessenger({
      token: TOKEN,
      apiRoot: stub.url,
      drawPicture: () => Promise.reject(new Error('no such card')),
    });
    const prompt = aMessage({ picture: { picture: 'liveCode', code: 'K1', language: 'uk' } });
    expect(await clumsy.send({ externalId: '42', prompt, bulk: false })).toMatchObject({
      outcome: 'rejected',
    });
    expect(stub.seen).toHaveLength(0);
    await clumsy.close();
  });
});

describe('when the words do not fit under their picture', () => {
  const picture = { picture: 'liveCode', code: 'K1', language: 'uk' } as const;
  const prompt = aMessage({ picture, text: 'я'.repeat(1_100) });
  const sentPhoto = okay({ ...MESSAGE, photo: [{ file_id: 'p', file_unique_id: 'p', width: 1, height: 1 }] });

  it('they follow it, and a short wait does not lose them', async () => {
    stub.behave(
      sentPhoto,
      no(429, 'Too Many Requests: retry after 0', { retry_after: 0 }),
      okay({ ...MESSAGE, message_id: 8 }),
    );
    expect(await send(prompt)).toEqual({ outcome: 'sent', externalMessageId: '8', fileId: 'p' });
  });

  it('and Telegram wants a long wait in between, the picture is not sent twice', async () => {
    stub.behave(sentPhoto, no(429, 'Too Many Requests: retry after 30', { retry_after: 30 }));
    expect(await send(prompt)).toMatchObject({ outcome: 'unknown' });
    expect(stub.seen).toHaveLength(2);
  });
});
