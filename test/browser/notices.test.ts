// Notices over the console: of campaigns that were left while their pictures, and their last words, were on their way.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useConsole } from '#test/support/console.ts';
import { aPng } from '#test/support/picture-files.ts';

const FAULT = { status: 500, json: { error: { code: 'internal', message: 'Щось зламалося', details: {} } } };
const PICTURES = /\/api\/office\/pictures$/;
const CAMPAIGN = /\/api\/marketing\/campaigns\/cmp_\w+$/;

const { shop, open } = useConsole({ as: 'admin' });

const notices = (page: Page) => page.getByRole('region', { name: 'Сповіщення' });
const closeButtons = (page: Page) => notices(page).getByRole('button', { name: 'Закрити' });
const again = (page: Page) => notices(page).getByRole('button', { name: 'Ще раз' });
const newSegment = (page: Page) => page.getByRole('link', { name: 'Новий сегмент' }).first();

async function write(page: Page, name: string): Promise<void> {
  await page.getByLabel('Назва').first().fill(name);
  await page.getByLabel('Текст, Українська').fill('Завтра свято');
  await page.getByText('Збережено', { exact: true }).waitFor();
  await page.waitForURL(/campaigns\/cmp_/);
}
async function goToSegments(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Сегменти', exact: true }).first().click();
  await newSegment(page).waitFor();
}
/** Leaves a campaign whose picture fails a moment later, and waits until that is told. */
async function losePicture(page: Page, name: string): Promise<void> {
  await write(page, name);
  const going = Promise.withResolvers<void>();
  await page.route(PICTURES, async (route) => {
    await going.promise;
    await route.fulfill(FAULT);
  });
  const file = { name: 'sir.png', mimeType: 'image/png', buffer: aPng(80, 64) };
  const asked = page.waitForRequest(PICTURES);
  await page.locator('input[type=file][accept*="webp"]').setInputFiles(file);
  await asked;
  await goToSegments(page);
  const before = await closeButtons(page).count();
  going.resolve();
  await closeButtons(page).nth(before).waitFor();
  await page.unroute(PICTURES);
}
/** Leaves a campaign whose last words are refused for the moment. */
async function loseWords(page: Page, name: string): Promise<void> {
  await write(page, name);
  await page.route(CAMPAIGN, (route) =>
    route.request().method() === 'GET' ? route.fallback() : route.fulfill(FAULT),
  );
  await page.getByLabel('Текст, Українська').fill('Післязавтра свято');
  await goToSegments(page);
  await again(page).waitFor();
  await page.unroute(CAMPAIGN);
}
async function goToNewCampaign(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Кампанії', exact: true }).first().click();
  await page.getByRole('link', { name: 'Нова кампанія' }).first().click();
  await page.getByLabel('Текст, Українська').waitFor();
}

describe('when notices are told', () => {
  it('then Esc closes the newest, after what is in front of it, and the focus stays where it was', async () => {
    const page = await open('campaigns/new');
    await losePicture(page, 'Перша');
    await goToNewCampaign(page);
    await losePicture(page, 'Друга');
    await page.getByRole('button', { name: /Меню/ }).first().press('Enter');
    await page.getByRole('menuitem', { name: 'Вийти' }).waitFor();
    // Keys are the menu's once it has the focus.
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]'));
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Вийти' }).waitFor({ state: 'detached' });
    expect(await closeButtons(page).count()).toBe(2);

    const second = await notices(page).getByRole('link').last().getAttribute('href');
    await newSegment(page).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => closeButtons(page).count()).toBe(1);
    expect(await notices(page).getByRole('link').getAttribute('href')).not.toBe(second);
    expect(await newSegment(page).evaluate((link) => link === document.activeElement)).toBe(true);
  });

  it('then one that is closed hands its focus to the next, and the last back to where it came from', async () => {
    const page = await open('campaigns/new');
    await losePicture(page, 'Третя');
    await goToNewCampaign(page);
    await losePicture(page, 'Четверта');
    await newSegment(page).focus();
    await closeButtons(page).last().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => closeButtons(page).count()).toBe(1);
    const isFocused = (element: Element) => element === document.activeElement;
    expect(await closeButtons(page).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => closeButtons(page).count()).toBe(0);
    expect(await newSegment(page).evaluate(isFocused)).toBe(true);
  });

  it('then one that keeps words is led to by Esc, and closed by the next', async () => {
    const page = await open('campaigns/new');
    await loseWords(page, 'Слова');
    await newSegment(page).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => again(page).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => again(page).count()).toBe(0);
    expect(await newSegment(page).evaluate((link) => link === document.activeElement)).toBe(true);
  });

  it('then they stay at the till, take Esc before its screen, and what is kept is saved from there', async () => {
    const page = await open('campaigns/new');
    await losePicture(page, 'Пята');
    await goToNewCampaign(page);
    await loseWords(page, 'Шоста');
    await page.getByRole('link', { name: 'Каса', exact: true }).click();
    await page.waitForURL(/\/till$/);
    await page.getByRole('button', { name: /Меню/ }).waitFor();
    expect(await closeButtons(page).count()).toBe(2);
    await again(page).click();
    await expect
      .poll(async () => {
        const [row] = await shop.database.sql<{ text: string }[]>`
          select content->'blocks'->0->'versions'->0->'texts'->>'uk' as text from campaign where name = 'Шоста'`;
        return row?.text;
      })
      .toBe('Післязавтра свято');
    await page.getByRole('button', { name: /Меню/ }).click();
    await page.getByRole('menuitem', { name: 'До керування' }).click();
    await page.waitForURL(/\/today$/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await closeButtons(page).count()).toBe(1);

    await page.goBack();
    await page.getByRole('button', { name: 'Ще', exact: true }).click();
    const more = page.getByRole('heading', { name: 'Ще', exact: true });
    await more.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => closeButtons(page).count()).toBe(0);
    expect(await more.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await more.waitFor({ state: 'detached' });
  });
});
