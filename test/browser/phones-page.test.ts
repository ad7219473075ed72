// The page of phones in a real browser, against a real simulator; the bot is this file, speaking to both faces.

import type { Browser, Locator, Page } from 'playwright-core';
import { toBuffer } from 'qrcode';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#src/simulator/control.ts';
import { type Remote, startRemote } from '#test/simulator/remote.ts';
import { openBrowser, openPage } from '#test/support/browser.ts';

const WIDE = { viewport: { width: 1440, height: 900 } };
const TOKEN = '654321:page-token';

let browser: Browser;
let remote: Remote;
let olena: Person;
let page: Page;
let telegram: Locator;
let viber: Locator;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  remote = await startRemote();
  const people = (await (await fetch(`${remote.url}/control/people`)).json()) as Person[];
  olena = people[0] ?? (await remote.add({ name: 'Олена', phone: '+380671234567', language: 'uk' }));
  await visit(WIDE);
});
afterEach(async () => {
  await page.context().close();
  await remote.stop();
});

async function visit(options: Parameters<typeof openPage>[2]): Promise<void> {
  ({ page } = await openPage(browser, remote.url, options));
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  telegram = page.getByRole('region', { name: 'Telegram' });
  viber = page.getByRole('region', { name: 'Viber' });
  page.setDefaultTimeout(30_000);
  await telegram.getByRole('button', { name: 'РОЗПОЧАТИ' }).waitFor();
}

const write = (body: object) =>
  remote.post(`/bot${TOKEN}/sendMessage`, { chat_id: olena.telegram.userId, ...body });

/** An SMS with a code to the first person. */
async function sendCode(): Promise<void> {
  await fetch(`${remote.url}/sms/message/send.json`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({
      recipients: ['380671234567'],
      sms: { sender: 'Poruch', text: 'Ваш код: 483920' },
    }),
  });
}

async function startTelegram(): Promise<void> {
  await telegram.getByRole('button', { name: 'РОЗПОЧАТИ' }).click();
  await telegram.getByRole('textbox').waitFor();
}

