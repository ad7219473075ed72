// What a person sees in Telegram: prompts sent through the whole adapter to the simulator's phone.
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import type { Picture, Prompt } from '#src/core/deliveries/prompt.ts';
import type { Person } from '#src/simulator/control.ts';
import { drawSamplePhoto } from '#src/simulator/sample-photo.ts';
import { type Remote, startRemote } from '#test/simulator/remote.ts';
import { aMessage } from '../wire-stub.ts';

const TOKEN = '123456:telegram-messenger-token';
const PICTURE: Picture = { picture: 'liveCode', code: 'K1', language: 'uk' };
let remote: Remote;
let olena: Person;
let messenger: ReturnType<typeof telegramMessenger>;
let drawn = 0;

const make = (timeoutMs = 5_000) =>
  telegramMessenger({
    token: TOKEN,
    apiRoot: `${remote.url}/`,
    timeoutMs,
    drawPicture: async () => {
      drawn++;
      return drawSamplePhoto();
    },
  });

beforeEach(async () => {
  remote = await startRemote({ telegramToken: TOKEN });
  olena = await remote.add({ name: 'Олена' });
  await remote.act('telegram', olena, { act: 'open' });
  drawn = 0;
  messenger = make();
});

afterEach(async () => {
  await messenger.close();
  await remote.stop();
});

const send = (prompt: Prompt, more: { editOf?: string; fileId?: string } = {}) =>
  messenger.send({ externalId: String(olena.telegram.userId), prompt, bulk: false, ...more });
const botMessages = async () =>
  (await remote.see('telegram', olena)).messages.filter((message) => message.from === 'bot');

