// An admin brings a messy file of an older programme in, in a real browser against the whole program.
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

const MESSY = [
  'Покупець;Телефон;Карта;ДН',
  '"Ганна ""Аня"" Шевчук";067 123 45 67;70005001;24.08.1991',
  'Іван;12345;70005002;',
  '=HYPERLINK(1);;70005003;32.01.1990',
  'Оля;;70005001;',
  'Марко;0671234599;;1.2.1980',
].join('\r\n');

it('when a messy file is brought in, then its columns are chosen, its errors are told, and the good rows are written', async () => {
  const file = join(folder, 'old.csv');
  await writeFile(file, MESSY);
  const opened = await openConsole(browser, shop, {
    as: 'admin',
    at: 'imports',
    viewport: { width: 1280, height: 900 },
  });
  const { page, context, complaints } = opened;
  await page.getByText('Ще нічого не імпортували').waitFor();
  await page.getByRole('button', { name: 'Імпортувати файл' }).click();
  const form = page.getByRole('dialog');
  await page.locator('input[type=file]').setInputFiles(file);
  await form.getByRole('button', { name: 'Завантажити' }).click();

  await page.getByRole('heading', { name: 'old.csv' }).waitFor();
  await page.getByRole('combobox', { name: 'ім’я або назва' }).click();
  await page.getByRole('option', { name: 'Покупець' }).click();
  await page.getByRole('button', { name: 'Перевірити без запису' }).click();
  await page.getByText('Перевірено').waitFor({ timeout: 60_000 });
  await page.getByText('Зміниться', { exact: true }).waitFor();
  const wrong = page.getByRole('table', { name: 'Рядки з помилками' });
  await wrong.getByText('Те саме вже є в рядку 2').waitFor();
  expect(await wrong.getByRole('row').count()).toBe(4);
  await page.getByRole('button', { name: 'Записати 2 записи' }).click();
  await page.getByText('Готово').waitFor({ timeout: 60_000 });
  await page.getByText('Змінено', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'Імпорт' }).first().click();
  await page.getByRole('button', { name: 'old.csv' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
