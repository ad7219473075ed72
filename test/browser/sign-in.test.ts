// The language at the door: what somebody picks last holds, there and behind it, and is found again by whoever reads no
// other.
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

it('when two languages are picked one after the other, then the last one holds, whichever comes first', async () => {
  const { page, context } = await openPage(browser, `${shop.url}/console/`);
  await page.getByText('Русский', { exact: true }).waitFor();
  const [asked, chosen] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
  await page.route(
    '**/*.js',
    async (route) => {
      asked.resolve(route.request().url());
      await chosen.promise;
      await route.continue();
    },
    { times: 1 },
  );
  await page.getByText('Русский', { exact: true }).click();
  const words = await asked.promise;
  await page.getByText('English', { exact: true }).click();
  await page.getByLabel('Login', { exact: true }).waitFor();
  chosen.resolve();
  // The page has them now, too.
  await page.evaluate(`import('${words}').then(() => new Promise(requestAnimationFrame))`);
  await page.getByLabel('Login', { exact: true }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.reload();
  await page.getByLabel('Login', { exact: true }).waitFor();
  await context.close();
});
