// The five minutes of the README, clicked as a newcomer clicks them: the same labels in the same order. Whoever changes
// a label changes it there and here.
import type { Browser, Locator, Page } from 'playwright-core';
import { openPage } from '#test/support/browser.ts';

export interface Tour {
  /** The page of both phones. */
  phones: Page;
  telegram: Locator;
  viber: Locator;
}

/** Where the shop answers, such as `http://127.0.0.1:3000`, and where its phones are. */
export interface Addresses {
  shop: string;
  phones: string;
}

const PHONES = { viewport: { width: 1440, height: 1030 } };
const COUNTER = { viewport: { width: 390, height: 720 }, deviceScaleFactor: 2 };
const OFFICE = { viewport: { width: 1280, height: 860 } };

/** Opens the page of phones and puts its hints away. */
export async function openPhones(browser: Browser, { phones: address }: Addresses): Promise<Tour> {
  const { page: phones } = await openPage(browser, address, PHONES);
  await press(phones, 'Зрозуміло');
  return {
    phones,
    telegram: phones.getByRole('region', { name: 'Telegram' }),
    viber: phones.getByRole('region', { name: 'Viber' }),
  };
}

/** The first till of the first store, on a phone at the counter. */
export async function openTill(browser: Browser, { shop }: Addresses): Promise<Page> {
  const { page } = await openPage(browser, `${shop}/console/`, COUNTER);
  await signIn(page, { login: 'kasa', password: 'kasa-poruch' });
  await page.getByRole('region', { name: 'Хрещатик 12' }).getByRole('button').first().click();
  return page;
}

/** The marketer's campaigns, on a desk. */
export async function openCampaigns(browser: Browser, { shop }: Addresses): Promise<Page> {
  const { page } = await openPage(browser, `${shop}/console/`, OFFICE);
  await signIn(page, { login: 'marketing', password: 'marketing-poruch' });
  await page.getByRole('link', { name: 'Кампанії' }).click();
  return page;
}

/** Steps 2 and 3: a card in Telegram, then the same card in Viber by the code from the SMS. */
export async function register({ telegram, viber }: Tour): Promise<{ cardNumber: string }> {
  await press(telegram, 'РОЗПОЧАТИ');
  await press(telegram, '📱 Поділитися номером');
  await press(telegram, 'Поділитися');
  await press(telegram, 'Олена');
  await press(telegram, 'Погоджуюсь і хочу пропозиції');
  const ready = telegram.getByRole('log').getByText('Ваша картка готова');
  await ready.waitFor();
  const cardNumber = /2\d \d{4} \d{4} \d{3}/.exec((await telegram.getByRole('log').textContent()) ?? '')?.[0];
  if (!cardNumber) throw new Error('the card came without its number');

  await press(viber, 'Почати');
  await press(viber, '📱 Поділитися номером');
  await press(viber, 'Поділитися');
  const sms = viber.getByRole('alert');
  const code = /\d{6}/.exec((await sms.getByText(/\d{6}/).first().textContent()) ?? '')?.[0] ?? '';
  await sms.getByRole('button', { name: 'Прибрати' }).click();
  await write(viber, code);
  await viber.getByRole('log').getByText('З поверненням').waitFor();
  await press(telegram, 'Так, це я');
  await telegram.getByRole('log').getByText('Списувати бали можна з обох чатів').waitFor();
  return { cardNumber };
}

/** Step 4: finds the card at the till and enters a receipt; what is left is to press the button below. */
export async function enterReceipt(
  till: Page,
  receipt: { cardNumber: string; number: string; amount: string },
): Promise<void> {
  await till.getByLabel('Або номер картки чи телефон').fill(receipt.cardNumber);
  await press(till, 'Знайти');
  await till.getByLabel('Чек №').fill(receipt.number);
  await till.getByLabel('Сума чека').fill(receipt.amount);
  await till.getByText(/^\+\d+ бал/).waitFor();
}

/** Step 5: all the points that the receipt may take; what is left is to ask the member in the chat. */
export async function chooseBurn(till: Page): Promise<void> {
  await till.getByRole('button', { name: /^Найбільше/ }).click();
  await till.getByRole('button', { name: 'Запитати в чаті' }).waitFor();
}

/** Step 6: the example campaign, ready to leave. */
export async function draftCampaign(campaigns: Page): Promise<void> {
  await campaigns.getByRole('link', { name: 'Почати з прикладу' }).click();
  // Nobody is left alone, so that the message surely comes to the phones of the tour.
  await campaigns.getByLabel('Контрольна група').fill('0');
  await campaigns.getByText('Збережено').waitFor();
  await campaigns.getByText('Дійде до').waitFor();
}

/** Step 6, its end: types the number that is asked for and sends. */
export async function launchCampaign(campaigns: Page): Promise<void> {
  await press(campaigns, 'Надіслати…');
  const field = campaigns.getByLabel(/^Введіть число отримувачів: \d/);
  await field.waitFor();
  const label = await campaigns.getByRole('dialog').textContent();
  await field.fill(/отримувачів: ([\d\s]+)/.exec(label ?? '')?.[1]?.replace(/\s/g, '') ?? '');
  await press(campaigns, 'Надіслати');
}

/** Presses the newest button of that name, as soon as it is there. */
export async function press(where: Page | Locator, name: string | RegExp): Promise<void> {
  await where.getByRole('button', { name, exact: true }).last().click();
}

async function write(phone: Locator, text: string): Promise<void> {
  await phone.getByRole('textbox').fill(text);
  await phone.getByRole('textbox').press('Enter');
}

async function signIn(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  await page.getByLabel('Ім’я для входу').fill(login);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(password);
  await press(page, 'Увійти');
}
