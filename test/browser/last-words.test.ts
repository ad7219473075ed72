// Editors over a slow network: what is typed while a picture is on its way, what was typed last before somebody goes on
// to another screen, and what stands there unsaved when a quest is paused.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { transaction } from '#src/db/client.ts';
import { aDraft, aQuest, aTask } from '#test/support/a-quest.ts';
import { NOON } from '#test/support/a-shop.ts';
import { anOffer, MARKETER } from '#test/support/an-offer.ts';
import { useConsole } from '#test/support/console.ts';
import { type HeldCalls, holdCalls } from '#test/support/hold-calls.ts';
import { aPng } from '#test/support/picture-files.ts';

const HOUR_MS = 3_600_000;
const SOON = { timeout: 15_000 };
const QUEST = /^\/api\/marketing\/quests\/\w+$/;
const RULE = /^\/api\/marketing\/rules\/\w+$/;

const { shop, open } = useConsole({ as: 'admin' });

/** A quest of two tasks that nobody has launched yet. */
async function aDraftQuest(): Promise<string> {
  const draft = aDraft({
    chapters: [{ titles: { uk: 'На полиці' } }],
    tasks: [aTask('survey'), aTask('rate')],
  });
  return await transaction(shop.database.db, (tx) => createQuest(tx, { draft, actor: MARKETER, at: NOON }));
}

/** Chooses a picture, which does not come through yet. */
async function choosePicture(page: Page): Promise<HeldCalls> {
  const held = await holdCalls(page, 'POST', '/api/office/pictures');
  const file = { name: 'sir.png', mimeType: 'image/png', buffer: aPng(80, 64) };
  await page.locator('input[type=file]').setInputFiles(file);
  await held.sent;
  return held;
}

async function contentOf(questId: string, taskKey: string) {
  const [row] = await shop.database.sql<{ question?: string; picture?: string }[]>`
    select content->'question'->>'uk' as question, content->>'pictureId' as picture
    from quest_task where quest_id = ${questId} and task_key = ${taskKey}`;
  return row;
}
async function invitationOf(questId: string) {
  const [row] = await shop.database.sql<{ title?: string; picture?: string }[]>`
    select terms->'titles'->>'uk' as title, terms->>'pictureId' as picture
    from quest where quest_id = ${questId}`;
  return row;
}
const goTo = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click();

describe('when words are typed while a picture is on its way, then both are there', () => {
  it('of an offer', async () => {
    const page = await open(`offers/${await anOffer(shop.database.db)}`);
    const title = page.getByLabel('Заголовок: Українська');
    await title.waitFor();
    const held = await choosePicture(page);
    await title.fill('Сир зі знижкою');
    await held.letGo();
    await page.getByAltText('Вибрана картинка').waitFor();
    expect(await title.inputValue()).toBe('Сир зі знижкою');
  });

  it('of a campaign', async () => {
    const page = await open('campaigns/new');
    const text = page.getByLabel('Текст, Українська');
    await text.fill('Сир');
    const held = await choosePicture(page);
    await text.fill('Сир зі знижкою');
    await held.letGo();
    await page.getByAltText('Вибрана картинка').first().waitFor();
    expect(await text.inputValue()).toBe('Сир зі знижкою');
  });

  it('of tasks, also when the task with the picture is folded meanwhile', async () => {
    const questId = await aDraftQuest();
    const page = await open(`quests/${questId}?task=survey`);
    await page.getByRole('button', { name: 'Спроби, час, картинка, ключ' }).click();
    const held = await choosePicture(page);
    const question = page.getByLabel('Питання або що зробити');
    await question.fill('Що смакує?');
    await page.getByRole('button', { name: 'Завдання rate', exact: true }).click();
    await expect.poll(() => question.inputValue(), SOON).toBe('Що скажете?');
    await question.fill('Як вам магазин?');
    await held.letGo();
    await expect
      .poll(() => contentOf(questId, 'survey'), SOON)
      .toEqual({ question: 'Що смакує?', picture: expect.any(String) });
    await expect
      .poll(() => contentOf(questId, 'rate'), SOON)
      .toEqual({ question: 'Як вам магазин?', picture: null });
  });

  it('of an invitation, also when another tab or screen is opened meanwhile', async () => {
    const questId = await aDraftQuest();
    const page = await open(`quests/${questId}`);
    const title = page.getByLabel('Назва квесту');
    await title.waitFor();
    const first = await choosePicture(page);
    await title.fill('Квест смаку');
    await page.getByRole('tab', { name: 'Завдання' }).click();
    await first.letGo();
    await expect
      .poll(() => invitationOf(questId), SOON)
      .toEqual({ title: 'Квест смаку', picture: expect.any(String) });
    const { picture: before } = (await invitationOf(questId)) ?? {};

    await page.getByRole('tab', { name: 'Про квест' }).click();
    await page.getByAltText('Вибрана картинка').waitFor();
    const held = await holdCalls(page, 'POST', '/api/office/pictures');
    const file = { name: 'ryba.png', mimeType: 'image/png', buffer: aPng(64, 64) };
    await page.locator('input[type=file]').setInputFiles(file);
    await held.sent;
    await title.fill('Квест смаків');
    await goTo(page, 'Сегменти');
    await page.getByRole('heading', { name: 'Сегменти', level: 1 }).waitFor();
    await held.letGo();
    await expect.poll(async () => (await invitationOf(questId))?.picture, SOON).not.toBe(before);
    expect((await invitationOf(questId))?.title).toBe('Квест смаків');
  });
});

