// The main screens as axe-core reads them (WCAG 2.1 A and AA): what a screen reader, a keyboard and weak eyes need. In light
// and dark; nothing is excused.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsole, CONSOLE_FOLDER } from '#src/console/build.ts';
import { fixedClock, systemClock } from '#src/lib/clock.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aMember } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openConsole } from '#test/support/console.ts';
import { couponShop } from '#test/support/coupon-shop.ts';
import { useShop } from '#test/support/shop.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const SCHEMES = ['light', 'dark'] as const;
const OFFICE = [
  'today',
  'members',
  'rules',
  'offers',
  'offers/new',
  'rewards',
  'rewards/edit/new',
  'rewards/orders',
  'campaigns',
  'segments',
  'segments/new',
  'campaigns/results',
  'stores',
  'staff',
  'audit',
  'imports',
  'exports',
  'webhooks',
  'webhooks/events',
  'api-keys',
  'settings',
];

let browser: Browser;
let axe = '';

beforeAll(async () => {
  await buildConsole();
  browser = await openBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => browser.close());
const shop = useShop({ consoleDir: CONSOLE_FOLDER });

/** What is wrong on the page, each with its rule and where. */
async function wrongOn(page: Page, where: string): Promise<string[]> {
  // The console allows no scripts of others; the browser itself adds this one.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate<AxeResults, string[]>(
    (values) =>
      (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({
        runOnly: { type: 'tag', values },
      }),
    RULES,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where} ${id} ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

async function quiet(page: Page): Promise<void> {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
  // What still moves is paler than it will be; what moves for ever is as it is.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((each) => each.finished.catch(() => null)),
    ),
  );
}

// Every page there is.
it.each(SCHEMES)('the office reads well, %s', { timeout: 360_000 }, async (colorScheme) => {
  const { db } = shop.database;
  const at = systemClock.now();
  const earlier = new Date(at.getTime() - 60_000);
  const { memberId } = await aMember(db, { balance: 500n });
  const { take, accept } = couponShop(shop.database, fixedClock(at));
  await take(memberId, await anOffer(db, { title: `Мінус десять, ${colorScheme}` }, earlier));
  await accept(memberId);
  await aReward(db, { at });
  const viewport = { width: 1280, height: 900 };
  const { page, context } = await openConsole(browser, shop, {
    as: 'admin',
    at: 'today',
    viewport,
    colorScheme,
  });
  await page.getByRole('navigation', { name: 'Меню' }).waitFor();
  const wrong: string[] = [];
  const look = async (place: string) => {
    await page.goto(`${shop.url}/console/${place}`);
    await page.getByRole('navigation', { name: 'Меню' }).waitFor();
    await quiet(page);
    wrong.push(...(await wrongOn(page, place)));
  };
  for (const place of OFFICE) await look(place);
  await look(`members/${memberId}`);
  for (const tab of ['Пропозиції', 'Винагороди', 'Про учасника']) {
    await page.getByRole('dialog').getByRole('tab', { name: tab }).click();
    await quiet(page);
    wrong.push(...(await wrongOn(page, `member, ${tab}`)));
  }
  await context.close();
  expect(wrong).toEqual([]);
});

it.each(SCHEMES)('the till reads well, %s', async (colorScheme) => {
  const { cardNumber } = await aMember(shop.database.db, { balance: 500n });
  const { page, context } = await openConsole(browser, shop, { as: 'cashier', colorScheme });
  await page.getByRole('heading', { name: 'Скануйте картку' }).waitFor();
  await quiet(page);
  const wrong = await wrongOn(page, 'scanning');
  await page.getByRole('textbox').fill(cardNumber);
  await page.keyboard.press('Enter');
  await page.getByLabel('Сума чека').fill('300');
  await quiet(page);
  wrong.push(...(await wrongOn(page, 'selling')));
  await context.close();
  expect(wrong).toEqual([]);
});

it('makes a reward with the keyboard alone', async () => {
  const viewport = { width: 1280, height: 900 };
  const { page, context } = await openConsole(browser, shop, { as: 'marketer', at: 'rewards', viewport });
  await page.getByRole('link', { name: 'Нова винагорода' }).first().waitFor();
  const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
  /** As far as Tab leads, and no longer than a screen has stops. */
  const reach = async (target: Locator) => {
    for (let stops = 0; stops < 80; stops++) {
      if (await isFocused(target)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(target)}`);
  };
  await reach(page.getByRole('link', { name: 'Нова винагорода' }).first());
  await page.keyboard.press('Enter');
  await page.waitForURL(/rewards\/edit\/new/);
  const name = page.getByLabel('Назва').first();
  await name.waitFor();
  await reach(name);
  await page.keyboard.type('Парасоля');
  await reach(page.getByLabel('Ціна'));
  await page.keyboard.type('250');
  const save = page.getByRole('button', { name: 'Зберегти' });
  await expect.poll(() => save.isEnabled()).toBe(true);
  await reach(save);
  await page.keyboard.press('Enter');
  await page.waitForURL(/rewards\/edit\/rwd_/);
  const show = page.getByRole('button', { name: 'Показати учасникам' });
  await expect.poll(() => show.isEnabled()).toBe(true);
  await reach(show);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Приховати' }).waitFor();
  await context.close();
});
