// A marketer's day with a campaign, in a real browser against the whole program: whom, what, what it would do, and what
// became of it.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCampaignSettings } from '#src/core/campaigns/campaign-settings.ts';
import { transaction } from '#src/db/client.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useConsole } from '#test/support/console.ts';
import { aPhoneOwner, joinsInTelegram, joinsInViber, type PhoneOwner } from '#test/support/phone.ts';
import type { LOGINS } from '#test/support/shop.ts';

const WIDE = { viewport: { width: 1280, height: 900 } };

let olena: PhoneOwner;
let taras: PhoneOwner;
const { shop, open: visit } = useConsole({ as: 'admin', ...WIDE });
beforeAll(async () => {
  olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
  await joinsInTelegram(olena, { name: 'Олена', offers: true });
  taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
  await joinsInViber(taras, { name: 'Тарас', offers: true });
  const { db } = shop.database;
  await anOffer(db, { title: 'Камамбер −30 %', audience: null }, new Date());
});
const open = (as: keyof typeof LOGINS, at: string, size = WIDE) => visit(at, { as, ...size });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** One condition: what it is about, and one value of it. */
async function choose(page: Page, about: string, value: string): Promise<void> {
  await button(page, 'Умова').click();
  await page.getByRole('combobox', { name: 'Про що умова' }).click();
  await page.getByRole('option', { name: about, exact: true }).click();
  await page.getByRole('combobox', { name: 'Значення' }).click();
  await page.getByRole('option', { name: value, exact: true }).click();
  await page.keyboard.press('Escape');
}

/** A new campaign with a name and a text for everybody. */
async function write(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel('Назва').fill(name);
  await page.getByLabel('Текст, Українська').fill(text);
  await page.getByText('Збережено').waitFor();
}

describe('a campaign', () => {
  it('goes from a segment and a text with own offers to the chats and to its result', async () => {
    const segments = await open('marketer', 'segments/new');
    await segments.getByLabel('Назва').fill('Говорять українською');
    await choose(segments, 'Мова', 'Українська');
    await segments.getByText('2 учасники').first().waitFor();
    await button(segments, 'Зберегти').click();
    await segments.waitForURL(/segments\/seg_/);

    const page = await open('marketer', 'campaigns/new');
    await write(page, 'Сир тижня', '{{name}}, для вас:');
    await page.getByText('За умовою', { exact: true }).click();
    await choose(page, 'Сегмент або список', 'Говорять українською');
    await page.getByLabel('Контрольна група').fill('0');
    await page.getByRole('switch', { name: 'Кожному — його пропозиції' }).click();
    await page.getByLabel('Текст, Українська').fill('{{name}}, для вас:\n{{offers}}');
    const preview = page.getByRole('complementary', { name: 'Як це побачать' });
    await preview.getByText('Камамбер −30 %').first().waitFor();
    await page.getByText('Дійде до 2 людей').waitFor();
    await page.getByText('Telegram 1, Viber 1.').waitFor();

    await button(page, 'Надіслати…').click();
    const question = page.getByRole('dialog', { name: 'Що станеться після запуску' });
    await question.getByText('Почнеться одразу').waitFor();
    await question.getByRole('button', { name: 'Надіслати' }).click();
    await page.getByText('Завершено').waitFor();
    await page.getByText('2 із 2').waitFor();
    await olena.telegram.sees('Камамбер −30 %');
    await taras.viber.sees('Камамбер −30 %');
    await page.getByText('контрольної групи не було').first().waitFor({ timeout: 60_000 });
  });

  it('waits for a second person above the size, and for its time, and can be called back', async () => {
    const { db, sql } = shop.database;
    await transaction(db, (tx) => startCampaignSettings(tx));
    await sql`update campaign_settings set approval_people = 1`;
    const page = await open('marketer', 'campaigns/new');
    await write(page, 'Велика розсилка', 'Завтра свято');
    await page.getByLabel('Почати').fill('2031-03-08T09:00');
    await page.getByText('Збережено').waitFor();
    await button(page, 'Надіслати…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Надіслати на погодження' }).click();
    await page.getByText('Погодити має хтось інший').waitFor();

    const second = await open('admin', 'approvals');
    await second.getByRole('link', { name: 'Велика розсилка' }).waitFor();
    await second.getByLabel('Чекають на рішення: 1').waitFor();
    await button(second, 'Погодити й запустити').click();
    await second.getByText('Ніщо не чекає').waitFor();

    await page.getByText('Заплановано').first().waitFor();
    const address = page.url();
    await page.goto(`${shop.url}/console/campaigns/calendar`);
    await page.getByRole('heading', { name: 'Календар' }).waitFor();
    await page.goto(address);
    await button(page, 'Скасувати розклад').click();
    await page.getByLabel('Почати').waitFor();
    expect(await page.getByLabel('Почати').inputValue()).toBe('2031-03-08T09:00');
  });
});
