// A marketer makes a challenge out of a template on a phone, launches it, and sees who has come how far.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { aMember } from '#test/support/a-shop.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';
import { buys } from '../core/challenges/some-challenges.ts';

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

it('when a challenge is made from a template and launched, then receipts move its members and its privilege is counted', async () => {
  const { db } = shop.database;
  const { memberId } = await aMember(db, { name: 'Олена Коваленко' });
  await aMember(db, { name: 'Тарас Бондар' });
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'marketer',
    at: 'challenges',
    viewport: { width: 390, height: 844 },
  });
  await page.getByText('Челенджів ще немає').waitFor();
  await page.getByRole('link', { name: 'Новий челендж' }).first().click();
  await page.getByRole('link', { name: /Тричі на тиждень/ }).click();
  await page.getByLabel('Скільки покупок').fill('1');
  expect(await page.getByLabel('Назва: English').inputValue()).toBe('Three times a week');
  await page.getByText('Усі одразу', { exact: true }).click();
  await page.getByText('2 учасники', { exact: false }).waitFor();
  await page.getByLabel('Для порівняння').fill('0');
  await page.getByRole('button', { name: 'Зберегти' }).click();
  await page.getByText('Чернетка: її бачите лише ви', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Запустити' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Запустити' }).click();
  await page.getByRole('button', { name: 'Пауза' }).waitFor();

  await expect.poll(async () => (await shop.database.sql`select 1 from challenge_member`).length).toBe(2);
  await buys(db, { memberId, at: new Date() });
  await expect
    .poll(async () => (await shop.database.sql`select 1 from challenge_gain where status = 'given'`).length)
    .toBe(1);
  await page.getByRole('tab', { name: 'Учасники' }).click();
  await page.getByRole('button', { name: /Олена Коваленко/ }).click();
  const window = page.getByRole('dialog');
  await window.getByText('Покупка: 0 покупок →').waitFor();
  await window.getByText('50 балів · видано', { exact: false }).waitFor();
  await window.getByLabel('На скільки').fill('-1');
  await window.getByLabel('Причина').fill('тест каси');
  await window.getByRole('button', { name: 'Виправити' }).click();
  await window.getByText('тест каси', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Підсумки' }).click();
  await page.getByText('Порівнювати немає з ким', { exact: false }).waitFor();
  await page
    .getByText('Беруть участь', { exact: true })
    .locator('xpath=following-sibling::dd')
    .getByText('2')
    .waitFor();
  await page.getByRole('link', { name: 'Назад' }).click();
  await page.getByText('беруть участь 2 з 2', { exact: false }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
