// A wrong right answer in a quest that runs, mended in a browser.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { aPlayedQuest, PLAYED } from '#test/support/a-played-quest.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

it('when another answer is chosen, then it is mended only once that one has been weighed', async () => {
  await aPlayedQuest(shop.database.sql, { players: 10, at: new Date() });
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'marketer',
    at: `quests/${PLAYED}`,
    viewport: { width: 1280, height: 900 },
  });
  await page.getByRole('tab', { name: /^Завдання/ }).click();
  await page.getByRole('button', { name: 'Сир', exact: true }).nth(1).click();
  await page.getByRole('button', { name: 'Виправити відповідь' }).click();
  const window = page.getByRole('dialog', { name: /^Виправити відповідь/ });
  const send = window.getByRole('button', { name: 'Виправити й перевірити наново' });
  const answers = window.getByLabel('Правильні відповіді');
  await window.getByText(/^Перевіримо наново/).waitFor();
  await answers.fill('бринза з Карпат');
  await answers.press('Enter');
  await expect.poll(() => send.isEnabled()).toBe(true);

  const weighed = Promise.withResolvers<void>();
  await page.route('**/fix/preview', async (route) => {
    await weighed.promise;
    await route.continue();
  });
  const asked = page.waitForRequest('**/fix/preview');
  await answers.fill('сир');
  await answers.press('Enter');
  await window.getByText('сир', { exact: true }).waitFor();
  expect(await send.isEnabled()).toBe(false);
  await asked;
  expect(await send.isEnabled()).toBe(false);
  weighed.resolve();
  await expect.poll(() => send.isEnabled()).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});
