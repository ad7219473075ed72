// A marketer makes a quest: a sheet with mistakes, the sample, a task by hand, the launch; in a real browser.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';

let browser: Browser;
let folder = '';
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'kartka-test-'));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

const WRONG =
  'Розділ;Тип;Завдання;Відповіді;Бали\nПолиця;пісня;Заспівайте;;5\nПолиця;слово;Що це?;кефір;багато';
const GOOD =
  'Ключ;Розділ;Тип;Завдання;Відповіді;Бали\nхто;Полиця;вікторина;Хто дає фету?;Корова|* Вівця|Кінь;15\nщо;;слово;Що п’ють зранку?;кефір;20';

it('when a sheet is brought, mended by hand and launched, then the quest is scheduled', async () => {
  const wrong = join(folder, 'wrong.csv');
  const good = join(folder, 'good.csv');
  await writeFile(wrong, WRONG);
  await writeFile(good, GOOD);
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'admin',
    at: 'quests',
    viewport: { width: 1280, height: 900 },
  });
  await page.getByRole('link', { name: 'Новий квест' }).first().click();
  await page.getByLabel('Назва для себе').fill('Вихідні з «Поруч»');
  await page.getByLabel('Назва квесту').fill('Квест вихідних');
  await page.getByRole('textbox', { name: 'Запрошення' }).fill('Два завдання й приз.');
  await page.getByText('Збережено').waitFor();

  await page.getByRole('tab', { name: 'Завдання' }).click();
  await page.getByRole('button', { name: 'Таблиця із завданнями' }).click();
  const sheet = page.getByRole('dialog', { name: 'Завдання з таблиці' });
  await page.locator('input[type=file]').setInputFiles(wrong);
  await sheet.getByText('2 клітинки не підходять').waitFor();
  await sheet.getByText('«пісня»').waitFor();
  expect(await sheet.getByRole('button', { name: 'Узяти завдання' }).isDisabled()).toBe(true);
  await page.locator('input[type=file]').setInputFiles(good);
  await sheet.getByText('2 нових').waitFor();
  await sheet.getByRole('button', { name: 'Узяти завдання' }).click();
  await sheet.waitFor({ state: 'hidden' });

  // By hand, without the mouse: a question and Enter, then its answer.
  await page.getByPlaceholder('Наступне завдання').fill('Яка трава в песто?');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Варіант 1' }).fill('Базилік');
  await page.getByRole('textbox', { name: 'Варіант 2' }).fill('Кріп');
  await page.getByRole('button', { name: 'Яка трава в песто?', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByText('Збережено').waitFor();
  const names = await page.locator('button[aria-keyshortcuts]').allTextContents();
  expect(names).toEqual(['Хто дає фету?', 'Яка трава в песто?', 'Що п’ють зранку?']);

  await page.getByRole('tab', { name: 'Хто й коли' }).click();
  await page.getByLabel('Початок').fill('2031-11-28T18:00');
  await page.getByLabel('Кінець').fill('2031-11-30T22:00');
  await page.getByText('Усе готово до запуску.').waitFor();
  await page.getByRole('button', { name: 'Запустити' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Запланувати' }).click();
  await page.getByText('Заплановано').waitFor();
  await page.goto(`${page.url().split('?')[0]}?task=${encodeURIComponent('що')}`);
  await page.getByText('Заплановано').waitFor();
  const opened = page.getByRole('button', { name: 'Що п’ють зранку?', exact: true });
  expect(await opened.getAttribute('aria-expanded')).toBe('true');
  expect(complaints).toEqual([]);
  await context.close();
});

it('when the sample is taken, then its hundred tasks are there and nothing is missing', async () => {
  const { page, context, complaints } = await openConsole(browser, shop, { as: 'admin', at: 'quests' });
  await page.getByRole('button', { name: 'Взяти приклад: 100 завдань' }).first().click();
  await page.getByRole('tab', { name: 'Завдання' }).click();
  await page.getByText('Усе готово до запуску.').waitFor();
  await page.getByText('До зустрічі').waitFor();
  expect(await page.locator('ol > li').count()).toBe(100);

  // Who answers for a task elsewhere needs the secret that signs our questions.
  await page.getByRole('button', { name: 'У партнера', exact: true }).click();
  await page.getByRole('button', { name: 'Показати секрет' }).click();
  expect(await page.locator('[data-secret]').textContent()).toMatch(/^whsec_\S{44}$/);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
  await context.close();
});
