// Pictures over a slow network whose field is gone by the time that they arrive, or fail: it is told once, elsewhere.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { transaction } from '#src/db/client.ts';
import { aDraft, aTask } from '#test/support/a-quest.ts';
import { NOON } from '#test/support/a-shop.ts';
import { anOffer, MARKETER } from '#test/support/an-offer.ts';
import { useConsole } from '#test/support/console.ts';
import { aPng } from '#test/support/picture-files.ts';

const SOON = { timeout: 15_000 };
const PICTURES = /\/api\/office\/pictures$/;
const CAMPAIGN = /\/api\/marketing\/campaigns\/cmp_\w+$/;
const FAILED = 'файл не завантажився. Щось зламалося';

const { shop, open } = useConsole({ as: 'admin' });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const textOf = (page: Page) => page.getByLabel('Текст, Українська');

/** Chooses a picture; what has become of it the page hears when it is let go. */
async function choosePicture(page: Page) {
  const sent = Promise.withResolvers<void>();
  const going = Promise.withResolvers<'go' | 'fail'>();
  await page.route(PICTURES, async (route) => {
    sent.resolve();
    if ((await going.promise) === 'go') return route.continue();
    await route.fulfill({ status: 500, json: fault });
  });
  const file = { name: 'sir.png', mimeType: 'image/png', buffer: aPng(80, 64) };
  await page.locator('input[type=file][accept*="webp"]').setInputFiles(file);
  await sent.promise;
  return going.resolve;
}
const fault = { error: { code: 'internal', message: 'Щось зламалося', details: {} } };

/** Goes to another screen and begins to type there. */
async function leave(page: Page) {
  await page.getByRole('link', { name: 'Сегменти', exact: true }).first().click();
  await page.getByRole('link', { name: 'Новий сегмент' }).first().click();
  const name = page.getByRole('textbox', { name: 'Назва' });
  await name.fill('Друзі си');
  return name;
}
async function writeCampaign(page: Page, name: string): Promise<void> {
  await page.getByLabel('Назва').first().fill(name);
  await textOf(page).fill('Завтра свято');
  await page.getByText('Збережено', { exact: true }).waitFor();
  await page.waitForURL(/campaigns\/cmp_/);
}
async function storedOf(name: string) {
  const [row] = await shop.database.sql<{ text: string; picture: string | null }[]>`
    select content->'blocks'->0->'versions'->0->'texts'->>'uk' as text, content->>'pictureId' as picture
    from campaign where name = ${name}`;
  return row;
}

describe('when a picture fails whose field is gone, then it is told once, and nothing typed is lost', () => {
  it('of a campaign that was left', async () => {
    const page = await open('campaigns/new');
    await writeCampaign(page, 'Свято сиру');
    const letGo = await choosePicture(page);
    const name = await leave(page);
    letGo('fail');
    const notice = page.getByText(FAILED);
    await notice.waitFor();
    await name.pressSequentially('ру');
    expect(await name.inputValue()).toBe('Друзі сиру');
    expect(await notice.count()).toBe(1);
    await page.getByRole('link', { name: 'Відкрити редактор' }).click();
    await expect.poll(() => textOf(page).inputValue(), SOON).toBe('Завтра свято');
    expect(await notice.count()).toBe(0);
  });

  it('of a quest whose other tab is open', async () => {
    const draft = aDraft({ chapters: [{ titles: { uk: 'На полиці' } }], tasks: [aTask('rate')] });
    const questId = await transaction(shop.database.db, (tx) =>
      createQuest(tx, { draft, actor: MARKETER, at: NOON }),
    );
    const page = await open(`quests/${questId}`);
    await page.getByLabel('Назва квесту').waitFor();
    const letGo = await choosePicture(page);
    await page.getByRole('tab', { name: 'Завдання' }).click();
    await button(page, 'Додати розділ').waitFor();
    letGo('fail');
    await page.getByText(FAILED).waitFor();
    await button(page, 'Закрити').click();
    await page.getByRole('tab', { name: 'Про квест' }).click();
    await page.getByLabel('Назва квесту').waitFor();
    expect(await page.getByText('Щось зламалося').count()).toBe(0);
  });

  it('and of one whose field is there, it is told there alone', async () => {
    const page = await open('campaigns/new');
    await textOf(page).fill('Сир');
    const letGo = await choosePicture(page);
    letGo('fail');
    await page.getByRole('alert').filter({ hasText: 'Щось зламалося' }).waitFor();
    expect(await page.getByText(FAILED).count()).toBe(0);
  });
});

