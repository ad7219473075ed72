import { createServer, type Server } from 'node:http';
import { Bot, type GrammyError, InlineKeyboard, InputFile, Keyboard, webhookCallback } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#src/simulator/control.ts';
import { drawSamplePhoto } from '#src/simulator/sample-photo.ts';
import { freePort } from '#test/support/free-port.ts';
import { collect, type Remote, startRemote } from './remote.ts';

const TOKEN = '123456:grammy-token';
let remote: Remote;
let olena: Person;
let bot: Bot;
let server: Server | undefined;

beforeEach(async () => {
  // Of its own, so that it is still there when the simulator is started again.
  remote = await startRemote({ port: await freePort() });
  olena = await remote.add({ name: 'Ольга', phone: '+380671112233' });
  bot = new Bot(TOKEN, { client: { apiRoot: remote.url } });
});

afterEach(async () => {
  if (bot.isRunning()) await bot.stop();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await remote.stop();
});

function poll(): Promise<void> {
  return new Promise((resolve) => void bot.start({ onStart: () => resolve() }));
}

async function hook(secret: string): Promise<void> {
  const handle = webhookCallback(bot, 'http', { secretToken: secret });
  const listening = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(500).end());
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await bot.init();
  await bot.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: secret, max_connections: 10 });
}