describe('the page of phones', () => {
  it('shows three hints at the first visit and none after they were put away', async () => {
    const hints = page.getByRole('region', { name: 'З чого почати' });
    await expect(hints.getByRole('listitem').count()).resolves.toBe(3);
    await page.getByRole('button', { name: 'Зрозуміло' }).click();
    await page.reload();
    await telegram.getByRole('button', { name: 'РОЗПОЧАТИ' }).waitFor();
    expect(await hints.count()).toBe(0);
  });

  it('gives both phones to the first person and remembers another one who was added in two taps', async () => {
    expect(await page.getByText('+380 67 123 45 67').count()).toBe(2);
    const owner = page.getByRole('group', { name: 'Чий це телефон: Viber' });
    await owner.getByRole('button', { name: 'Інша людина' }).click();
    const name = await owner.getByLabel('Ім’я').inputValue();
    await owner.getByRole('button', { name: 'Додати' }).click();
    await owner.getByRole('button', { name }).waitFor();
    await page.reload();
    await owner.getByRole('button', { name }).waitFor();
    expect(await page.getByText('+380 67 123 45 67').count()).toBe(1);
  });

  it('asks before it shares the number when the share key is pressed, and then sends the own contact', async () => {
    await startTelegram();
    await write({
      text: 'Ваш номер?',
      reply_markup: { keyboard: [[{ text: 'Поділитися номером', request_contact: true }]] },
    });
    await telegram.getByRole('button', { name: 'Поділитися номером' }).click();
    expect((await remote.see('telegram', olena)).messages.some(({ contact }) => contact)).toBe(false);
    await telegram.getByRole('button', { name: 'Поділитися', exact: true }).click();
    await telegram.getByRole('log').getByText(olena.name).waitFor();
    expect((await remote.see('telegram', olena)).messages.at(-1)?.contact).toMatchObject({ own: true });
  });

  it('shows what anybody writes as plain text, and only whole web addresses as links', async () => {
    await startTelegram();
    await telegram
      .getByRole('textbox')
      .fill('<img src=x onerror="document.title=1"> javascript:alert(1) https://example.com/a');
    await telegram.getByRole('textbox').press('Enter');
    const log = telegram.getByRole('log');
    await log.getByText('<img src=x').waitFor();
    expect(await log.locator('img').count()).toBe(0);
    expect(await log.getByRole('link').evaluateAll((links) => links.map((link) => link.textContent))).toEqual(
      ['https://example.com/a'],
    );
    expect(complaints).toEqual([]);
  });

  it('shows the notice and the edited text when an inline button is answered', async () => {
    await startTelegram();
    const reply_markup = { inline_keyboard: [[{ text: 'Чому стільки?', callback_data: 'why' }]] };
    await write({ text: 'Чек 214: +43 бали.', reply_markup });
    await telegram.getByRole('button', { name: 'Чому стільки?' }).click();
    const updates = await remote.post(`/bot${TOKEN}/getUpdates`, { timeout: 5, offset: -1 });
    const { result } = updates.body as {
      result: { callback_query: { id: string; message: { message_id: number } } }[];
    };
    const query = result[0]?.callback_query;
    await remote.post(`/bot${TOKEN}/answerCallbackQuery`, {
      callback_query_id: query?.id,
      text: 'П’ять відсотків',
    });
    await remote.post(`/bot${TOKEN}/editMessageText`, {
      chat_id: olena.telegram.userId,
      message_id: query?.message.message_id,
      text: 'Пояснено.',
    });
    await telegram.getByText('П’ять відсотків').waitFor();
    await telegram.getByText('Пояснено.').waitFor();
    await telegram.getByText('змінено').waitFor();
  });

  it('makes a group with the bot, shows whose words are whose, upgrades it, and goes to the private chat by a link of the bot', async () => {
    await telegram.getByRole('button', { name: 'Чати', exact: true }).click();
    await telegram.getByRole('button', { name: 'Нова група з ботом' }).click();
    await telegram.getByLabel('Назва групи').fill('Родина');
    await telegram.getByRole('button', { name: 'Створити' }).click();
    await telegram.getByRole('heading', { name: 'Родина' }).waitFor();
    const taras = '/control/chats/telegram/p2/act?group=g1';
    await remote.post(taras, { act: 'text', text: 'Граємо?' });
    await telegram.getByRole('log').getByText('Тарас', { exact: true }).waitFor();
    await telegram.getByRole('textbox').fill('Так!');
    await telegram.getByRole('textbox').press('Enter');
    await telegram.locator('.row-out').getByText('Так!').waitFor();
    expect(await telegram.locator('.row-in').allTextContents()).toEqual([expect.stringContaining('Граємо?')]);
    await telegram.getByRole('button', { name: 'Меню чату' }).click();
    await telegram.getByRole('button', { name: 'Зробити супергрупою' }).click();
    await telegram.getByRole('log').getByText('Олена ⬆ Родина').waitFor();
    expect(await telegram.locator('.row-in, .row-out').count()).toBe(0);
    await telegram.getByRole('button', { name: 'Меню чату' }).click();
    await telegram.getByRole('button', { name: 'Видалити бота з групи' }).waitFor();
    expect(await telegram.getByRole('button', { name: 'Зробити супергрупою' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    const reply_markup = { inline_keyboard: [[{ text: 'Грати', url: 'https://t.me/kartka_bot?start=m-1' }]] };
    await remote.post(`/bot${TOKEN}/sendMessage`, {
      chat_id: -1_001_000_000_001,
      text: '0 з 20',
      reply_markup,
    });
    await telegram.getByRole('button', { name: 'Грати', exact: true }).click();
    await telegram.getByRole('log').getByText('/start m-1').waitFor();
    expect(await telegram.getByRole('heading', { name: 'Родина' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('enlarges a picture on the phone when it is tapped, offers its code for copying, and Escape puts it away', async () => {
    await startTelegram();
    const form = new FormData();
    form.set('chat_id', String(olena.telegram.userId));
    form.set('caption', 'Ваша картка готова.');
    form.set(
      'photo',
      new Blob([Uint8Array.from(await toBuffer('K1-2MDZGWJPR1NG'))], { type: 'image/png' }),
      'card.png',
    );
    await fetch(`${remote.url}/bot${TOKEN}/sendPhoto`, { method: 'POST', body: form });
    await telegram.getByRole('button', { name: 'Збільшити картинку' }).click();
    const large = telegram.getByRole('dialog', { name: 'Картинка від бота' });
    await large.getByRole('img').waitFor();
    await large.getByRole('button', { name: 'Скопіювати K1-2MDZGWJPR1NG' }).waitFor();
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
  });

  it('closes a page in the chat when the page asks for it', async () => {
    await page.route('https://game.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<button onclick="parent.postMessage(JSON.stringify({eventType:'web_app_close'}),'*')">До чату</button>`,
      }),
    );
    await startTelegram();
    const inline_keyboard = [[{ text: 'Грати', web_app: { url: 'https://game.example/play' } }]];
    await write({ text: 'Гра', reply_markup: { inline_keyboard } });
    await telegram.getByRole('button', { name: 'Грати', exact: true }).click();
    await telegram.locator('iframe').contentFrame().getByRole('button', { name: 'До чату' }).click();
    await telegram.locator('iframe').waitFor({ state: 'detached' });
  });

  it('puts an SMS away once its code was written down', async () => {
    await startTelegram();
    await sendCode();
    await telegram.getByRole('alert').waitFor();
    await telegram.getByRole('textbox').fill('483920');
    await telegram.getByRole('textbox').press('Enter');
    await telegram.getByRole('alert').waitFor({ state: 'detached' });
    expect(await viber.getByRole('alert').count()).toBe(0);
  });

  it('keeps an SMS on both phones of its owner until it is put away, and in the list afterwards', async () => {
    await sendCode();
    await viber.getByRole('alert').getByText('483920').first().waitFor();
    await telegram.getByRole('alert').getByRole('button', { name: 'Прибрати' }).click();
    await viber.getByRole('alert').waitFor({ state: 'detached' });
    const owner = page.getByRole('group', { name: 'Чий це телефон: Viber' });
    await owner.getByRole('button', { name: 'SMS на цьому телефоні' }).click();
    await viber.getByRole('dialog').getByText('Ваш код: 483920').waitFor();
  });

  it('says in words what happened when the simulator refuses or is gone', async () => {
    await startTelegram();
    await remote.act('telegram', olena, { act: 'block' });
    await telegram.getByRole('button', { name: 'РОЗБЛОКУВАТИ' }).waitFor();
    await remote.stop();
    await telegram.getByText('з’єднання…').waitFor();
    await telegram.getByRole('button', { name: 'РОЗБЛОКУВАТИ' }).click();
    await page.getByRole('alert').getByText('Симулятор не відповідає').waitFor();
  });

  it('has one phone to a page at phone width, and the other one behind a tab', async () => {
    await page.context().close();
    await visit({ viewport: { width: 390, height: 844 } });
    await page.getByRole('button', { name: 'Зрозуміло' }).click();
    expect((await telegram.boundingBox())?.width).toBe(390);
    await page.getByRole('navigation').getByRole('button', { name: 'Viber' }).click();
    await viber.getByRole('button', { name: 'Почати' }).click();
    await expect.poll(async () => Math.round((await viber.boundingBox())?.x ?? -1)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
