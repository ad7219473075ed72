// A cashier's shift with the network gone in the middle: nothing is lost, nothing is booked twice, and the report is right.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { type AMember, aMember } from '#test/support/a-shop.ts';
import { openBrowser } from '#test/support/browser.ts';
import { type ConsolePage, openConsole, scan } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';

let browser: Browser;
let till: ConsolePage;

beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });
afterEach(async () => {
  expect(till.complaints).toEqual([]);
  await till.context.close();
});

/** At the till, with everything in place that it needs to open without a network. */
async function atTheTill(): Promise<Page> {
  till = await openConsole(browser, shop, { as: 'cashier' });
  await till.page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  await till.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return till.page;
}

let numbers = 0;
async function sells(page: Page, { cardNumber }: AMember, amount: string): Promise<string> {
  const number = `N${++numbers}`;
  await page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  await scan(page, cardNumber);
  await page.getByLabel('Чек №').fill(number);
  await page.getByLabel('Сума чека').fill(amount);
  await page.keyboard.press('Enter');
  return number;
}
/** It is on the device: whoever leaves before that may lose it. */
const isKept = (page: Page, number: string) =>
  page.getByRole('button', { name: new RegExp(`^Чек ${number} збережено`) }).waitFor();
/** A green screen hears nothing in its first moment. */
async function goesOn(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      return await page.getByRole('heading', { name: 'Скануйте картку' }).isVisible();
    })
    .toBe(true);
}
const booked = async (): Promise<[string, bigint][]> => {
  const rows = await shop.database.sql<{ number: string; amount_minor: bigint }[]>`
    select number, amount_minor from receipt order by number`;
  return rows.map((row) => [row.number, row.amount_minor]);
};

