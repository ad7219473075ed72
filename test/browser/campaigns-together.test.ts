// A campaign under several hands and on a slow line: an older screen never wins, and nothing that was typed is lost.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { launchCampaign, takeBackCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { updateCampaign } from '#src/core/campaigns/update-campaign.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { openBrowser } from '#test/support/browser.ts';
import { type ConsolePage, openConsole } from '#test/support/console.ts';
import { makeMembers } from '#test/support/many-members.ts';
import { type LOGINS, useShop } from '#test/support/shop.ts';

const WIDE = { viewport: { width: 1280, height: 1200 } };

let browser: Browser;
const opened: ConsolePage[] = [];

beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });
beforeAll(() => makeMembers(shop.database.sql, { count: 40 }));
afterEach(async () => {
  for (const { complaints, context } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await context.close();
  }
});

async function open(as: keyof typeof LOGINS, at: string): Promise<Page> {
  const one = await openConsole(browser, shop, { as, at, ...WIDE });
  opened.push(one);
  return one.page;
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const nameOf = (page: Page) => page.getByLabel('Назва').first();
const textOf = (page: Page) => page.getByLabel('Текст, Українська');
const saved = (page: Page) => page.getByText('Збережено', { exact: true }).waitFor();

/** A saved draft on the screen of a marketer. */
async function write(name: string, text = 'Завтра свято'): Promise<Page> {
  const page = await open('marketer', 'campaigns/new');
  await nameOf(page).fill(name);
  await textOf(page).fill(text);
  await saved(page);
  await page.waitForURL(/campaigns\/cmp_/);
  return page;
}
const placeOf = (page: Page) => page.url().split('/console/')[1] ?? '';

describe('a campaign under two hands', () => {
  it('is loaded anew, or saved over, and neither text is lost unasked', async () => {
    const page = await write('Осінь', 'Перший текст');
    const theirs = await open('admin', placeOf(page));
    await textOf(theirs).fill('Їхній текст');
    await saved(theirs);

    await nameOf(page).fill('Осінь і зима');
    const note = page.getByRole('alert').filter({ hasText: 'змінив хтось інший' });
    await note.getByText('Тепер там: «Осінь». Їхній текст').waitFor();
    await page.getByText('Не збережено: спершу вирішіть').waitFor();
    expect(await button(page, 'Надіслати…').isDisabled()).toBe(true);
    await button(page, 'Зберегти моє').click();
    await saved(page);
    await note.waitFor({ state: 'hidden' });

    await textOf(theirs).fill('Ще один');
    const warning = theirs.getByRole('alert').filter({ hasText: 'змінив хтось інший' });
    await warning.getByText('Тепер там: «Осінь і зима». Перший текст').waitFor();
    await warning.getByRole('button', { name: 'Завантажити нове' }).click();
    await expect.poll(() => textOf(theirs).inputValue()).toBe('Перший текст');
    expect(await nameOf(theirs).inputValue()).toBe('Осінь і зима');
  });

  it('is agreed to only as whoever agrees has seen it', async () => {
    const { db, sql } = shop.database;
    const page = await write('Скромна', 'Знижка на сир');
    const campaignId = placeOf(page).split('/')[1] as CampaignId;
    await sql`insert into campaign_settings (approval_people) values (0)`;
    const at = new Date();
    await transaction(db, (tx) => launchCampaign(tx, { campaignId, at }));
    const second = await open('admin', placeOf(page));
    await button(second, 'Погодити й запустити').waitFor();
    const preview = second.getByRole('complementary', { name: 'Як це побачать' });
    await preview.getByText('Знижка на сир').first().waitFor();
    // At once, so that the page cannot hear of it by itself.
    await transaction(db, async (tx) => {
      await takeBackCampaign(tx, { campaignId });
      await updateCampaign(tx, { campaignId, texts: { uk: 'Усе за пів ціни' }, at });
      await launchCampaign(tx, { campaignId, at });
    });
    await button(second, 'Погодити й запустити').click();
    await second.getByText('Кампанію тим часом змінив хтось інший.').waitFor();
    await preview.getByText('Усе за пів ціни').first().waitFor();
    await sql`delete from campaign_settings`;
    await button(second, 'Погодити й запустити').click();
    await button(second, 'Погодити й запустити').waitFor({ state: 'hidden' });
  });
});
