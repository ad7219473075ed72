import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChatView, Person, PersonEvent } from '#src/simulator/control.ts';
import { startRemote } from './remote.ts';

/** Reads events until one answers the description. */
async function readUntil(url: string, wanted: (event: PersonEvent) => boolean): Promise<PersonEvent[]> {
  const stop = new AbortController();
  const answer = await fetch(url, { signal: stop.signal });
  const events: PersonEvent[] = [];
  let rest = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((text) => text.startsWith('data: ')))
      events.push(JSON.parse(line.slice(6)));
    if (events.some(wanted)) break;
  }
  stop.abort();
  return events;
}

describe('the control API', () => {
  it('has two demo people from the start, streams a phone, and shows changes as they come', async () => {
    const remote = await startRemote();
    const people: Person[] = await (await fetch(`${remote.url}/control/people`)).json();
    expect(people.map((person) => [person.name, person.phone, person.language])).toEqual([
      ['Олена', '+380671234567', 'uk'],
      ['Тарас', '+380501112233', 'uk'],
    ]);
    const [olena] = people;
    if (!olena) throw new Error('nobody is there');
    const events = readUntil(
      `${remote.url}/control/people/p1/events`,
      (event) => event.event === 'chat' && event.view.messages.length > 0,
    );
    await remote.act('telegram', olena, { act: 'open' });
    expect((await events).slice(0, 3).map((event) => event.event)).toEqual(['person', 'chat', 'chat']);
    await remote.stop();
  });

  it('answers with plain errors when a request cannot be done', async () => {
    const remote = await startRemote();
    const path = '/control/chats/telegram/p1';
    expect(await remote.post(`${path}/act`, { act: 'fly' })).toMatchObject({ status: 400 });
    expect(await remote.post(`${path}/act`, { act: 'text', text: 'hi' })).toEqual({
      status: 409,
      body: { error: 'the chat is not open; open it first' },
    });
    expect(await remote.post('/control/chats/telegram/p99/act', { act: 'open' })).toMatchObject({
      status: 404,
    });
    expect(await remote.post('/control/chats/viber/p1/act', { act: 'open' })).toMatchObject({ status: 409 });
    expect(await remote.post('/control/people', { phone: '123' })).toMatchObject({ status: 400 });
    const late = await fetch(`${remote.url}${path}/wait?contains=x&timeoutMs=10`);
    expect(late.status).toBe(408);
    await remote.stop();
  });

  it('makes groups in which the bot hears commands and presses only, and each phone sees whose words are its own', async () => {
    const remote = await startRemote();
    const bot = '/bot654321:group-token';
    const updates = async (): Promise<Record<string, { text?: string; chat?: object; from?: object }>[]> =>
      (await (await fetch(`${remote.url}${bot}/getUpdates`)).json()).result;
    await updates();
    const group = '/control/chats/telegram/p1/act?group=g1';
    expect(await remote.post(group, { act: 'text', text: '/quest' })).toMatchObject({ status: 404 });
    expect(await remote.post('/control/groups', { title: 'Ми', personIds: [] })).toMatchObject({
      status: 400,
    });
    expect(await remote.post('/control/groups', { title: 'Ми', personIds: ['p1', 'p2'] })).toEqual({
      status: 200,
      body: { groupId: 'g1', title: 'Ми' },
    });
    for (const text of ['привіт', '/quest now'])
      expect(await remote.post(group, { act: 'text', text })).toMatchObject({ status: 200 });
    const heard = await updates();
    const chat = { id: -641_000_001, type: 'group', title: 'Ми' };
    expect(heard.map((update) => Object.keys(update)[1])).toEqual(['my_chat_member', 'message']);
    expect(heard[0]).toMatchObject({ my_chat_member: { chat, new_chat_member: { status: 'member' } } });
    expect(heard[1]).toMatchObject({ message: { chat, text: '/quest now', from: { first_name: 'Олена' } } });
    const reply_markup = { inline_keyboard: [[{ text: 'Так', callback_data: 'yes' }]] };
    await remote.post(`${bot}/sendMessage`, { chat_id: chat.id, text: 'Граємо?', reply_markup });
    await remote.post(group, { act: 'pressLabel', label: 'Так' });
    const press = (await updates()).at(-1)?.callback_query;
    expect(press).toMatchObject({ data: 'yes', message: { chat } });
    await remote.post(`${bot}/answerCallbackQuery`, {
      callback_query_id: press && 'id' in press && press.id,
      text: 'Добре',
    });
    const views = await Promise.all(
      ['p1', 'p2'].map(async (personId) => {
        const answer = await fetch(`${remote.url}/control/chats/telegram/${personId}?group=g1`);
        const { messages, toasts, group: seen } = (await answer.json()) as ChatView;
        return {
          from: messages.map((message) => message.from),
          toasts: toasts.length,
          members: seen?.members,
        };
      }),
    );
    const members = ['Олена', 'Тарас'];
    expect(views).toEqual([
      { from: ['bot', 'person', 'person', 'bot'], toasts: 1, members },
      { from: ['bot', 'other', 'other', 'bot'], toasts: 0, members },
    ]);
    expect(await remote.post(group, { act: 'photo' })).toMatchObject({ status: 409 });
    await remote.post(group, { act: 'block' });
    expect(await remote.post(`${bot}/sendMessage`, { chat_id: chat.id, text: 'Чи ви тут?' })).toMatchObject({
      status: 403,
    });
    await remote.stop();
  });

  it('turns a group into a supergroup, whose old id answers where it is now', async () => {
    const remote = await startRemote();
    const bot = '/bot654321:supergroup-token';
    const updates = async (): Promise<{ message?: object; my_chat_member?: object }[]> =>
      (await (await fetch(`${remote.url}${bot}/getUpdates`)).json()).result;
    await updates();
    await remote.post('/control/groups', { title: 'Ми', personIds: ['p1', 'p2'] });
    const act = '/control/chats/telegram/p2/act?group=g1';
    await remote.post(act, { act: 'text', text: '/quest' });
    const known = (await updates()).length;
    const send = (chat_id: number) => remote.post(`${bot}/sendMessage`, { chat_id, text: 'Граємо?' });
    expect(await send(-641_000_001)).toMatchObject({ body: { result: { message_id: 3 } } });
    expect(await remote.post(act, { act: 'upgrade' })).toMatchObject({ status: 200 });
    const chat = { id: -1_001_000_000_001, type: 'supergroup', title: 'Ми' };
    expect((await updates()).slice(known)).toMatchObject([
      { my_chat_member: { chat, new_chat_member: { status: 'member' } } },
      { message: { chat: { id: -641_000_001, type: 'group' }, migrate_to_chat_id: chat.id } },
      { message: { message_id: 1, chat, migrate_from_chat_id: -641_000_001 } },
    ]);
    expect(await send(-641_000_001)).toEqual({
      status: 400,
      body: {
        ok: false,
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: chat.id },
      },
    });
    expect(await send(chat.id)).toMatchObject({ body: { result: { message_id: 2, chat } } });
    expect(await remote.post(act, { act: 'upgrade' })).toMatchObject({ status: 409 });
    expect(await remote.post(act.split('?')[0] ?? '', { act: 'upgrade' })).toMatchObject({ status: 409 });
    await remote.stop();
  });

  it('forgets everything on reset, and the phone forgets its messages on restart', async () => {
    const remote = await startRemote();
    const extra = await remote.add();
    await remote.act('telegram', extra, { act: 'open' });
    await remote.act('telegram', extra, { act: 'restart' });
    const view = await remote.see('telegram', extra);
    expect([view.opened, view.messages]).toEqual([false, []]);
    await remote.reset();
    await expect(remote.see('telegram', extra)).rejects.toThrow('404');
    await remote.stop();
  });

  it('serves the page of phones with its types taken off', async () => {
    const remote = await startRemote();
    const page = await fetch(`${remote.url}/`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const module = await fetch(`${remote.url}/control.ts`);
    expect(module.headers.get('content-type')).toContain('text/javascript');
    expect(await module.text()).not.toContain('interface Person');
    expect((await fetch(`${remote.url}/page/%2e%2e/start.ts`)).status).toBe(404);
    await remote.stop();
  });

  it('keeps people, chats and pictures between runs when it has a data file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'phones-'));
    const dataFile = join(folder, 'phones.json');
    const first = await startRemote({ dataFile });
    const person = await first.add({ name: 'Ірина' });
    await first.act('telegram', person, { act: 'open' });
    await first.act('telegram', person, { act: 'photo' });
    await first.stop();
    const second = await startRemote({ dataFile });
    const view = await second.see('telegram', person);
    expect(view.messages.map((message) => message.kind)).toEqual(['text', 'photo']);
    expect((await fetch(`${second.url}${view.messages[1]?.photoUrl}`)).status).toBe(200);
    const { body } = await second.post('/bot1:token/sendMessage', {
      chat_id: person.telegram.userId,
      text: 'hi',
    });
    expect(body).toMatchObject({ ok: true, result: { message_id: 3 } });
    await second.stop();
    await rm(folder, { recursive: true });
  });
});