describe('a shift with the network gone in the middle', () => {
  it('when goods come back meanwhile, then it says at once that this needs the network, and keeps what was typed', async () => {
    const page = await atTheTill();
    await page.getByRole('button', { name: 'Повернення' }).click();
    await page.getByLabel('Номер чека').fill('N-77');
    await till.context.setOffline(true);
    await page.getByText('Повернення потребує зв’язку').waitFor();
    expect(await page.getByRole('button', { name: 'Знайти' }).isVisible()).toBe(false);
    await till.context.setOffline(false);
    await page.getByRole('button', { name: 'Знайти' }).waitFor();
    expect(await page.getByLabel('Номер чека').inputValue()).toBe('N-77');
  });

  it('when the last receipt is to be undone meanwhile, then it says that this needs the network, and goes on by itself', async () => {
    const page = await atTheTill();
    await till.context.setOffline(true);
    await page.getByRole('button', { name: 'Скасувати останній' }).click();
    await page.getByText('Для скасування потрібен зв’язок').waitFor();
    expect(await page.getByRole('button', { name: 'Ще раз' }).count()).toBe(0);
    await till.context.setOffline(false);
    await page.getByText('ви ще нічого не провели').waitFor();
    expect(await page.getByText('Для скасування потрібен зв’язок').count()).toBe(0);
  });

  it('when receipts are taken before, during and after, then each is booked once and the report holds them all', async () => {
    const [olena, ivan] = [
      await aMember(shop.database.db, { name: 'Олена Коваленко', phone: '+380671112233' }),
      await aMember(shop.database.db, { name: 'Іван Мельник' }),
    ];
    let page = await atTheTill();
    const before = await sells(page, olena, '200');
    await page.getByRole('button', { name: /^\+10 балів/ }).waitFor();
    await goesOn(page);

    await till.context.setOffline(true);
    await page.getByRole('status').getByText('Немає зв’язку').waitFor();
    const during = [await sells(page, olena, '400')];
    await isKept(page, 'N2');
    await goesOn(page);
    await page.getByText('Немає зв’язку: 1 чек чекає').waitFor();

    // The tab is closed, and the till is opened again without a network.
    await page.close();
    page = await till.context.newPage();
    till.page = page;
    await page.goto(`${shop.url}/console/till`);
    await page.getByText('Немає зв’язку: 1 чек чекає').waitFor();
    await page.getByLabel('Або номер картки чи телефон').fill('067 111 22 33');
    await page.keyboard.press('Enter');
    await page.getByText('Списати бали без зв’язку не можна').waitFor();
    await page.getByLabel('Чек №').fill('N3');
    await page.getByLabel('Сума чека').fill('60');
    await page.keyboard.press('Enter');
    during.push(`N${++numbers}`);
    await isKept(page, 'N3');
    await goesOn(page);
    during.push(await sells(page, ivan, '1000'));
    await isKept(page, 'N4');
    await goesOn(page);
    await page.getByText('Немає зв’язку: 3 чеки чекають').waitFor();
    expect((await booked()).map(([number]) => number)).toEqual([before]);

    await till.context.setOffline(false);
    await page.getByText('Немає зв’язку').waitFor({ state: 'detached' });
    await expect.poll(booked).toEqual([
      ['N1', 200_00n],
      ['N2', 400_00n],
      ['N3', 60_00n],
      ['N4', 1_000_00n],
    ]);
    const after = await sells(page, ivan, '100');
    await page.getByRole('button', { name: /^\+5 балів/ }).waitFor();
    await goesOn(page);
    expect([before, ...during, after]).toEqual(['N1', 'N2', 'N3', 'N4', 'N5']);

    await page.getByRole('button', { name: 'Ще', exact: true }).click();
    await page.getByRole('button', { name: /^Чеки без зв’язку/ }).click();
    await page.getByText('+20').waitFor();
    await page.getByText('+3', { exact: true }).waitFor();
    await page.getByText('+50').waitFor();
    // Nothing of a phone or a card stays on the device.
    const kept = await page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('kartka-till');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const reading = opening.result.transaction('receipts').objectStore('receipts').getAll();
            reading.onsuccess = () => resolve(JSON.stringify(reading.result));
          };
        }),
    );
    expect(kept).toContain('N3');
    expect(kept).not.toContain('111 22 33');
    expect(kept).not.toContain(ivan.cardNumber);

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Ще', exact: true }).click();
    await page.getByRole('button', { name: /^Моя зміна/ }).click();
    const fact = (name: string) => page.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd');
    await expect.poll(() => fact('Чеки').textContent()).toBe('5');
    expect((await fact('Сума').textContent())?.replace(/\s/g, ' ')).toBe('1 760,00 ₴');
    expect(await fact('Зараховано балів').textContent()).toBe('88');
  });

  it('when the answer was lost though the receipt was booked, then it is kept, known again, and booked once', async () => {
    const member = await aMember(shop.database.db, { name: 'Оксана Рибак' });
    const page = await atTheTill();
    await page.route('**/api/till/receipts', async (route) => {
      if (route.request().method() !== 'POST') return await route.continue();
      await route.fetch();
      await route.abort();
    });
    const number = await sells(page, member, '200');
    await isKept(page, number);
    await page.unroute('**/api/till/receipts');
    await goesOn(page);
    await page.getByRole('button', { name: 'Ще', exact: true }).click();
    await page.getByRole('button', { name: /^Чеки без зв’язку/ }).click();
    await page.getByText('+10', { exact: true }).waitFor();
    const rows = await shop.database.sql`select earned from receipt where member_id = ${member.memberId}`;
    expect(rows).toEqual([{ earned: 10n }]);
  });

  it('when a card turns out to be nobody’s, then it says so, and the receipt is put right with another card', async () => {
    const member = await aMember(shop.database.db, { name: 'Павло Гнатюк' });
    const page = await atTheTill();
    await till.context.setOffline(true);
    const number = await sells(page, { ...member, cardNumber: '4000000000' }, '300');
    await isKept(page, number);
    await goesOn(page);
    await till.context.setOffline(false);
    await page.getByRole('button', { name: '1 чек не прийнято: подивіться' }).click();
    await page.getByText('Такої картки немає').waitFor();
    await page.getByRole('button', { name: 'Виправити' }).click();
    await page.getByText(`Чек ${number} на 300,00: скануйте картку`).waitFor();
    await scan(page, member.cardNumber);
    await page.getByRole('heading', { name: 'Павло Г.' }).waitFor();
    expect(await page.getByLabel('Сума чека').inputValue()).toBe('300,00');
    await page.getByRole('button', { name: 'Готово' }).click();
    await page.getByRole('button', { name: /^\+15 балів/ }).waitFor();
    await page.getByText('не прийнято').waitFor({ state: 'detached' });
  });
});
