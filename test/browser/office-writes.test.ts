// What is written in the office, and what is read, typed and closed while that is under way, in a real browser against
// the whole program.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { openBrowser } from '#test/support/browser.ts';
import { type ConsolePage, openConsole } from '#test/support/console.ts';
import { type LOGINS, useShop } from '#test/support/shop.ts';

const WIDE = { viewport: { width: 1280, height: 860 } };

let browser: Browser;
const opened: ConsolePage[] = [];

beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });
afterEach(async () => {
  for (const { complaints, context } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await context.close();
  }
});

async function open(as: keyof typeof LOGINS, at: string): Promise<Page> {
  const fresh = await openConsole(browser, shop, { as, at, ...WIDE });
  opened.push(fresh);
  return fresh.page;
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('stores', () => {
  it('when a store and a till are added, then they are offered at once, wherever one chooses among stores', async () => {
    const page = await open('admin', 'stores');
    await press(page, 'Новий магазин');
    const form = page.getByRole('dialog', { name: 'Новий магазин' });
    await form.getByLabel('Назва').fill('Сихів');
    await form.getByLabel('Місто').fill('Львів');
    await form.getByLabel('Адреса').fill('просп. Червоної Калини, 5');
    await form.getByRole('button', { name: 'Зберегти' }).click();
    const sheet = page.locator('section').filter({ hasText: 'Червоної Калини' });
    await sheet.getByRole('button', { name: 'Додати касу' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Зберегти' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const rail = page.getByRole('navigation', { name: 'Меню' });
    await rail.getByRole('link', { name: 'Працівники' }).click();
    await press(page, 'Новий працівник');
    await page.getByRole('dialog').getByRole('combobox', { name: 'Магазини' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Сихів' }).waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Скасувати');
    await rail.getByRole('link', { name: 'Каса' }).click();
    await page.getByRole('region', { name: 'Сихів' }).getByRole('button').waitFor();
  });
});
