// The till as a cashier works it, in a real browser against the whole program.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { blockCard } from '#src/core/cards/block-card.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, anIdentity } from '#test/support/a-shop.ts';
import { openBrowser, openPage } from '#test/support/browser.ts';
import { type ConsolePage, openConsole, scan } from '#test/support/console.ts';
import { aPhoneOwner, cardNumberIn, joinsInTelegram } from '#test/support/phone.ts';
import { SECRET_KEY, useShop } from '#test/support/shop.ts';

let browser: Browser;
let till: ConsolePage;

beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER, welcomePoints: 300n });
afterEach(async () => {
  expect(till.complaints).toEqual([]);
  await till.context.close();
});

async function atTheTill(): Promise<ConsolePage['page']> {
  till = await openConsole(browser, shop, { as: 'cashier' });
  await till.page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  return till.page;
}

const DAY_MS = 86_400_000;
let numbers = 0;
async function typeReceipt(amount: string): Promise<string> {
  const number = `T${++numbers}`;
  await till.page.getByLabel('Чек №').fill(number);
  await till.page.getByLabel('Сума чека').fill(amount);
  return number;
}

/** Presses the button of this name as soon as it has the focus: a hand is quicker than a key that travels to the page. */
const pressesTwice = (page: ConsolePage['page'], name: string) =>
  page.evaluateHandle(
    (label) => ({
      pressed: new Promise<void>((resolve) => {
        document.addEventListener('focusin', ({ target }) => {
          if (!(target instanceof HTMLElement)) return;
          if (!target.ariaLabel?.replaceAll('\u00a0', ' ').startsWith(label)) return;
          queueMicrotask(() => {
            target.click();
            resolve();
          });
        });
      }),
    }),
    name,
  );

