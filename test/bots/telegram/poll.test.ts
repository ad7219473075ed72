import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Polling, pollTelegram } from '#bots/telegram/poll.ts';
import { setUpTelegram } from '#bots/telegram/set-up.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { Person } from '#src/simulator/control.ts';
import { type Remote, startRemote } from '#test/simulator/remote.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';
import { startStub } from '../wire-stub.ts';

const TOKEN = '123456:telegram-polling-token';
const database = useDatabase();
let remote: Remote;
let olena: Person;
let polling: Polling | undefined;
let lines: string[] = [];
const write = (words: string) => {
  lines.push(words);
};
const log = { info: write, warn: write, error: write };

beforeEach(async () => {
  await database.sql`delete from inbox`;
  lines = [];
  remote = await startRemote({ telegramToken: TOKEN });
  olena = await remote.add({ name: 'Олена' });
});

afterEach(async () => {
  await polling?.stop();
  polling = undefined;
  await remote.stop();
});

const start = (apiRoot = remote.url) =>
  pollTelegram({
    token: TOKEN,
    apiRoot,
    sql: database.sql,
    clock: fixedClock('2026-11-22T10:00:00Z'),
    log,
    backOffMs: 10,
  });
const texts = async () => {
  const rows = await database.sql<{ text: string }[]>`
    select payload->'message'->>'text' as text from inbox order by inbox_no`;
  return rows.map((row) => row.text);
};

describe('when updates are polled', () => {
  it('then they are in the inbox in their order, once', async () => {
    await remote.act('telegram', olena, { act: 'open' });
    for (const text of ['один', 'два', 'три']) await remote.act('telegram', olena, { act: 'text', text });
    polling = start();
    await until('all updates', async () => (await texts()).length === 4);
    await remote.act('telegram', olena, { act: 'text', text: 'чотири' });
    await until('the last update', async () => (await texts()).length === 5);
    expect(await texts()).toEqual(['/start', 'один', 'два', 'три', 'чотири']);
    expect(lines).toEqual([]);
  });

  it('then stopping breaks off the open call at once, and what was not confirmed is stored once', async () => {
    polling = start();
    await remote.act('telegram', olena, { act: 'open' });
    await until('the update', async () => (await texts()).length === 1);
    const before = performance.now();
    await polling.stop();
    expect(performance.now() - before).toBeLessThan(10_000);
    polling = start();
    await remote.act('telegram', olena, { act: 'text', text: 'далі' });
    await until('the next update', async () => (await texts()).length === 2);
    expect(await texts()).toEqual(['/start', 'далі']);
  });

  it('and Telegram breaks off or fails, then one line says so, and it goes on', async () => {
    await remote.fault({ on: 'telegram', method: 'getUpdates', kind: 'reset_before', times: 2 });
    await remote.fault({ on: 'telegram', method: 'getUpdates', kind: 'bad_gateway', times: 2 });
    await remote.act('telegram', olena, { act: 'open' });
    polling = start();
    await until('the update', async () => (await texts()).length === 1);
    await until('the log', () => lines.length === 2);
    expect(lines[0]).toContain('Trying again');
    expect(lines[1]).toBe('Telegram gives updates again');
    expect(lines.join()).not.toContain('polling-token');
  });

  it('and they cannot be stored, then they are not confirmed and come again', async () => {
    await database.sql`alter table inbox rename to inbox_away`;
    await remote.act('telegram', olena, { act: 'open' });
    polling = start();
    await until('the warning', () => lines.length === 1);
    await database.sql`alter table inbox_away rename to inbox`;
    await until('the update', async () => (await texts()).length === 1);
  });

  it('and another program polls too, then one clear line says so, and it goes on', async () => {
    const stub = await startStub();
    const conflict = 'Conflict: terminated by other getUpdates request';
    const refusal = JSON.stringify({ ok: false, error_code: 409, description: conflict });
    const empty = { answer: 200, body: '{"ok":true,"result":[]}' };
    stub.behave({ answer: 409, body: refusal }, { answer: 409, body: refusal }, empty, 'stall');
    polling = start(stub.url);
    await until('four calls', () => stub.seen.length === 4);
    await polling.stop();
    expect(lines).toEqual([
      `Another program takes this bot's updates, or a webhook is set: ${conflict}. Trying again.`,
      'Telegram gives updates again',
    ]);
    await stub.stop();
  });
});

describe('when Telegram is set up', () => {
  const setUp = (updates: Parameters<typeof setUpTelegram>[0]['updates'], token = TOKEN) =>
    setUpTelegram({
      token,
      apiRoot: remote.url,
      updates,
      log,
      signal: new AbortController().signal,
      backOffMs: 5,
    });

  it('for a webhook, then it knows the address, the kinds of update and the menu in each language', async () => {
    const secret = 'a-secret-of-the-webhook';
    await remote.fault({ on: 'telegram', method: 'setWebhook', kind: 'reset_before', times: 1 });
    const username = await setUp({ mode: 'webhook', publicUrl: 'http://127.0.0.1:9', secret });
    expect(username).toEqual(expect.any(String));
    const info = await remote.post(`/bot${TOKEN}/getWebhookInfo`, {});
    expect(info.body).toMatchObject({
      result: {
        url: 'http://127.0.0.1:9/webhooks/telegram',
        allowed_updates: ['message', 'callback_query', 'my_chat_member'],
      },
    });
    for (const [language, word] of [
      ['en', 'My card'],
      ['ru', 'Моя карта'],
      ['', 'Моя картка'],
    ]) {
      const menu = await remote.post(`/bot${TOKEN}/getMyCommands`, { language_code: language });
      expect(JSON.stringify(menu.body)).toContain(word);
    }
  });

  it('for polling, then a webhook of before is taken away', async () => {
    await remote.post(`/bot${TOKEN}/setWebhook`, { url: 'http://127.0.0.1:9/old' });
    await setUp({ mode: 'polling' });
    const info = await remote.post(`/bot${TOKEN}/getWebhookInfo`, {});
    expect(info.body).toMatchObject({ result: { url: '' } });
  });

  it('with a wrong token, then one line says so and it gives up', async () => {
    expect(await setUp({ mode: 'polling' }, '999999:a-wrong-token-of-a-bot')).toBeNull();
    expect(lines).toEqual(['Telegram refuses the bot: 401 Unauthorized']);
  });
});
