// Photos of a quest, decided by the keyboard alone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { aPlayedQuest, PLAYED } from '#test/support/a-played-quest.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { useShop } from '#test/support/shop.ts';
import { until } from '#test/support/until.ts';

let browser: Browser;
beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

it('takes a decision back while it can, and tells the player why a photo was not accepted', async () => {
  const { sql } = shop.database;
  await aPlayedQuest(sql, { players: 40, at: new Date() });
  const decided = () => sql<{ verdict: string; decision_note: string | null }[]>`
    select verdict, decision_note from quest_attempt where decided_by is not null`;
  const { page, context, complaints } = await openConsole(browser, shop, {
    as: 'marketer',
    at: `quests/${PLAYED}/reviews`,
  });
  await page.getByRole('button', { name: 'Зарахувати', exact: true }).waitFor();
  // It can be taken back for a few seconds, which do not go by until it is.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.keyboard.press('Enter');
  await page
    .getByRole('status')
    .getByText(/^Зараховано: Лис/)
    .waitFor();
  await page.keyboard.press('z');
  await page.clock.resume();
  await page.getByRole('status').waitFor({ state: 'detached' });
  expect(await decided()).toEqual([]);
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: /Погано видно/ }).waitFor();
  await page.keyboard.press('1');
  await page
    .getByRole('status')
    .getByText(/^Не зараховано: Лис/)
    .waitFor();
  // Whoever goes on to another screen has decided.
  await page.getByLabel('Розділи квесту').getByRole('link', { name: 'Гравці' }).click();
  await until('the decision to arrive', async () => (await decided()).length === 1);
  expect(await decided()).toEqual([
    { verdict: 'wrong', decision_note: expect.stringContaining('погано видно') },
  ]);
  expect(complaints.filter((each) => !each.includes('404'))).toEqual([]);
  await context.close();
});
