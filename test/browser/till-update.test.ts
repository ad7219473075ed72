// A newer till is put in place while receipts wait for the network: it is offered, taken, and nothing that waits is lost.
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { aMember } from '#test/support/a-shop.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole, scan } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';

const folder = await mkdtemp(join(tmpdir(), 'kartka-till-'));
let browser: Browser;

beforeAll(async () => {
  await buildConsole();
  await cp(CONSOLE_FOLDER, folder, { recursive: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});
const shop = useShop({ consoleDir: folder });

it('when a newer version is there, then a press takes it, and what was kept is sent once afterwards', async () => {
  const { cardNumber } = await aMember(shop.database.db);
  const { page, context } = await openConsole(browser, shop, { as: 'cashier' });
  const ready = () => page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  await ready();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  // The page has to be the worker's own before another one can take it over.
  await page.reload();
  await ready();
  await context.setOffline(true);
  await scan(page, cardNumber);
  await page.getByLabel('Чек №').fill('K1');
  await page.getByLabel('Сума чека').fill('200');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Чек K1 збережено/ }).waitFor();
  const waits = () => page.getByRole('status').getByText(/1 чек/);
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      return await waits().isVisible();
    })
    .toBe(true);

  // The files can be had again, what is asked of the shop cannot yet.
  await context.route('**/api/till/**', (route) => route.abort());
  await context.setOffline(false);
  await appendFile(join(folder, 'sw.js'), '\n// Another version.\n');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/console/');
    await registration?.update();
  });
  // The new version is fetched whole first, which takes its time where two cores have a lot to do.
  await page.getByRole('button', { name: /Оновити/ }).click({ timeout: 60_000 });
  await ready();
  await waits().waitFor();
  const booked = async () =>
    await shop.database.sql`select number, amount_minor::integer as sum from receipt`;
  expect(await booked()).toEqual([]);
  await context.unroute('**/api/till/**');
  await expect.poll(booked).toEqual([{ number: 'K1', sum: 200_00 }]);
  await waits().waitFor({ state: 'hidden' });
  await context.close();
});