describe('grammY with long polling', () => {
  it('takes /start with its payload and its answer appears styled on the phone', async () => {
    bot.command('start', (ctx) =>
      ctx.reply(`Hello <b>${ctx.from?.first_name}</b>, ${ctx.match}`, { parse_mode: 'HTML' }),
    );
    await poll();
    await remote.act('telegram', olena, { act: 'open', payload: 'store_7' });
    const { message } = await remote.wait('telegram', olena, 'store_7');
    expect(message.text).toEqual([
      { text: 'Hello ' },
      { text: 'Ольга', style: 'bold' },
      { text: ', store_7' },
    ]);
  });

  it('goes on with the next updates after the simulator was started again', async () => {
    const texts = collect<string>();
    bot.on('message:text', (ctx) => texts.push(ctx.message.text));
    await poll();
    await remote.act('telegram', olena, { act: 'open' });
    await texts.until(1);
    const port = Number(new URL(remote.url).port);
    await remote.stop();
    remote = await startRemote({ port });
    olena = await remote.add();
    await remote.act('telegram', olena, { act: 'open', payload: 'again' });
    expect(await texts.until(2)).toEqual(['/start', '/start again']);
  });

  it('shows keys, and pressing share-phone sends the own contact with the own user_id', async () => {
    const contacts = collect<{ phone_number: string; user_id?: number }>();
    bot.command('start', (ctx) =>
      ctx.reply('Phone?', {
        reply_markup: new Keyboard().requestContact('Share').oneTime().placeholder('or type'),
      }),
    );
    bot.on('message:contact', (ctx) => contacts.push(ctx.message.contact));
    await poll();
    await remote.act('telegram', olena, { act: 'open' });
    const { view } = await remote.wait('telegram', olena, 'Phone?');
    expect(view.keyboard).toEqual([[{ label: 'Share', kind: 'share_phone' }]]);
    expect(view.placeholder).toBe('or type');
    await remote.act('telegram', olena, { act: 'keyLabel', label: 'Share' });
    const [contact] = await contacts.until(1);
    expect(contact?.phone_number.replace('+', '')).toBe('380671112233');
    expect(contact?.user_id).toBe(olena.telegram.userId);
    expect((await remote.see('telegram', olena)).keyboard).toBeNull();
    await expect(remote.act('telegram', olena, { act: 'keyLabel', label: 'Share' })).rejects.toThrow('409');
  });

  it("gives a foreign contact its owner's user_id, or none, and marks a forward", async () => {
    const contacts = collect<{ user_id: number | undefined; forwarded: boolean }>();
    bot.on('message:contact', (ctx) =>
      contacts.push({
        user_id: ctx.message.contact.user_id,
        forwarded: ctx.message.forward_origin !== undefined,
      }),
    );
    await poll();
    const taras = await remote.add({ phone: '+380509998877' });
    await remote.act('telegram', olena, { act: 'open' });
    await remote.act('telegram', olena, { act: 'attachContact', name: 'T', phone: taras.phone });
    await remote.act('telegram', olena, { act: 'attachContact', name: 'X', phone: '+380661231231' });
    await remote.act('telegram', olena, {
      act: 'attachContact',
      name: 'O',
      phone: olena.phone,
      forwarded: true,
    });
    expect(await contacts.until(3)).toEqual([
      { user_id: taras.telegram.userId, forwarded: false },
      { user_id: undefined, forwarded: false },
      { user_id: olena.telegram.userId, forwarded: true },
    ]);
  });

  it('answers a press once, edits the message, and refuses an edit that changes nothing', async () => {
    const errors = collect<string>();
    bot.command('start', (ctx) =>
      ctx.reply('Choose', { reply_markup: new InlineKeyboard().text('One', 'c:1') }),
    );
    bot.callbackQuery('c:1', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'Taken' });
      await ctx.editMessageText('Chosen');
      await ctx.editMessageText('Chosen').catch((error: GrammyError) => errors.push(error.description));
      await ctx.answerCallbackQuery().catch((error: GrammyError) => errors.push(error.description));
    });
    await poll();
    await remote.act('telegram', olena, { act: 'open' });
    const first = await remote.wait('telegram', olena, 'Choose');
    await remote.act('telegram', olena, { act: 'pressLabel', label: 'One' });
    const { message, view } = await remote.wait('telegram', olena, 'Chosen', first.message.messageId);
    expect(message.messageId).toBe(first.message.messageId);
    expect(message.editedAt).toBeDefined();
    expect(message.buttons).toBeUndefined();
    expect(view.toasts.map((toast) => toast.text)).toEqual(['Taken']);
    const [notModified, tooOld] = await errors.until(2);
    expect(notModified).toContain('Bad Request: message is not modified');
    expect(tooOld).toBe('Bad Request: query is too old and response timeout expired or query ID is invalid');
    expect((await remote.stats()).unansweredCallbacks).toBe(0);
  });

  it('shows an uploaded photo and sends it again by its file_id', async () => {
    bot.command('start', async (ctx) => {
      const sent = await ctx.replyWithPhoto(new InputFile(drawSamplePhoto(), 'card.png'), {
        caption: 'first',
      });
      await ctx.replyWithPhoto(sent.photo[0]?.file_id ?? '', { caption: 'second' });
    });
    await poll();
    await remote.act('telegram', olena, { act: 'open' });
    const { message, view } = await remote.wait('telegram', olena, 'second');
    expect(view.messages.filter((shown) => shown.photoUrl === message.photoUrl)).toHaveLength(2);
    const picture = await fetch(`${remote.url}${message.photoUrl}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).equals(drawSamplePhoto())).toBe(true);
  });

  it('hears of being blocked, is refused with 403 then, and hears of being unblocked', async () => {
    const statuses = collect<string>();
    bot.on('my_chat_member', (ctx) => statuses.push(ctx.myChatMember.new_chat_member.status));
    await poll();
    await remote.act('telegram', olena, { act: 'open' });
    await remote.act('telegram', olena, { act: 'block' });
    await statuses.until(1);
    await expect(bot.api.sendMessage(olena.telegram.userId, 'hi')).rejects.toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    await remote.act('telegram', olena, { act: 'unblock' });
    expect(await statuses.until(2)).toEqual(['kicked', 'member']);
  });

  it("offers the commands of the person's language", async () => {
    await bot.api.setMyCommands([{ command: 'card', description: 'My card' }]);
    await bot.api.setMyCommands([{ command: 'card', description: 'Моя картка' }], { language_code: 'uk' });
    expect((await remote.see('telegram', olena)).commands).toEqual([
      { command: 'card', description: 'Моя картка' },
    ]);
  });
});

describe('grammY behind a webhook', () => {
  it('gets updates with the secret and answers', async () => {
    bot.on('message', (ctx) => ctx.reply(`heard ${ctx.message.text}`));
    await hook('s3cret');
    await remote.act('telegram', olena, { act: 'open' });
    await remote.wait('telegram', olena, 'heard /start');
    expect((await bot.api.getWebhookInfo()).max_connections).toBe(10);
    await expect(bot.api.getUpdates()).rejects.toMatchObject({ error_code: 409 });
  });

  it('gets an update again with the same update_id after failing, and the next ones in order', async () => {
    const seen = collect<{ id: number; text: string | undefined }>();
    let failures = 2;
    bot.on('message', (ctx) => {
      seen.push({ id: ctx.update.update_id, text: ctx.message.text });
      if (failures-- > 0) throw new Error('not yet');
    });
    await hook('s3cret');
    await remote.act('telegram', olena, { act: 'open' });
    await remote.act('telegram', olena, { act: 'text', text: 'next' });
    const all = await seen.until(4);
    expect(all.map((item) => item.text)).toEqual(['/start', '/start', '/start', 'next']);
    expect(new Set(all.map((item) => item.id)).size).toBe(2);
  });

  it('delivers the same update twice, or two the other way round, when such a fault is set', async () => {
    const seen = collect<{ id: number; text: string | undefined }>();
    bot.on('message', (ctx) => seen.push({ id: ctx.update.update_id, text: ctx.message.text }));
    await hook('s3cret');
    await remote.fault({ on: 'telegram', kind: 'duplicate_update', method: 'message', times: 1 });
    await remote.act('telegram', olena, { act: 'open' });
    const [first, again] = await seen.until(2);
    expect(again).toEqual(first);
    await remote.fault({ on: 'telegram', kind: 'reorder_updates', times: 1 });
    await remote.act('telegram', olena, { act: 'text', text: 'A' });
    await remote.act('telegram', olena, { act: 'text', text: 'B' });
    expect((await seen.until(4)).slice(2).map((item) => item.text)).toEqual(['B', 'A']);
  });
});