it('when a quest is paused while words are being saved, then it is paused and the words stay', async () => {
  const now = Date.now();
  const times = {
    startsAt: new Date(now - HOUR_MS).toISOString(),
    endsAt: new Date(now + 48 * HOUR_MS).toISOString(),
  };
  const questId = await aQuest(shop.database.db, times, new Date(now));
  const page = await open(`quests/${questId}`);
  const name = page.getByLabel('Назва для себе');
  await name.waitFor();
  const held = await holdCalls(page, 'PUT', QUEST);
  await name.fill('Квест на паузі');
  await page.getByRole('button', { name: 'Ще', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Призупинити' }).click();
  await held.sent;
  await page.getByLabel('Назва квесту').fill('Перерва');
  await held.letGo();
  await page.getByText('На паузі', { exact: true }).waitFor();
  expect(await name.inputValue()).toBe('Квест на паузі');
  await expect.poll(async () => (await invitationOf(questId))?.title, SOON).toBe('Перерва');
  expect(await page.getByRole('alert').count()).toBe(0);
});

describe('when an editor that saves by itself is left at once, then the last words are saved', () => {
  it('of a rule, and whoever comes back waits for them', async () => {
    const page = await open('rules/new?template=threshold');
    await page.getByText('Чернетку збережено').waitFor();
    const address = page.url();
    const points = page.getByLabel('Балів', { exact: true });
    const held = await holdCalls(page, 'PATCH', RULE);
    await points.fill('77');
    await goTo(page, 'Правила');
    await page.getByRole('heading', { name: 'Правила', level: 1 }).waitFor();
    await held.sent;
    await page.getByRole('link', { name: /Бали за великий чек/ }).click();
    await page.waitForURL(address);
    await held.letGo();
    await expect.poll(() => points.inputValue(), SOON).toBe('77');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('of a quest, and whoever comes back waits for them', async () => {
    const questId = await aDraftQuest();
    const page = await open(`quests/${questId}`);
    const title = page.getByLabel('Назва квесту');
    await title.waitFor();
    const held = await holdCalls(page, 'PUT', QUEST);
    await title.fill('Останнє слово');
    await goTo(page, 'Сегменти');
    await held.sent;
    await page.goBack();
    await page.waitForURL(/quests/);
    await held.letGo();
    await expect.poll(() => title.inputValue(), SOON).toBe('Останнє слово');
  });
});

describe('when a new one is left while it is saved for the first time, then nobody is brought back to it', () => {
  const cases = [
    { what: 'a rule', at: 'rules/new?template=threshold', call: '/api/marketing/rules', label: 'Назва' },
    { what: 'a quest', at: 'quests/new', call: '/api/marketing/quests', label: 'Назва для себе' },
  ];
  it.each(cases)('$what', async ({ at, call, label }) => {
    const page = await open(at);
    const field = page.getByRole('textbox', { name: label, exact: true });
    await field.waitFor();
    const held = await holdCalls(page, 'POST', call);
    await field.fill('Перше слово');
    await held.sent;
    await field.fill('Останнє слово');
    await goTo(page, 'Сегменти');
    await page.getByRole('heading', { name: 'Сегменти', level: 1 }).waitFor();
    await held.letGo();
    const table = shop.database.sql(at.startsWith('rules') ? 'rule' : 'quest');
    const named = () => shop.database.sql`select name from ${table} where name like '% слово'`;
    await expect.poll(named, SOON).toEqual([{ name: 'Останнє слово' }]);
    expect(page.url()).toContain('/segments');
    await page.getByRole('heading', { name: 'Сегменти', level: 1 }).waitFor();
  });
});

it('when a tab is closed over words that are still being saved, then the browser asks, and afterwards no more', async () => {
  const questId = await aDraftQuest();
  const page = await open(`quests/${questId}`);
  const title = page.getByLabel('Назва квесту');
  const held = await holdCalls(page, 'PUT', QUEST);
  await title.click();
  await page.keyboard.type('!');
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await held.letGo();
  await page.getByText('Збережено', { exact: true }).waitFor();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
});
