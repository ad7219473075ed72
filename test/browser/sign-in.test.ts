// The language at the door: what somebody picks there holds behind it, and is found again by whoever reads no other.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { openBrowser, openPage } from '#test/support/browser.ts';
import { LOGINS, PASSWORD, useShop } from '#test/support/shop.ts';

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

it('keeps to the language that was picked at the door until the account is given another', async () => {
  const viewport = { width: 390, height: 844 };
  const { page, context } = await openPage(browser, `${shop.url}/console/`, { viewport });
  await page.getByText('English', { exact: true }).click();
  await page.getByLabel('Login', { exact: true }).fill(LOGINS.marketer);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  const english = page.getByRole('heading', { name: 'Campaigns', level: 1 });
  await english.waitFor();
  await page.reload();
  await english.waitFor();

  await page.getByRole('button', { name: /^Menu: / }).click();
  await page.getByText('Мова · Язык · Language').waitFor();
  await page.getByRole('menuitemradio', { name: 'Українська' }).click();
  const ukrainian = page.getByRole('heading', { name: 'Кампанії', level: 1 });
  await ukrainian.waitFor();
  await page.reload();
  await ukrainian.waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('uk');
  await context.close();
});
