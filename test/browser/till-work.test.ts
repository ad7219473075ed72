// What a cashier does besides selling, in a real browser: goods that come back, a mistake undone, a shift, lost cards and
// people without a messenger.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { listReturns } from '#src/core/receipts/list-returns.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import { pickUpPayload } from '#src/core/rewards/pick-up-code.ts';
import type { LineCondition } from '#src/core/rules/condition.ts';
import type { Effect } from '#src/core/rules/rule.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import type { StoreId } from '#src/lib/id.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { type AMember, aMember, aReceipt } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { openBrowser } from '#test/support/browser.ts';
import { type ConsolePage, openConsole, scan } from '#test/support/console.ts';
import { fresh } from '#test/support/fresh.ts';
import { useShop } from '#test/support/shop.ts';

const OTHER: StoreId = 'str_00000000000000000002';

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

async function atTheTill(): Promise<Page> {
  till = await openConsole(browser, shop, { as: 'cashier' });
  await till.page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  return till.page;
}
const aFifthOff = (where: LineCondition): Effect => ({
  kind: 'discountShare',
  shareBp: 2_000,
  on: 'lines',
  where,
});
/** Until the till asks for a card again: a green screen hears nothing in its first moment. */
async function goesOn(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      return await page.getByRole('heading', { name: 'Скануйте картку' }).isVisible();
    })
    .toBe(true);
}
async function sells(page: Page, { cardNumber }: AMember, number: string, amount: string): Promise<void> {
  await scan(page, cardNumber);
  await page.getByLabel('Чек №').fill(number);
  await page.getByLabel('Сума чека').fill(amount);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /На рахунку .* До сплати/ }).waitFor();
  await goesOn(page);
}
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const balanceOf = async ({ memberId }: AMember) => {
  const [row] = await shop.database.sql<{ balance: bigint }[]>`
    select balance from account where member_id = ${memberId}`;
  return row?.balance;
};

