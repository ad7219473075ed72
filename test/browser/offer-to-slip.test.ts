// A shopper from offer to slip, with the marketer who makes the offer and the cashier who takes it: one story through the
// console, the chat and the till. The same for a reward, and two marketers at one offer.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scan, useConsole } from '#test/support/console.ts';
import { aPhoneOwner, cardNumberIn, joinsInTelegram } from '#test/support/phone.ts';
import { aPng } from '#test/support/picture-files.ts';
import type { LOGINS } from '#test/support/shop.ts';
import { until } from '#test/support/until.ts';

const ON_A_PHONE = { viewport: { width: 390, height: 844 } };
const WIDE = { viewport: { width: 1280, height: 860 } };

const { shop, open: visit } = useConsole({ as: 'admin', ...WIDE }, { welcomePoints: 500n });
const open = (as: keyof typeof LOGINS, at = '') => visit(at, { as, ...(as === 'cashier' && ON_A_PHONE) });
const picture = { name: 'offer.png', mimeType: 'image/png', buffer: aPng(1200, 630) };
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

async function choosesPicture(page: Page): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Картинка:/ }).click();
  await (await choosing).setFiles(picture);
  await page.getByAltText('Вибрана картинка').waitFor();
}

async function makesAnOffer(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Нова пропозиція' }).first().click();
  await page.getByLabel('Назва для працівників').fill(`${title}, для своїх`);
  await page.getByLabel('Заголовок: Українська').fill(title);
  await page.getByLabel('Умови: Українська').fill('На весь чек, один раз.');
  await page.getByLabel('Відсоток').fill('20');
}

describe('from offer to slip', () => {
  it('is made with a picture, stock, dates and a store, taken in the chat, used at the till and told on the slip', async () => {
    const office = await open('marketer', 'offers');
    await makesAnOffer(office, '−20 % на все');
    await choosesPicture(office);
    await office.getByRole('combobox', { name: 'Магазини' }).click();
    await office.getByRole('option', { name: 'Хрещатик 12' }).click();
    await office.keyboard.press('Escape');
    await office.getByLabel('Усього штук').fill('1');
    await office.getByLabel('Днів на використання').fill('7');
    await office.getByRole('button', { name: 'Зберегти' }).click();
    await office.waitForURL(/\/offers\/off_/);
    await office.getByRole('button', { name: 'Опублікувати' }).click();
    await office.getByRole('button', { name: 'Призупинити' }).waitFor();

    const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
    const card = cardNumberIn(await joinsInTelegram(olena));
    await until('the offer to be shown', async () => {
      await olena.telegram.presses('Пропозиції');
      return (await olena.telegram.sees('ропозиці')).text.includes('1. −20 % на все');
    });
    await olena.telegram.presses('1');
    const told = await olena.telegram.sees('На весь чек');
    expect((await told.picture()).length).toBeGreaterThan(100);
    await olena.telegram.presses('Взяти');
    await olena.telegram.sees('ваша');

    const till = await open('cashier');
    await till.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
    await scan(till, card);
    await till.getByLabel('Чек №').fill('901');
    await till.getByLabel('Сума чека').fill('500');
    await till.getByText('До сплати 400,00').waitFor();
    await till.getByRole('button', { name: 'Готово' }).click();
    await till.getByRole('button', { name: /−20 % на все.*400,00/ }).waitFor();
    const slip = await olena.telegram.sees('Чек 901');
    expect(plain(slip.text)).toContain('🏷 «−20 % на все»: −100,00 ₴.');

    // The only one there was is used: the office sees it, and Today says so.
    await office.reload();
    await expect
      .poll(() => office.locator('dt', { hasText: 'Використано' }).locator('+ dd').textContent())
      .toBe('1');
  });

  it('keeps what a marketer typed when another one was first, and says so', async () => {
    const first = await open('marketer', 'offers');
    await makesAnOffer(first, 'Кава за пів ціни');
    await first.getByRole('button', { name: 'Зберегти' }).click();
    await first.waitForURL(/\/offers\/off_/);
    const other = await open('admin', new URL(first.url()).pathname.replace('/console/', ''));
    const saves = (page: Page) => page.getByRole('button', { name: 'Зберегти', exact: true }).click();
    const titleOf = (page: Page) => page.getByLabel('Заголовок: Українська');
    await titleOf(other).fill('Кава за третину ціни');
    await saves(other);
    await expect.poll(() => other.getByRole('button', { name: 'Зберегти' }).isDisabled()).toBe(true);

    await titleOf(first).fill('Кава майже даром');
    await saves(first);
    const note = first.getByRole('alert').filter({ hasText: 'змінив хтось інший' });
    await note.waitFor();
    expect(await titleOf(first).inputValue()).toBe('Кава майже даром');
    await note.getByRole('button', { name: 'Зберегти моє' }).click();
    await note.waitFor({ state: 'detached' });

    await titleOf(other).fill('Кава дорожча');
    await saves(other);
    const loads = other.getByRole('alert').getByRole('button', { name: 'Завантажити нове' });
    await loads.click();
    await expect.poll(() => titleOf(other).inputValue()).toBe('Кава майже даром');
  });
});

describe('a reward', () => {
  it('is made, ordered in the chat, and handed over at the till by its code', async () => {
    const office = await open('marketer', 'rewards');
    await office.getByRole('link', { name: 'Нова винагорода' }).first().click();
    await choosesPicture(office);
    await office.getByLabel('Назва').first().fill('Чашка');
    await office.getByLabel('Ціна').fill('300');
    await office.getByLabel('Скільки штук').fill('5');
    await office.getByRole('button', { name: 'Зберегти' }).click();
    await office.waitForURL(/\/rewards\/edit\/rwd_/);
    await office.getByRole('button', { name: 'Показати учасникам' }).click();
    await office.getByRole('button', { name: 'Приховати' }).waitFor();

    const ivan = await aPhoneOwner(shop, { name: 'Іван', language: 'uk' });
    await joinsInTelegram(ivan, { name: 'Іван Левко' });
    await ivan.telegram.presses('Винагороди');
    await ivan.telegram.sees('Уже вистачає');
    await ivan.telegram.presses('Чашка · 300\u00a0балів');
    await ivan.telegram.presses('Взяти за 300\u00a0балів');
    await ivan.telegram.presses('Так, взяти');
    await ivan.telegram.sees('✅ «Чашка»');
    const told = await ivan.telegram.sees('Код');
    const code = /[0-9A-Z]{3}-[0-9A-Z]{3}/.exec(told.text)?.[0] ?? '';

    const till = await open('cashier');
    await till.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
    await till.getByRole('button', { name: /^Ще$/ }).click();
    await till.getByRole('button', { name: /^Видати винагороду/ }).click();
    await till.getByRole('textbox').fill(code);
    await till.keyboard.press('Enter');
    await till.getByText('Іван Л.').first().waitFor();
    await till.getByRole('button', { name: 'Видати' }).click();
    await till.getByRole('button', { name: /: видано$/ }).waitFor();

    await office.goto(`${shop.url}/console/rewards/orders?status=handed_over`);
    await office.getByRole('cell', { name: code }).waitFor();
    await office.getByRole('link', { name: 'Іван Л.' }).click();
    const drawer = office.getByRole('dialog', { name: 'Іван Л.' });
    await drawer.getByRole('tab', { name: 'Винагороди' }).click();
    await drawer.getByText('Чашка').waitFor();
    await drawer.getByText('Видано', { exact: true }).waitFor();
  });
});