describe('the till', () => {
  it('refuses a wrong password in words and keeps the login', async () => {
    const { page, context } = await openPage(browser, `${shop.url}/console/`);
    till = { page, context, complaints: [] };
    await page.getByLabel('Ім’я для входу').fill('kasa');
    await page.getByLabel('Пароль', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Увійти' }).click();
    await page.getByRole('alert').getByText('Ім’я або пароль не підходять').waitFor();
    expect(await page.getByLabel('Ім’я для входу').inputValue()).toBe('kasa');
  });

  it('earns points for a card that a USB scanner reads, with the keyboard alone', async () => {
    const { cardNumber } = await aMember(shop.database.db, { name: 'Ірина Мороз', balance: 100n });
    const page = await atTheTill();
    await scan(page, cardNumber);
    await page.getByRole('heading', { name: 'Ірина М.' }).waitFor();
    await page.keyboard.type('A-17', { delay: 120 });
    await page.keyboard.press('Tab');
    await page.keyboard.type('862,40', { delay: 120 });
    await page.getByText('+43 бали').waitFor();
    const second = await pressesTwice(page, '+43 бали. На рахунку');
    await page.keyboard.press('Enter');
    const done = page.getByRole('button', { name: /^\+43 бали\. На рахунку 143 бали\./ });
    await done.waitFor();
    // Whoever presses twice neither books twice nor misses the number.
    await second.evaluate(({ pressed }) => pressed);
    expect(await done.isVisible()).toBe(true);
    await page.getByText('На рахунку 143 бали').waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press('Enter');
        return await page.getByText('Чек A-17').isVisible();
      })
      .toBe(true);
  });

  it('says how much of the balance waits and until when, and on which day receipts of yesterday were', async () => {
    const { db, sql } = shop.database;
    const { cardNumber, memberId } = await aMember(db, { name: 'Ніна Швець', balance: 128n });
    const at = new Date();
    const activeAt = new Date(at.getTime() + 14 * DAY_MS);
    const waiting = { memberId, kind: 'earn', amount: 143n, account: 'issued', key: 'waits' } as const;
    await transaction(db, (tx) => postTransfer(tx, { ...waiting, occurredAt: at, recordedAt: at, activeAt }));
    const dayOf = (moment: Date) =>
      new Intl.DateTimeFormat('uk-UA', { timeZone: 'Europe/Kyiv', day: 'numeric', month: 'long' }).format(
        moment,
      );
    const page = await atTheTill();
    await scan(page, cardNumber);
    await page.getByText(`Можна списати 128 · ще 143 з ${dayOf(activeAt)}`).waitFor();
    const number = await typeReceipt('100');
    await page.keyboard.press('Enter');
    await page.getByText('На рахунку 276 балів').waitFor();
    await sql`update receipt set occurred_at = occurred_at - interval '1 day' where number = ${number}`;
    await page.reload();
    await page.getByText(`${dayOf(new Date(at.getTime() - DAY_MS))} · Чек ${number}`).waitFor();
  });

  it('takes a scan out of the field it was typed into, and keeps the receipt with the new card', async () => {
    const first = await aMember(shop.database.db, { name: 'Павло Гнатюк' });
    const second = await aMember(shop.database.db, { name: 'Ганна Лис' });
    const page = await atTheTill();
    await scan(page, first.cardNumber);
    await page.getByRole('heading', { name: 'Павло Г.' }).waitFor();
    await typeReceipt('50');
    await scan(page, second.cardNumber);
    await page.getByRole('heading', { name: 'Ганна Л.' }).waitFor();
    await page.getByText('Картку змінено').waitFor();
    expect(await page.getByLabel('Сума чека').inputValue()).toBe('50');
  });

  it('burns after the member has said yes in the chat', async () => {
    const owner = await aPhoneOwner(shop);
    const cardNumber = cardNumberIn(await joinsInTelegram(owner));
    const page = await atTheTill();
    await scan(page, cardNumber);
    await page.getByRole('heading', { name: 'Олена К.' }).waitFor();
    await typeReceipt('400');
    const most = page.getByRole('button', { name: 'Найбільше: 200' });
    expect(await most.textContent()).toBe('макс.200');
    await most.click();
    await page.getByText('До сплати 200,00').waitFor();
    await page.getByRole('button', { name: 'Запитати в чаті' }).click();
    await page.getByRole('timer').waitFor();
    await owner.telegram.sees('Списати 200');
    await owner.telegram.presses('Так, списати');
    await page.getByRole('button', { name: /^−200 балів, \+10 балів\. На рахунку 110 балів/ }).waitFor();
  });

  it('calls the senior when the member says that it is not them', async () => {
    const owner = await aPhoneOwner(shop);
    const cardNumber = cardNumberIn(await joinsInTelegram(owner));
    const page = await atTheTill();
    await scan(page, cardNumber);
    await typeReceipt('100');
    await page.getByLabel(/Скільки балів списати/).fill('20');
    await page.getByRole('button', { name: 'Запитати в чаті' }).click();
    await owner.telegram.sees('Списати 20');
    await owner.telegram.presses('Це не я');
    await page
      .getByRole('alertdialog', { name: 'Покличте старшого' })
      .getByText('Картку заблоковано')
      .waitFor();
  });

  it('completes a burn that waits as soon as the live code is scanned', async () => {
    const { memberId, cardNumber } = await aMember(shop.database.db, { name: 'Марко Дуб', balance: 80n });
    await anIdentity(shop.database.db, { memberId });
    const page = await atTheTill();
    await scan(page, cardNumber);
    await page.getByRole('heading', { name: 'Марко Д.' }).waitFor();
    await typeReceipt('100');
    await page.getByRole('button', { name: 'Половину: 25' }).click();
    await page.getByRole('button', { name: 'Запитати в чаті' }).click();
    await page.getByRole('timer').waitFor();
    const { code } = await issueLiveCode(shop.database.db, {
      memberId,
      secretKey: SECRET_KEY,
      at: new Date(),
    });
    await scan(page, code);
    await page.getByRole('button', { name: /^−25 балів/ }).waitFor();
  });

  it('says what to do when a card is blocked, and goes back to the scan with Enter', async () => {
    const { memberId, cardNumber } = await aMember(shop.database.db);
    await transaction(shop.database.db, (tx) => blockCard(tx, { memberId, reason: 'lost', at: new Date() }));
    const page = await atTheTill();
    await scan(page, cardNumber);
    await page.getByRole('alertdialog').getByText('Картку заблоковано').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  });

  it('keeps everything typed when the answer to a burn is lost, and burns once when it is sent again', async () => {
    const { memberId } = await aMember(shop.database.db, { name: 'Оксана Рибак', balance: 100n });
    const { code } = await issueLiveCode(shop.database.db, {
      memberId,
      secretKey: SECRET_KEY,
      at: new Date(),
    });
    const page = await atTheTill();
    await scan(page, code);
    await page.getByRole('heading', { name: 'Оксана Р.' }).waitFor();
    await typeReceipt('200');
    const all = page.getByRole('button', { name: 'Найбільше: 100' });
    expect(await all.textContent()).toBe('усе100');
    await all.click();
    // The receipt arrives and is booked; only its answer is lost.
    await page.route('**/api/till/receipts', async (route) => {
      if (route.request().method() !== 'POST') return await route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Готово' }).click();
    await page.getByRole('alert').getByText('Зв’язок перервався').waitFor();
    await page.getByRole('button', { name: 'Без списання' }).waitFor();
    await page.unroute('**/api/till/receipts');
    await page.getByRole('button', { name: 'Ще раз' }).click();
    await page.getByText('Цей чек уже було проведено').waitFor();
    await page.getByText('На рахунку 5 балів').waitFor();
  });
});
