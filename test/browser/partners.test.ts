// An admin takes a partner in on a phone, and the partner's desk gives points with the key that was made there.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { aMember } from '#test/support/a-shop.ts';
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

it('when a partner is taken in, then its key gives points up to the cap, and the settlement says who owes whom', async () => {
  const { cardNumber } = await aMember(shop.database.db);
  const { page, context, complaints } = await openConsole(browser, shop, { as: 'admin', at: 'partners' });
  await page.getByText('Партнерів ще немає').waitFor();
  // With the keyboard alone.
  await page.getByRole('button', { name: 'Новий партнер' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Назва' }).fill('Кава за рогом');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Кава за рогом', level: 1 }).waitFor();

  await page.getByRole('button', { name: 'Додати умови' }).click();
  const terms = page.getByRole('dialog');
  await terms.getByLabel('Балів на день').fill('20');
  await terms.getByLabel('За нарахований бал').fill('0,9');
  await terms.getByRole('button', { name: 'Зберегти' }).click();
  await page.getByText('0 із 20').waitFor();

  await page.getByRole('button', { name: 'Новий ключ' }).click();
  await page.getByRole('textbox', { name: 'Назва' }).fill('Каса');
  await page.getByRole('button', { name: 'Створити' }).click();
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByRole('button', { name: 'Уже збережено' }).click();

  const issue = async (points: number) => {
    const reply = await fetch(`${shop.url}/api/v1/points/issue`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ key: `s${points}`, memberCode: cardNumber, points, reference: '88' }),
    });
    return reply.status;
  };
  expect([await issue(18), await issue(3)]).toEqual([201, 429]);

  await page.reload();
  await page.getByText('18 із 20').waitFor();
  await page.getByText(/^Партнер має сплатити «Поруч» 16,20/).waitFor();
  await page.getByRole('button', { name: 'Партнер нарахував' }).click();
  await page.getByRole('dialog').getByText('+18').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Призупинити' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Призупинити' }).click();
  await page.getByRole('button', { name: 'Поновити' }).waitFor();
  expect(await issue(1)).toBe(403);

  await page.goto(`${shop.url}/console/today`);
  await page.getByText('Нараховано 18 із 20 балів на сьогодні', { exact: false }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
