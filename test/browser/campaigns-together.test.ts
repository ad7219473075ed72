// A campaign under several hands and on a slow line: an older screen never wins, and nothing that was typed is lost.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { launchCampaign, takeBackCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { updateCampaign } from '#src/core/campaigns/update-campaign.ts';
import { transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import { useConsole } from '#test/support/console.ts';
import { makeMembers } from '#test/support/many-members.ts';
import type { LOGINS } from '#test/support/shop.ts';

const WIDE = { viewport: { width: 1280, height: 1200 } };

const { shop, open: visit } = useConsole({ as: 'admin', ...WIDE });
beforeAll(() => makeMembers(shop.database.sql, { count: 40 }));
beforeAll(() => makeMembers(shop.database.sql, { count: 20, language: 'en', externalId: (n) => `en${n}` }));
const open = (as: keyof typeof LOGINS, at: string) => visit(at, { as });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const nameOf = (page: Page) => page.getByLabel('Назва').first();
const textOf = (page: Page) => page.getByLabel('Текст, Українська');
const saved = (page: Page) => page.getByText('Збережено', { exact: true }).waitFor();

/** A saved draft on the screen of a marketer, of a time that does not come in this test: its members have no phones. */
async function write(name: string, text = 'Завтра свято'): Promise<Page> {
  const page = await open('marketer', 'campaigns/new');
  await nameOf(page).fill(name);
  await textOf(page).fill(text);
  await page.getByLabel('Почати').fill('2031-03-08T09:00');
  await saved(page);
  await page.waitForURL(/campaigns\/cmp_/);
  return page;
}
/** Has the server do what a page asks of `path`, and keeps its answer back until it is let go, as it is or as a fault. */
async function hold(page: Page, path: RegExp) {
  const going = Promise.withResolvers<'go' | 'fail'>();
  const asked = Promise.withResolvers<void>();
  const error = { code: 'internal', message: 'Щось зламалося', details: {} };
  await page.route(path, async (route) => {
    const response = await route.fetch();
    asked.resolve();
    const isKept = (await going.promise) === 'go';
    // A page that has thought better of it hears nothing, and so nothing went wrong.
    await route.fulfill(isKept ? { response } : { status: 500, json: { error } }).catch(() => undefined);
  });
  return { asked: asked.promise, letGo: going.resolve };
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

describe('a campaign that waits for a second person', () => {
  it('is agreed to by the number as it is now, and by none that was counted before', async () => {
    const { db, sql } = shop.database;
    const page = await write('Більша', 'Знижка на сир');
    const campaignId = placeOf(page).split('/')[1] as CampaignId;
    await sql`insert into campaign_settings (approval_people) values (0)`;
    await transaction(db, (tx) => launchCampaign(tx, { campaignId, at: new Date() }));
    await makeMembers(sql, { count: 40, externalId: (n) => `asked${n}` });
    const second = await open('admin', 'approvals');
    await second.getByText('Тоді в аудиторії: 60 людей').waitFor();
    await second.getByText('Зараз в аудиторії 100 людей').waitFor();
    await makeMembers(sql, { count: 30, externalId: (n) => `seen${n}` });
    await button(second, 'Погодити й запустити').click();
    await second.getByText('Тепер у ній людей: 130, а було 100').waitFor();
    await second.getByText('Зараз в аудиторії 130 людей').waitFor();
    await button(second, 'Погодити й запустити').click();
    await second.getByText('Ніщо не чекає').waitFor();
    await sql`delete from campaign_settings`;
    await sql`update identity set reachable = false where external_id ~ '^(asked|seen)'`;
  });
});

describe('the launch of a campaign', () => {
  it('is confirmed by the number that was counted after the last change, and by no older one', async () => {
    const page = await write('Англійською', 'Сир');
    await page.getByText('За умовою', { exact: true }).click();
    await button(page, 'Умова').click();
    await page.getByRole('combobox', { name: 'Про що умова' }).click();
    await page.getByRole('option', { name: 'Мова', exact: true }).click();
    await page.getByRole('combobox', { name: 'Значення' }).click();
    await page.getByRole('option', { name: 'English', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Контрольна група').fill('0');
    await page.getByText('Дійде до 20 людей').waitFor();

    const estimate = await hold(page, /\/estimate$/);
    await page.getByText('Усім, хто погодився', { exact: true }).click();
    await button(page, 'Надіслати…').click();
    const question = page.getByRole('dialog', { name: 'Що станеться після запуску' });
    const send = question.getByRole('button', { name: 'Запланувати' });
    await send.waitFor();
    expect(await send.isDisabled()).toBe(true);
    expect(await question.getByText('20 людей').count()).toBe(0);
    estimate.letGo('fail');
    await question.getByText('Щось зламалося').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await page.unroute(/\/estimate$/);
    await question.getByRole('button', { name: 'Ще раз' }).click();
    await question.getByText('Дійде до 60 людей').waitFor();

    const { sql } = shop.database;
    await makeMembers(sql, { count: 30, externalId: (n) => `late${n}` });
    const number = question.getByLabel('Введіть число отримувачів');
    await number.fill('60');
    await send.click();
    await question.getByText('Тепер у ній людей: 90, а було 60').waitFor();
    await question.getByText('Дійде до 90 людей').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await number.fill('90');
    await send.click();
    await question.waitFor({ state: 'hidden' });
    await page.getByText('Заплановано').first().waitFor();
  });
});

describe('a spreadsheet of a campaign', () => {
  it('changes the texts alone, and what is changed while it is brought is kept', async () => {
    const page = await write('Рівні', 'Усім одне');
    await button(page, 'Різні тексти для різних людей').click();
    await button(page, 'Вставити').click();
    await page.getByLabel('Клітинки з таблиці').fill('рівень\tукраїнська\nЗолота\tЗолоті\n\tУсім іншим');
    const answer = await hold(page, /\/matrix$/);
    await button(page, 'Взяти ці версії').click();
    await answer.asked;
    await page.clock.install();
    expect(await page.getByLabel('Текст, Українська').first().isDisabled()).toBe(true);
    await nameOf(page).fill('Рівні картки');
    await button(page, 'Додати кнопку').click();
    await page.getByLabel('Напис').first().fill('До магазину');
    await page.clock.fastForward(2_000);
    answer.letGo('go');
    await page.getByText('Взято 2 версії.').waitFor();
    await saved(page);
    expect(await page.getByLabel('Напис').first().inputValue()).toBe('До магазину');
    const [row] = await shop.database.sql`
      select name, content->'blocks'->0->'versions'->1->'texts'->>'uk' as text from campaign where name like 'Рівні%'`;
    expect(row).toMatchObject({ name: 'Рівні картки', text: 'Усім іншим' });
  });
});

describe('an editor that is left', () => {
  const rowOf = async (name: string) => {
    const [row] = await shop.database.sql`
      select name, content->'blocks'->0->'versions'->0->'texts'->>'uk' as text from campaign where name = ${name}`;
    return row;
  };
  const leave = async (page: Page) => {
    await page.getByRole('link', { name: 'Сегменти', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Сегменти', level: 1 }).waitFor();
  };

  it('saves its last words, and whoever comes back waits for them', async () => {
    const page = await write('Останнє слово', 'Перше слово');
    const held = await hold(page, /\/campaigns\/cmp_\w+$/);
    await textOf(page).fill('Кома,');
    await textOf(page).fill('Останнє слово');
    await leave(page);
    await held.asked;
    await page.goBack();
    held.letGo('go');
    await expect.poll(() => textOf(page).inputValue()).toBe('Останнє слово');
    expect(await rowOf('Останнє слово')).toMatchObject({ text: 'Останнє слово' });
    expect(await page.getByText('змінив хтось інший').count()).toBe(0);
  });

  it('does not bring back who has left it while it was saved for the first time', async () => {
    const page = await open('marketer', 'campaigns/new');
    const held = await hold(page, /\/api\/marketing\/campaigns$/);
    await nameOf(page).fill('Нова');
    await textOf(page).fill('Перше');
    await held.asked;
    await textOf(page).fill('Друге');
    await leave(page);
    held.letGo('go');
    await expect.poll(() => rowOf('Нова')).toMatchObject({ text: 'Друге' });
    expect(page.url()).toContain('/segments');
  });

  it('saves them when its tab is closed, which asks before', async () => {
    const page = await write('Закрита', 'Перше слово');
    const held = await hold(page, /\/campaigns\/cmp_\w+$/);
    await textOf(page).fill('Друге слово');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    held.letGo('go');
    await saved(page);
    expect(await rowOf('Закрита')).toMatchObject({ text: 'Друге слово' });
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });
});