describe('when a message is sent to Telegram', () => {
  it('then it appears in its style, and what looks like markup in a value stays text', async () => {
    const text =
      'На рахунку <b>1 240</b> балів, <i>Олено</i> &lt;b&gt; &amp; <code>29</code> <a href="https://p.ua/?a=1&amp;b=2">правила</a> 5 < 6';
    expect(await send(aMessage({ text }))).toMatchObject({ outcome: 'sent' });
    expect((await botMessages()).at(-1)?.text).toEqual([
      { text: 'На рахунку ' },
      { text: '1 240', style: 'bold' },
      { text: ' балів, ' },
      { text: 'Олено', style: 'italic' },
      { text: ' <b> & ' },
      { text: '29', style: 'code' },
      { text: ' ' },
      { text: 'правила', style: 'link', url: 'https://p.ua/?a=1&b=2' },
      { text: ' 5 < 6' },
    ]);
  });

  it.each([['<b>не закрито'], ['</i>не відкрито'], ['<a href="">порожньо</a>'], ['<u>чуже</u> & <']])(
    'then broken markup (%s) does not lose it',
    async (text) => {
      expect(await send(aMessage({ text }))).toMatchObject({ outcome: 'sent' });
    },
  );

  it('then a text that is too long ends in an ellipsis, with its markup whole', async () => {
    expect(await send(aMessage({ text: `<b>${'щ'.repeat(5_000)}</b>` }))).toMatchObject({ outcome: 'sent' });
    const [message] = (await botMessages()).slice(-1);
    expect(message?.text.map((span) => span.text.length)).toEqual([4_095, 1]);
  });

  it('then its keys stand below the chat, and go away when they are taken away', async () => {
    const keyboard = [
      [
        { label: '💳 Картка', action: 'card' },
        { label: 'Бали', action: 'balance' },
      ],
    ];
    await send(aMessage({ keyboard }));
    expect((await remote.see('telegram', olena)).keyboard).toEqual([
      [expect.objectContaining({ label: '💳 Картка' }), expect.objectContaining({ label: 'Бали' })],
    ]);
    await send(aMessage({ text: 'Дякуємо', keyboard: 'none' }));
    expect((await remote.see('telegram', olena)).keyboard).toBeNull();
  });

  it('then a key that shares the phone gives the own contact', async () => {
    await send(aMessage({ keyboard: [[{ label: '📱 Поділитися номером', share: 'phone' }]] }));
    await remote.act('telegram', olena, { act: 'keyLabel', label: '📱 Поділитися номером' });
    const { messages } = await remote.see('telegram', olena);
    expect(messages.at(-1)?.contact).toMatchObject({ own: true, phone: olena.phone });
  });

  it('then its buttons stand under it', async () => {
    await send(
      aMessage({
        buttons: [
          [{ label: 'Так', action: 'burn.yes:brq_1', tone: 'primary' }],
          [{ label: 'Правила', url: 'https://p.ua' }],
        ],
      }),
    );
    expect((await botMessages()).at(-1)?.buttons).toEqual([
      [{ label: 'Так', kind: 'callback' }],
      [{ label: 'Правила', kind: 'url', url: expect.stringContaining('https://p.ua') }],
    ]);
  });

  it('then an action longer than 64 bytes is refused before anything is sent', async () => {
    const buttons = [[{ label: 'Ні', action: 'ї'.repeat(33) }]];
    expect(await send(aMessage({ buttons }))).toMatchObject({ outcome: 'rejected' });
    expect(await botMessages()).toHaveLength(0);
  });

  it('then a picture is drawn and uploaded once, and sent by its id from then on', async () => {
    const first = await send(aMessage({ picture: PICTURE }));
    expect(first).toMatchObject({ outcome: 'sent', fileId: expect.any(String) });
    const fileId = first.outcome === 'sent' ? first.fileId : undefined;
    expect(await send(aMessage({ picture: PICTURE, text: 'Ще раз' }), { fileId })).toMatchObject({
      outcome: 'sent',
    });
    expect((await botMessages()).map((message) => message.kind)).toEqual(['photo', 'photo']);
    expect(drawn).toBe(1);
  });

  it('then an id of another bot is replaced by a new upload', async () => {
    const outcome = await send(aMessage({ picture: PICTURE }), { fileId: 'AgACAgIAAxkBAAM-of-another-bot' });
    expect(outcome).toMatchObject({ outcome: 'sent', fileId: expect.any(String) });
    expect(drawn).toBe(1);
  });

  it('then a document is fetched from us and uploaded', async () => {
    const server = createServer((_request, response) => response.end('{"phone":"…"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/export?sig=1`;
    expect(await send(aMessage({ document: { fileName: 'мої-дані.json', url } }))).toMatchObject({
      outcome: 'sent',
    });
    expect((await botMessages()).at(-1)?.document?.fileName).toBe('мої-дані.json');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const gone = await send(aMessage({ document: { fileName: 'a.json', url } }));
    expect(gone).toMatchObject({ outcome: 'retry', wholeBot: false });
  });

  it('then it can be edited, and its buttons go with the edit', async () => {
    const first = await send(aMessage({ buttons: [[{ label: 'Так', action: 'yes' }]] }));
    const editOf = first.outcome === 'sent' ? first.externalMessageId : '';
    const edit: Prompt = { say: 'edit', of: { deliveryId: 'dlv_1' }, text: 'Списано', orSend: true };
    expect(await send(edit, { editOf })).toEqual({ outcome: 'sent', externalMessageId: editOf });
    expect(await send(edit, { editOf })).toEqual({ outcome: 'sent', externalMessageId: editOf });
    const messages = await botMessages();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ text: [{ text: 'Списано' }], editedAt: expect.any(String) });
    expect(messages[0]?.buttons ?? []).toEqual([]);
  });

  it('then a photo is edited by its caption', async () => {
    const first = await send(aMessage({ picture: PICTURE }));
    const editOf = first.outcome === 'sent' ? first.externalMessageId : '';
    const edit: Prompt = { say: 'edit', of: { deliveryId: 'dlv_1' }, text: 'Код минув', orSend: false };
    expect(await send(edit, { editOf })).toMatchObject({ outcome: 'sent' });
    expect((await botMessages())[0]).toMatchObject({ kind: 'photo', text: [{ text: 'Код минув' }] });
  });
});

describe('when Telegram misbehaves as the simulator can', () => {
  it.each([
    ['too_many', { outcome: 'retry', delayMs: 3_000, wholeBot: true }, 0],
    ['blocked', { outcome: 'unreachable' }, 0],
    ['not_found', { outcome: 'unreachable' }, 0],
    ['server_error', { outcome: 'unknown' }, 0],
    ['bad_gateway', { outcome: 'unknown' }, 0],
    ['reset_before', { outcome: 'unknown' }, 0],
    ['accepted_no_answer', { outcome: 'unknown' }, 1],
    ['accepted_stall', { outcome: 'unknown' }, 1],
    ['empty_body', { outcome: 'unknown' }, 1],
    ['truncated_json', { outcome: 'unknown' }, 1],
  ] as const)('by %s, the outcome is right and nothing is sent twice', async (kind, outcome, received) => {
    const fault = { on: 'telegram', kind, times: 1, retryAfterSeconds: 3, delayMs: 5_000 } as const;
    await remote.fault(fault);
    if (kind === 'accepted_stall') {
      await messenger.close();
      messenger = make(1_000);
    }
    expect(await send(aMessage())).toMatchObject(outcome);
    expect(await botMessages()).toHaveLength(received);
  });

  it('because the person really blocked the bot, the outcome is unreachable', async () => {
    await remote.act('telegram', olena, { act: 'block' });
    expect(await send(aMessage())).toMatchObject({ outcome: 'unreachable' });
  });
});
