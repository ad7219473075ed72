// A second factor as staff meet it: scanned with a phone, asked for at the door, and a recovery code when the phone is gone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { appCode } from '#test/support/app-code.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { LOGINS, PASSWORD, useShop } from '#test/support/shop.ts';
import { readCodes } from '../core/cards/read-picture.ts';

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

it('is put on by scanning, asked for at the door, and a recovery code opens it without the phone', async () => {
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'admin',
    viewport: { width: 390, height: 844 },
  });
  await page.getByRole('button', { name: /^Меню: / }).click();
  await page.getByRole('menuitem', { name: 'Вхід у два кроки' }).click();
  const window = page.getByRole('dialog', { name: 'Вхід у два кроки' });
  await window.getByLabel('Теперішній пароль').fill(PASSWORD);
  await window.getByRole('button', { name: 'Увімкнути' }).click();
  const picture = await window.getByRole('img', { name: 'QR-код для застосунку' }).getAttribute('src');
  const [code = ''] = await readCodes(Buffer.from(picture?.split(',')[1] ?? '', 'base64'));
  const address = code.replace('QRCode ', '');
  await window.getByLabel('Код, який показав застосунок').fill(appCode(address));
  await window.getByRole('button', { name: 'Увімкнути' }).click();
  const codes = page.getByRole('dialog', { name: 'Запасні коди' });
  const [recovery = ''] = ((await codes.locator('[data-secret]').textContent()) ?? '').split('\n');
  await codes.getByRole('button', { name: 'Уже збережено' }).click();

  await page.getByRole('button', { name: /^Меню: / }).click();
  await page.getByRole('menuitem', { name: 'Вийти' }).click();
  await page.getByLabel('Ім’я для входу').fill(LOGINS.admin);
  await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ще один крок' }).waitFor();
  // Six digits go by themselves.
  await page.getByLabel('Код із застосунку').fill('000 000');
  await page.getByText('Код не підходить.').waitFor();
  await page.getByLabel('Код із застосунку').fill(recovery);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Сьогодні', level: 1 }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
