// The story of a quest in a real browser and on two phones: a marketer makes it, people play it, staff look at a photo, it
// ends, and what was won arrives.
import { createHash, createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { toWallClock } from '#src/console/marketing/rules/wall-clock.ts';
import type { DrawShown } from '#src/contract/quest-draw.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { aPhoneOwner, joinsInTelegram, joinsInViber, type PhoneChat } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';

const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 45_000 };
const SHEET = [
  'Ключ;Розділ;Тип;Завдання;Відповіді;Бали',
  'хто;Полиця;вікторина;Хто дає фету?;Корова|* Вівця|Кінь;15',
  'що;;слово;Що п’ють зранку?;кефір;20',
  'фото;;фото;Покажіть свій сніданок;;30',
].join('\n');

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function write(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Новий квест' }).first().click();
  await page.getByLabel('Назва для себе').fill('Сніданок');
  await page.getByLabel('Назва квесту').fill('Сирний сніданок');
  await page.getByRole('textbox', { name: 'Запрошення' }).fill('Три завдання й кошик сирів.');
  await page.getByText('Збережено').waitFor();
  await page.getByRole('tab', { name: 'Завдання' }).click();
  await button(page, 'Таблиця із завданнями').click();
  const sheet = page.getByRole('dialog', { name: 'Завдання з таблиці' });
  const file = { name: 'tasks.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) };
  await page.locator('input[type=file]').setInputFiles(file);
  await sheet.getByText('3 нових').waitFor();
  await sheet.getByRole('button', { name: 'Узяти завдання' }).click();
  await sheet.waitFor({ state: 'hidden' });
  await page.getByText('Збережено').waitFor();
}

async function addPrize(
  page: Page,
  no: number,
  prize: { title: string; goesTo?: string; stock?: string; kind?: string },
): Promise<void> {
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).nth(no).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await button(page, 'Додати приз').click();
  await page.getByRole('textbox', { name: 'За що цей приз' }).nth(no).fill(prize.title);
  if (prize.kind) await choose('Що дають', prize.kind);
  if (prize.goesTo) await choose('Кому', prize.goesTo);
  await page
    .getByLabel('Скільки штук')
    .nth(no)
    .fill(prize.stock ?? '');
}

/** Nothing of this is recorded. */
async function playAtTheDesk(page: Page): Promise<void> {
  await button(page, 'Пограти').click();
  const desk = page.getByRole('dialog', { name: 'Як бачать гравці' });
  await desk.getByRole('button', { name: 'Беру участь' }).click();
  await desk.getByRole('button', { name: 'Вівця' }).click();
  await desk.getByText('Так! +15').waitFor();
  await desk.getByRole('textbox', { name: 'Ваша відповідь' }).fill('кефір');
  await desk.getByRole('button', { name: 'Надіслати' }).click();
  await desk.getByRole('button', { name: 'За столом не спробувати: зарахувати' }).click();
  await desk.getByText('Ви пройшли «Сирний сніданок»!').waitFor();
  await page.keyboard.press('Escape');
  await desk.waitFor({ state: 'hidden' });
}

async function launch(page: Page): Promise<void> {
  const wall = (hours: number) =>
    toWallClock(new Date(Date.now() + hours * HOUR_MS).toISOString(), 'Europe/Kyiv');
  await page.getByRole('tab', { name: 'Хто й коли' }).click();
  await page.getByLabel('Початок').fill(wall(-1));
  await page.getByLabel('Кінець').fill(wall(48));
  await page.getByText('Усе готово до запуску.').waitFor();
  await button(page, 'Запустити').click();
  const last = page.getByRole('dialog', { name: 'Запустити квест?' });
  await last.getByText('3 призи').waitFor();
  await last.getByRole('button', { name: 'Запустити зараз' }).click();
  await page.getByRole('link', { name: 'Як іде' }).waitFor();
}

/** To the photo, which waits for staff. */
async function play(chat: PhoneChat, { wrong }: { wrong?: string } = {}): Promise<void> {
  await chat.presses('Беру участь');
  await chat.sees('Ви в грі');
  await chat.presses('Вівця');
  await chat.sees('✅ Так! +15');
  if (wrong !== undefined) {
    await chat.types(wrong);
    await chat.sees('❌ Ні, не так.');
  }
  await chat.types('Кефір');
  await chat.sees('✅ Так! +20');
  await chat.does({ act: 'photo' });
  await chat.sees('Фото в нас');
}

/** The formula of the public page, written again. */
function winnersOf({ seed, ticketsHash, prizes }: DrawShown, text: string): string[] {
  return prizes.flatMap(({ prizeNo, stock }) => {
    const left = text
      .split('\n')
      .flatMap((line) => (line.startsWith(`${prizeNo} `) ? [line.split(' ')[1] ?? ''] : []));
    const won: string[] = [];
    for (let c = 0; won.length < stock && left.length > 0; c++) {
      const mac = createHmac('sha256', seed ?? '').update(`${ticketsHash}:${prizeNo}:${won.length + 1}:${c}`);
      const r = mac.digest().readUIntBE(0, 6);
      if (r >= Math.floor(2 ** 48 / left.length) * left.length) continue;
      won.push(...left.splice(r % left.length, 1));
      c = -1;
    }
    return won;
  });
}