describe('the till beside selling', () => {
  it('undoes the last receipt, and takes its number for the right one', async () => {
    const member = await aMember(shop.database.db, { name: 'Ірина Мороз' });
    const page = await atTheTill();
    await sells(page, member, 'U1', '2000');
    await press(page, 'Скасувати останній');
    await page.getByText('Ірина М.').waitFor();
    await press(page, 'Скасувати чек U1');
    await page.getByRole('button', { name: 'Чек U1 скасовано' }).waitFor();
    expect(await balanceOf(member)).toBe(0n);
    await goesOn(page);
    await page.getByText('скасовано').waitFor();
    await sells(page, member, 'U1', '200');
    expect(await balanceOf(member)).toBe(10n);
  });

  it('takes a part of a receipt back by its number, and says beforehand what goes back', async () => {
    const member = await aMember(shop.database.db, { name: 'Павло Гнатюк' });
    const page = await atTheTill();
    await sells(page, member, 'R1', '400');
    await press(page, 'Повернення');
    await page.getByLabel('Номер чека').fill('R1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Павло Г.' }).waitFor();
    await page.getByLabel(/^Сума повернення/).fill('100');
    await page.getByText('Знімемо: 5 балів').waitFor();
    expect(await balanceOf(member)).toBe(20n);
    await press(page, 'Провести повернення');
    await page.getByRole('button', { name: /^Віддайте покупцеві\. 100,00.*Знято: 5 балів/ }).waitFor();
    expect(await balanceOf(member)).toBe(15n);
    await goesOn(page);
    await press(page, 'Повернення');
    await page.getByLabel('Номер чека').fill('R-nothing');
    await page.keyboard.press('Enter');
    await page.getByText('Чека з карткою під цим номером немає').waitFor();
  });

  it('says that another store takes its goods back itself, and takes them once the programme lets any store', async () => {
    const { db, sql } = shop.database;
    await sql`insert into store (store_id, name, city, address) values (${OTHER}, 'Поділ 3', 'Київ', 'x')`;
    const member = await aMember(db, { name: 'Надія Кравець' });
    const sold = aReceipt({ storeId: OTHER, tillId: null, number: 'E1', occurredAt: new Date() });
    await receiptDesk({ sql, clock: systemClock, ...fresh(db) }).accept(sold, { memberId: member.memberId });
    const page = await atTheTill();
    const looks = async () => {
      await page.getByLabel('Номер чека').fill('E1');
      await page.keyboard.press('Enter');
    };
    // Which stores there are is kept for a moment.
    await expect
      .poll(async () => {
        await page.reload();
        await press(page, 'Повернення');
        await looks();
        await page.getByText('Чека з карткою під цим номером немає').waitFor();
        return await page.getByText('Куплене в іншому магазині повертають лише там.').isVisible();
      })
      .toBe(true);
    await sql`update programme set returns_anywhere = true`;
    await expect
      .poll(async () => {
        await page.reload();
        await press(page, 'Повернення');
        await page.getByText('Старший за два тижні?').waitFor();
        return await page.getByLabel('Де куплено').first().isVisible();
      })
      .toBe(true);
    await page.getByRole('combobox', { name: 'Де куплено' }).click();
    await page.getByRole('option', { name: 'Поділ 3, Київ' }).click();
    await looks();
    await page.getByText('Куплено в іншому магазині: Поділ 3, Київ').waitFor();
    await press(page, /^Весь чек/);
    await page.getByText('Знімемо: 5 балів').waitFor();
    await press(page, 'Провести повернення');
    await page.getByRole('button', { name: /^Віддайте покупцеві\. 100,00/ }).waitFor();
    const [back] = await listReturns(db, member.memberId, { limit: 1 });
    expect(back?.storeName).toBe('Хрещатик 12');
    await sql`update programme set returns_anywhere = false`;
  });

  it('registers a person without a messenger, replaces the card, and reports it all in the shift', async () => {
    const page = await atTheTill();
    await press(page, /^Ще$/);
    await press(page, /^Новий учасник без месенджера/);
    await page.getByLabel('Телефон').fill('067 555 44 33');
    await page.getByLabel('Ім’я').fill('Ганна Лис');
    await scan(page, '440055556666');
    await expect.poll(() => page.getByLabel('Пластикова картка').inputValue()).toBe('440055556666');
    await page.getByLabel(/^Покупець підписав згоду/).check();
    await press(page, 'Зареєструвати');
    await page.getByRole('button', { name: /^Ганна Л\. у програмі/ }).waitFor();
    await goesOn(page);

    await press(page, /^Ще$/);
    await press(page, /^Картку загублено/);
    await page.getByLabel('Телефон або інша картка покупця').fill('067 555 44 33');
    await page.keyboard.press('Enter');
    await page.getByText('Пластикова ··6666').waitFor();
    await press(page, 'Видати нову замість неї');
    await scan(page, '440055557777');
    await page.getByRole('button', { name: 'Нова картка ··7777 діє, стару заблоковано' }).waitFor();
    await goesOn(page);
    await scan(page, '440055556666');
    await page.getByRole('alertdialog').getByText('Картку заблоковано').waitFor();
    await page.keyboard.press('Enter');
    await scan(page, '440055557777');
    await page.getByRole('heading', { name: 'Ганна Л.' }).waitFor();
    await page.keyboard.press('Escape');

    await press(page, /^Ще$/);
    await press(page, /^Моя зміна/);
    const fact = (name: string) => page.locator('dt', { hasText: name }).locator('+ dd').textContent();
    await expect.poll(() => fact('Нові учасники')).toBe('1');
    expect(await fact('Замінено карток')).toBe('1');
    expect(await fact('Скасовано')).toBe('1');
    const saving = page.waitForEvent('download');
    await press(page, 'CSV');
    expect((await saving).suggestedFilename()).toMatch(/^shift-\d{4}-\d\d-\d\d\.csv$/);
    await press(page, 'Закрити зміну');
    await page.getByText('Зміну закрито').waitFor();
  });

  it('when the cashier turns back before the shift is closed, then what they sell next belongs to the next shift', async () => {
    const member = await aMember(shop.database.db, { name: 'Орест Сич' });
    const page = await atTheTill();
    await press(page, /^Ще$/);
    await press(page, /^Моя зміна/);
    const left = Promise.withResolvers<void>();
    await page.route('**/api/till/shifts/*/close', async (route) => {
      await left.promise;
      await route.continue();
    });
    const closed = page.waitForResponse('**/api/till/shifts/*/close');
    await press(page, 'Закрити зміну');
    await page.keyboard.press('Escape');
    left.resolve();
    await closed;
    await page.keyboard.press('Escape');
    const opening = () =>
      page.waitForResponse(
        (reply) => reply.url().endsWith('/till/shifts') && reply.request().method() === 'POST',
      );
    const opens = opening();
    await scan(page, member.cardNumber);
    expect((await (await opens).json()).closedAt).toBeNull();
    await page.keyboard.press('Escape');
    // Chosen again, the till asks again.
    const again = opening();
    await press(page, /Змінити касу$/);
    await page.getByRole('button', { name: 'Каса 1' }).click();
    expect((await (await again).json()).closedAt).toBeNull();
  });

  it('shows the sheet for the counter with a code for each messenger', async () => {
    const page = await atTheTill();
    await press(page, /^Ще$/);
    await press(page, /^QR на прилавок/);
    await page.getByRole('img', { name: 'Telegram' }).waitFor();
    await page.getByRole('img', { name: 'Viber' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  });

  it('shows what works on the receipt, takes an offer for the member, and books it with the sale', async () => {
    const { db } = shop.database;
    await anOffer(db, { title: 'Мінус 10 % сьогодні' }, new Date());
    const member = await aMember(db, { name: 'Марко Дуб' });
    const page = await atTheTill();
    await scan(page, member.cardNumber);
    await page.getByLabel('Чек №').fill('O1');
    await page.getByLabel('Сума чека').fill('300');
    await page.getByText('Мінус 10 % сьогодні').waitFor();
    await press(page, 'Взяти');
    await page.getByText('До сплати 270,00').waitFor();
    await press(page, 'Лишити');
    await page.getByText('До сплати 300,00').waitFor();
    await press(page, 'Застосувати');
    await page.getByText('До сплати 270,00').waitFor();
    // A code that somebody brought along, read by the scanner.
    await scan(page, 'SUMMER-2026');
    await page.getByText('SUMMER-2026').first().waitFor();
    await press(page, 'Прибрати купон SUMMER-2026');
    await press(page, 'Готово');
    await page.getByRole('button', { name: /^\+13 балів.*Мінус 10 % сьогодні.*270,00/ }).waitFor();
  });

  it('when an offer is taken while the sum is being counted, then it is counted anew', async () => {
    const { db } = shop.database;
    await anOffer(db, { title: 'Мінус 10 % щойно' }, new Date());
    const member = await aMember(db, { name: 'Юлія Гай' });
    const page = await atTheTill();
    const taken = Promise.withResolvers<void>();
    // The first count is made before the offer is taken, and arrives after.
    await page.route(
      '**/api/till/quotes',
      async (route) => {
        const counted = await route.fetch();
        await taken.promise;
        await route.fulfill({ response: counted });
      },
      { times: 1 },
    );
    await scan(page, member.cardNumber);
    const offer = page.getByRole('paragraph').filter({ hasText: 'Мінус 10 % щойно' });
    await offer.waitFor();
    await page.getByLabel('Чек №').fill('O3');
    const counting = page.waitForRequest('**/api/till/quotes');
    await page.getByLabel('Сума чека').fill('300');
    await counting;
    await offer.getByRole('button', { name: 'Взяти' }).click();
    await offer.getByRole('button', { name: 'Лишити' }).waitFor();
    taken.resolve();
    await page.getByText('До сплати 270,00').waitFor();
    await page.getByText('+13 балів').waitFor();
  });

  it('promises nothing of a coupon for certain goods, which this till is not told of, and keeps it in view', async () => {
    const { db } = shop.database;
    const where = { field: 'line.category', is: 'is' as const, value: 'cheese' };
    const title = 'Мінус 20 % на сири';
    const offerId = await anOffer(db, { title, effects: [aFifthOff(where)] }, new Date());
    const member = await aMember(db, { name: 'Ганна Лис' });
    const page = await atTheTill();
    await scan(page, member.cardNumber);
    await page.getByText(/зараз не ді/).click();
    await page.getByText('Діє на певні товари, а на цій касі вводять лише суму').waitFor();
    const coupon = page
      .getByLabel('Пропозиції й купони')
      .getByRole('paragraph')
      .filter({ hasText: 'Мінус 20 % на сири' });
    expect(await coupon.getByRole('button').count()).toBe(0);
    const { known, rules } = fresh(db);
    const taking = { memberId: member.memberId, offerId, at: new Date() };
    const [shopNow, book] = await Promise.all([known(), rules()]);
    await transaction(db, (tx) => takeOffer(tx, { ...taking, known: shopNow, rules: book }));
    await press(page, 'Інша картка');
    await scan(page, member.cardNumber);
    await coupon.getByRole('button', { name: 'Лишити' }).waitFor();
    await coupon.getByText('Діє на певні товари, а на цій касі вводять лише суму').waitFor();
    expect(await coupon.getByText('Спрацює на цьому чеку').count()).toBe(0);
    await page.getByLabel('Чек №').fill('O2');
    await page.getByLabel('Сума чека').fill('300');
    await page.getByText('+15 балів').waitFor();
    await coupon.getByText('Діє на певні товари, а на цій касі вводять лише суму').waitFor();
    await coupon.getByRole('button').waitFor({ state: 'detached' });
  });

  it('hands a reward over by its code, once', async () => {
    const { db } = shop.database;
    const member = await aMember(db, { name: 'Софія Бондар', balance: 500n });
    const { rewardId, version } = await aReward(db, { at: new Date() });
    const { order } = await transaction(db, (tx) =>
      orderReward(tx, {
        memberId: member.memberId,
        rewardId,
        version,
        storeId: null,
        key: 'browser-1',
        at: new Date(),
      }),
    );
    const page = await atTheTill();
    await scan(page, pickUpPayload(order.code));
    await page.getByText('Софія Б.').first().waitFor();
    await press(page, 'Видати');
    await page.getByRole('button', { name: /: видано$/ }).waitFor();
    await goesOn(page);
    await scan(page, pickUpPayload(order.code));
    await page.getByRole('alertdialog').getByText('Уже видано').waitFor();
  });
});