describe('when a picture arrives after its campaign was left', () => {
  it('then it is saved, and nothing is said', async () => {
    const page = await open('campaigns/new');
    await writeCampaign(page, 'Тиха');
    const letGo = await choosePicture(page);
    await leave(page);
    letGo('go');
    await expect.poll(async () => (await storedOf('Тиха'))?.picture, SOON).toEqual(expect.any(String));
    expect(await page.getByText('не збереглися').count()).toBe(0);
  });

  it('and cannot be saved, then that is told, and it can be tried once more', async () => {
    const page = await open('campaigns/new');
    await writeCampaign(page, 'Уперта');
    const letGo = await choosePicture(page);
    const name = await leave(page);
    await page.route(CAMPAIGN, (route) => route.fulfill({ status: 500, json: fault }));
    letGo('go');
    await page.getByText('«Уперта»: останні зміни не збереглися. Щось зламалося').waitFor();
    await page.unroute(CAMPAIGN);
    await button(page, 'Ще раз').click();
    await expect.poll(async () => (await storedOf('Уперта'))?.picture, SOON).toEqual(expect.any(String));
    expect(await page.getByText('не збереглися').count()).toBe(0);
    expect(await name.inputValue()).toBe('Друзі си');
  });

  it('which somebody else has changed, then that is told and theirs stands', async () => {
    const page = await open('campaigns/new');
    await writeCampaign(page, 'Спільна');
    const letGo = await choosePicture(page);
    await leave(page);
    await shop.database.sql`
      update campaign set changed_at = changed_at + interval '1 minute' where name = 'Спільна'`;
    letGo('go');
    await page.getByText('«Спільна»: останні зміни не збереглися. Кампанію тим часом змінив').waitFor();
    expect(await button(page, 'Ще раз').count()).toBe(0);
    await page.getByRole('link', { name: 'Відкрити редактор' }).click();
    await expect.poll(() => textOf(page).inputValue(), SOON).toBe('Завтра свято');
    expect(await storedOf('Спільна')).toEqual({ text: 'Завтра свято', picture: null });
  });

  it('which was not written far enough to be saved, then that is told', async () => {
    const page = await open('campaigns/new');
    await textOf(page).fill('Сир');
    const letGo = await choosePicture(page);
    await leave(page);
    letGo('go');
    await page.getByText('Картинку нема до чого додати').waitFor();
  });
});

it('when a picture arrives after a quest without a name was left, then that is told', async () => {
  const page = await open('quests/new');
  await page.getByLabel('Назва квесту').waitFor();
  const letGo = await choosePicture(page);
  await leave(page);
  letGo('go');
  await page.getByText('у квесту, який ви залишили, немає назви').waitFor();
});

describe('when a picture arrives after a form that is saved by hand was left, then that is told', () => {
  it('of an offer that is there, with the way to its editor', async () => {
    const page = await open(`offers/${await anOffer(shop.database.db, { title: 'Сирна неділя' })}`);
    await page.getByLabel('Заголовок: Українська').waitFor();
    const letGo = await choosePicture(page);
    const name = await leave(page);
    letGo('go');
    await page.getByText('«Сирна неділя»: картинка завантажилася, коли ви вже вийшли').waitFor();
    expect(await name.inputValue()).toBe('Друзі си');
    await page.getByRole('link', { name: 'Відкрити редактор' }).click();
    await page.getByLabel('Заголовок: Українська').waitFor();
    expect(await page.getByText('коли ви вже вийшли').count()).toBe(0);
  });

  it.each([
    ['offers/new', 'Нова пропозиція'],
    ['rewards/edit/new', 'Нова винагорода'],
    ['challenges/new?template=threeVisits', ''],
  ])('of a new one at %s, which has no address yet', async (at, name) => {
    const page = await open(at);
    await page.locator('input[type=file][accept*="webp"]').waitFor({ state: 'attached' });
    const letGo = await choosePicture(page);
    await leave(page);
    letGo('go');
    await page.getByText(`${name}»: картинка завантажилася, коли ви вже вийшли`).waitFor();
    expect(await page.getByRole('link', { name: 'Відкрити редактор' }).count()).toBe(0);
  });

  it('and not of one that is still open, where it is taken', async () => {
    const page = await open('rewards/edit/new');
    await page.locator('input[type=file][accept*="webp"]').waitFor({ state: 'attached' });
    const letGo = await choosePicture(page);
    letGo('go');
    await page.getByAltText('Вибрана картинка').first().waitFor();
    expect(await page.getByText('коли ви вже вийшли').count()).toBe(0);
  });
});