it('goes from a sheet of tasks to prizes in the chats and a draw that anybody can check', {
  timeout: 360_000,
}, async () => {
  const { sql } = shop.database;
  const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
  await joinsInTelegram(olena, { name: 'Олена' });
  const taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
  await joinsInViber(taras, { name: 'Тарас' });
  const { page, context, complaints } = await openConsole(browser, shop, { as: 'marketer', at: 'quests' });
  page.setDefaultTimeout(PATIENCE.timeout);

  await write(page);
  await playAtTheDesk(page);
  await page.getByRole('tab', { name: 'Призи' }).click();
  await addPrize(page, 0, { title: 'Ситий ранок', goesTo: 'Усім, хто виконав умову' });
  await addPrize(page, 1, { title: 'Сирна корона', kind: 'Відзнака', stock: '1' });
  await addPrize(page, 2, { title: 'Кошик сирів', goesTo: 'За жеребом серед них', stock: '1' });
  await launch(page);
  const questId = /qst_\w+/.exec(page.url())?.[0] ?? 'no quest in the address';
  const payload = `q-${questId.slice('qst_'.length)}`;
  expect(await sql`select player_id from quest_player`).toEqual([]);

  await olena.telegram.opens(payload);
  await play(olena.telegram);
  await taras.viber.opens(payload);
  await play(taras.viber, { wrong: 'Молоко' });

  await page.getByRole('link', { name: 'Як іде' }).click();
  await page.getByText(/^молоко × 1$/i).waitFor();
  await page.getByText('1 хибна відповідь').waitFor();
  const views = page.getByRole('navigation', { name: 'Розділи квесту' });
  await views.getByLabel('2 фото чекають на перевірку').waitFor();
  await views.getByRole('link', { name: 'Фото' }).click();
  await button(page, 'Зарахувати').waitFor();
  await button(page, 'Зарахувати').click();
  await page.getByRole('status').getByText('Зараховано').waitFor();
  await button(page, 'Зарахувати').click();
  await page.getByText('Усі фото переглянуто').waitFor();
  // The first is sent with the second, and the second by going on to another screen.
  const crowned = await olena.telegram.sees('Ви виграли: Сирна корона');
  expect(crowned.text).toContain('Ви виграли: Ситий ранок');
  await views.getByRole('link', { name: 'Наживо' }).click();
  const fed = await taras.viber.sees('Ви виграли: Ситий ранок');
  expect(fed.text).not.toContain('Сирна корона');
  const crown = page.getByRole('row').filter({ hasText: 'Сирна корона' });
  await expect.poll(() => crown.textContent(), PATIENCE).toMatch(/Першим[\s\S]*1[\s\S]*0/);

  await page.getByRole('link', { name: 'До квесту' }).click();
  await button(page, 'Ще').click();
  await page.getByRole('menuitem', { name: 'Завершити зараз' }).click();
  const end = page.getByRole('dialog', { name: 'Завершити квест?' });
  await end.getByLabel('Напишіть, скільки людей грає: 2').fill('2');
  await end.getByRole('button', { name: 'Завершити назавжди' }).click();
  await end.waitFor({ state: 'hidden' });
  // The half minute that answers of the last moment have.
  await sql`update quest set ended_at = ended_at - interval '30 seconds' where quest_id = ${questId}`;

  const basket = 'Ваш квиток виграв у розіграші: Кошик сирів';
  const baskets = async () => [await olena.telegram.counts(basket), await taras.viber.counts(basket)];
  await expect.poll(async () => (await baskets()).toSorted((a, b) => a - b), PATIENCE).toEqual([0, 1]);
  await expect
    .poll(
      () =>
        sql`select prize_no, count(*)::integer as won from quest_win where status = 'given' group by 1 order by 1`,
      PATIENCE,
    )
    .toEqual([
      { prize_no: 1, won: 2 },
      { prize_no: 2, won: 1 },
      { prize_no: 3, won: 1 },
    ]);

  await page.goto(`${shop.url}/console/quests/${questId}/results`);
  await page.getByText('Порівняти ні з ким: контрольної групи не залишили.').waitFor();
  await page.getByRole('heading', { name: 'Шлях гравців' }).waitFor();

  const draw = (await (await fetch(`${shop.url}/quests/${questId}/draw.json`)).json()) as DrawShown;
  const tickets = await (await fetch(`${shop.url}/quests/${questId}/tickets.txt`)).text();
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(digest(draw.seed ?? '')).toBe(draw.commitment);
  expect(digest(tickets)).toBe(draw.ticketsHash);
  expect(draw.prizes.map((prize) => prize.tickets)).toEqual([2]);
  const [winner = 'nobody'] = winnersOf(draw, tickets);
  expect(draw.prizes.map(({ winners }) => winners)).toEqual([[winner]]);
  await page.goto(`${shop.url}/quests/${questId}/draw`);
  await page.getByRole('listitem').getByText(winner).waitFor();
  const [isOlena] = await baskets();
  await olena.telegram.types('/verify');
  const checked = await olena.telegram.sees('Ваш квиток на «Кошик сирів»');
  expect(checked.text.includes(winner)).toBe(isOlena === 1);
  expect(complaints).toEqual([]);
  await context.close();
});
