import { Api } from 'node-telegram-bot-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import type { Person } from '#src/simulator/control.ts';
import { LAZY_TELEGRAM_BASE } from '#src/simulator/lazy-people.ts';
import { type Remote, startRemote } from './remote.ts';

const TOKEN = '654321:wire-token';
let remote: Remote;
let olena: Person;

beforeEach(async () => {
  remote = await startRemote();
  olena = await remote.add();
});
afterEach(() => remote.stop());

const call = (method: string, body: object) => remote.post(`/bot${TOKEN}/${method}`, body);
const refusal = (code: number, description: string, more = {}) => ({
  status: code,
  body: { ok: false, error_code: code, description, ...more },
});

describe('errors of the Bot API', () => {
  it('have the exact envelope and words when a request is wrong', async () => {
    const chat_id = olena.telegram.userId;
    expect(await call('sendMessage', { chat_id, text: 'hi' })).toEqual(
      refusal(403, "Forbidden: bot can't initiate conversation with a user"),
    );
    await remote.act('telegram', olena, { act: 'open' });
    expect(await call('noSuchMethod', {})).toEqual(refusal(404, 'Not Found: method not found'));
    expect(await call('sendMessage', { chat_id: 1, text: 'hi' })).toEqual(
      refusal(400, 'Bad Request: chat not found'),
    );
    expect(await call('sendMessage', { chat_id, text: '  ' })).toEqual(
      refusal(400, 'Bad Request: message text is empty'),
    );
    expect(await call('sendMessage', { chat_id, text: 'x'.repeat(4_097) })).toEqual(
      refusal(400, 'Bad Request: message is too long'),
    );
    expect(await call('sendMessage', { chat_id, text: '<b>x', parse_mode: 'HTML' })).toEqual(
      refusal(400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`),
    );
    expect(await call('sendMessage', { chat_id, text: 'a.b', parse_mode: 'MarkdownV2' })).toEqual(
      refusal(
        400,
        "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
      ),
    );
    const reply_markup = { inline_keyboard: [[{ text: 'x', callback_data: 'д'.repeat(33) }]] };
    expect(await call('sendMessage', { chat_id, text: 'x', reply_markup })).toEqual(
      refusal(400, 'Bad Request: BUTTON_DATA_INVALID'),
    );
    expect(await call('editMessageText', { chat_id, message_id: 999, text: 'x' })).toEqual(
      refusal(400, 'Bad Request: message to edit not found'),
    );
    expect(await call('deleteMessage', { chat_id, message_id: 999 })).toEqual(
      refusal(400, 'Bad Request: message to delete not found'),
    );
  });

  it('answer 401 to a token that is not the configured one', async () => {
    const strict = await startRemote({ telegramToken: '1:right' });
    expect(await strict.post('/bot1:wrong/getMe', {})).toEqual(refusal(401, 'Unauthorized'));
    expect((await strict.post('/bot1:right/getMe', {})).status).toBe(200);
    await strict.stop();
  });

  it('carry retry_after in body and header when a 429 is set, and count a program that does not wait', async () => {
    await remote.fault({
      on: 'telegram',
      kind: 'too_many',
      method: 'sendMessage',
      times: 1,
      retryAfterSeconds: 7,
    });
    const chat_id = LAZY_TELEGRAM_BASE;
    const answer = await fetch(`${remote.url}/bot${TOKEN}/sendMessage?chat_id=${chat_id}&text=hi`);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect({ status: answer.status, body: await answer.json() }).toEqual(
      refusal(429, 'Too Many Requests: retry after 7', { parameters: { retry_after: 7 } }),
    );
    expect((await remote.stats()).accepted.telegram).toBe(0);
  });

  it('break off after accepting when accepted_no_answer is set, so that the message is there once', async () => {
    await remote.act('telegram', olena, { act: 'open' });
    await remote.fault({ on: 'telegram', kind: 'accepted_no_answer', times: 1 });
    const chat_id = olena.telegram.userId;
    await expect(call('sendMessage', { chat_id, text: 'gone?' })).rejects.toThrow('fetch failed');
    await remote.wait('telegram', olena, 'gone?');
    expect((await remote.stats()).accepted.telegram).toBe(1);
    await remote.fault({ on: 'telegram', kind: 'reset_before', times: 1 });
    await expect(call('sendMessage', { chat_id, text: 'never' })).rejects.toThrow('fetch failed');
    expect((await remote.stats()).accepted.telegram).toBe(1);
  });

  it('come as HTML, empty or cut JSON when such a fault is set', async () => {
    const send = () => fetch(`${remote.url}/bot${TOKEN}/sendMessage?chat_id=${LAZY_TELEGRAM_BASE}&text=hi`);
    await remote.fault({ on: 'telegram', kind: 'bad_gateway', times: 1 });
    const bad = await send();
    expect([bad.status, bad.headers.get('content-type')]).toEqual([502, 'text/html']);
    await remote.fault({ on: 'telegram', kind: 'empty_body', times: 1 });
    expect(await (await send()).text()).toBe('');
    await remote.fault({ on: 'telegram', kind: 'truncated_json', times: 1 });
    const cut = await (await send()).text();
    expect(() => JSON.parse(cut) as unknown).toThrow();
    expect((await remote.stats()).accepted.telegram).toBe(2);
  });

  it('strike only the person named, and leave everybody else in peace', async () => {
    await remote.fault({ on: 'telegram', kind: 'blocked', userId: String(LAZY_TELEGRAM_BASE + 1) });
    const statuses = await Promise.all(
      [0, 1, 2].map(
        async (n) => (await call('sendMessage', { chat_id: LAZY_TELEGRAM_BASE + n, text: 'hi' })).status,
      ),
    );
    expect(statuses).toEqual([200, 403, 200]);
    await remote.noFaults();
    expect((await call('sendMessage', { chat_id: LAZY_TELEGRAM_BASE + 1, text: 'hi' })).status).toBe(200);
  });
});

describe('the rate model', () => {
  it('refuses the 31st message of a second when it is switched on, and none when it is off', async () => {
    await remote.stop();
    // A second that does not go by, however long the sends take.
    remote = await startRemote({ clock: fixedClock('2026-11-22T10:00:00Z') });
    const burst = async (from: number) => {
      const all = Array.from({ length: 40 }, (_, i) =>
        call('sendMessage', { chat_id: LAZY_TELEGRAM_BASE + from + i, text: 'hi' }),
      );
      return (await Promise.all(all)).filter((answer) => answer.status === 429).length;
    };
    expect(await burst(0)).toBe(0);
    await remote.post('/control/rate-model', { telegram: true });
    expect(await burst(100)).toBe(10);
  });
});

describe('lazy people', () => {
  it('are counted and kept no more of, and write to the bot in numbers', async () => {
    for (const n of [5, 5, 900_000]) {
      const { body } = await call('sendMessage', { chat_id: LAZY_TELEGRAM_BASE + n, text: 'hi' });
      expect(body).toMatchObject({ ok: true, result: { text: 'hi', chat: { id: LAZY_TELEGRAM_BASE + n } } });
    }
    expect(await remote.received('telegram')).toEqual([
      [5, 2],
      [900_000, 1],
    ]);
    expect((await remote.stats()).repeated).toBe(1);
    await remote.writeAsLazy({ messenger: 'telegram', from: 10, count: 3, text: '/start' });
    const { body } = await call('getUpdates', { timeout: 0 });
    expect(body).toMatchObject({
      ok: true,
      result: [10, 11, 12].map((n) => ({
        message: { from: { id: LAZY_TELEGRAM_BASE + n }, text: '/start' },
      })),
    });
  });
});

describe('node-telegram-bot-api', () => {
  it('sends, polls and gets its error as a second independent program', async () => {
    const other = new Api(TOKEN, { apiRoot: remote.url });
    expect((await other.getMe()).username).toBe('kartka_bot');
    await remote.act('telegram', olena, { act: 'open' });
    const updates = await other.getUpdates({ timeout: 0 });
    expect(updates[0]).toMatchObject({ message: { text: '/start' } });
    const chat_id = olena.telegram.userId;
    const sent = await other.sendMessage({ chat_id, text: '*bold* text', parse_mode: 'Markdown' });
    expect(sent.entities).toEqual([{ type: 'bold', offset: 0, length: 4 }]);
    await expect(other.sendMessage({ chat_id: 1, text: 'hi' })).rejects.toThrow('chat not found');
  });
});

describe('SMS', () => {
  it('appear on the phone they are sent to, and are refused without a token', async () => {
    const body = { recipients: [olena.phone.slice(1)], sms: { sender: 'Kartka', text: 'Code 1234' } };
    const send = (headers: Record<string, string>) =>
      fetch(`${remote.url}/sms/message/send.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }).then((answer) => answer.json());
    expect(await send({})).toMatchObject({ response_code: 103 });
    expect(await send({ authorization: 'Bearer x' })).toMatchObject({
      response_code: 800,
      response_status: 'SUCCESS_MESSAGE_ACCEPTED',
      response_result: [{ phone: olena.phone.slice(1), response_code: 0, response_status: 'OK' }],
    });
    expect(await remote.smsOf(olena)).toMatchObject([{ from: 'Kartka', text: 'Code 1234' }]);
  });
});
