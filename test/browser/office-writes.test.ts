// What is written in the office, and what is read, typed and closed while that is under way, in a real browser against
// the whole program.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useConsole } from '#test/support/console.ts';
import type { LOGINS } from '#test/support/shop.ts';

const WIDE = { viewport: { width: 1280, height: 860 } };

const { shop, open: visit } = useConsole({ as: 'admin', ...WIDE });
const open = (as: keyof typeof LOGINS, at: string) => visit(at, { as });

/** The next write to an address does not arrive before `go`. */
async function held(page: Page, address: string): Promise<{ begun: Promise<void>; go: () => void }> {
  const [begun, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let done = false;
  await page.route(address, async (route) => {
    if (done || route.request().method() === 'GET') return await route.fallback();
    done = true;
    begun.resolve();
    await gone.promise;
    await route.continue();
  });
  return { begun: begun.promise, go: gone.resolve };
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('stores', () => {
  it('when a store and a till are added, then they are offered at once, wherever one chooses among stores', async () => {
    const page = await open('admin', 'stores');
    await press(page, 'Новий магазин');
    const form = page.getByRole('dialog', { name: 'Новий магазин' });
    await form.getByLabel('Назва').fill('Сихів');
    await form.getByLabel('Місто').fill('Львів');
    await form.getByLabel('Адреса').fill('просп. Червоної Калини, 5');
    await form.getByRole('button', { name: 'Зберегти' }).click();
    const sheet = page.locator('section').filter({ hasText: 'Червоної Калини' });
    await sheet.getByRole('button', { name: 'Додати касу' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Зберегти' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const rail = page.getByRole('navigation', { name: 'Меню' });
    await rail.getByRole('link', { name: 'Працівники' }).click();
    await press(page, 'Новий працівник');
    await page.getByRole('dialog').getByRole('combobox', { name: 'Магазини' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Сихів' }).waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Скасувати');
    await rail.getByRole('link', { name: 'Каса' }).click();
    await page.getByRole('region', { name: 'Сихів' }).getByRole('button').waitFor();
  });
});

describe('what is shown once', () => {
  it('when one would leave before a new secret comes, then the window stays and shows it', async () => {
    const page = await open('admin', 'api-keys');
    await press(page, 'Новий ключ');
    const form = page.getByRole('dialog', { name: 'Новий ключ' });
    await form.getByLabel('Назва').fill('Каса 1С');
    const made = await held(page, '**/api/admin/api-keys');
    await press(page, 'Створити');
    await made.begun;
    await leaves(page, form);
    made.go();
    const first = await reads(page);

    await press(page, 'Дії: Каса 1С');
    await page.getByRole('menuitem', { name: 'Новий секрет' }).click();
    const rotated = await held(page, '**/api/admin/api-keys/*/secret');
    const question = page.getByRole('dialog');
    await question.getByRole('button', { name: 'Новий секрет' }).click();
    await rotated.begun;
    await leaves(page, question);
    rotated.go();
    expect(await reads(page)).not.toBe(first);
  });

  it('when a new password is on its way, then nobody goes elsewhere before they have seen it', async () => {
    const page = await open('admin', 'staff');
    await press(page, 'Дії: Тест kasa');
    const made = await held(page, '**/api/admin/staff/*/password');
    await page.getByRole('menuitem', { name: 'Новий пароль' }).click();
    await made.begun;
    const shown = page.getByRole('dialog', { name: 'Пароль для входу' });
    await shown.waitFor();
    await page.keyboard.press('Escape');
    made.go();
    expect((await reads(page)).length).toBeGreaterThan(9);
  });

  async function leaves(page: Page, window: Locator): Promise<void> {
    await window.locator('[type=submit][data-loading]').waitFor();
    await page.keyboard.press('Escape');
    for (const way of ['Закрити', 'Скасувати']) {
      expect(await window.getByRole('button', { name: way }).isDisabled()).toBe(true);
    }
  }
  async function reads(page: Page): Promise<string> {
    const secret = (await page.locator('[data-secret]').textContent()) ?? '';
    await press(page, 'Уже збережено');
    return secret;
  }
});

describe('settings', () => {
  it.each([
    ['points', 'Бали за знайомство', '**/api/admin/programme'],
    ['friends', 'Балів тому, хто запросив', '**/api/admin/friends'],
  ])(
    'when something is changed while %s are being saved, then it stays and can be saved',
    async (part, label, address) => {
      const page = await open('admin', `settings/${part}`);
      const field = page.getByLabel(label, { exact: true });
      const save = page.getByRole('button', { name: 'Зберегти' });
      await field.fill('71');
      const saving = await held(page, address);
      await save.click();
      await saving.begun;
      await field.fill('72');
      saving.go();
      await expect.poll(() => save.isEnabled()).toBe(true);
      expect(await field.inputValue()).toBe('72');
      await save.click();
      await page.getByText('Збережено').waitFor();
      await page.reload();
      expect(await field.inputValue()).toBe('72');
    },
  );

  it('when two people change the limits on advertising, then each has changed only their own', async () => {
    const [one, two] = [await open('admin', 'settings/contacts'), await open('admin', 'settings/contacts')];
    const perDay = 'Щонайбільше за добу';
    const perWeek = 'Щонайбільше за 7 днів';
    await two.getByLabel(perWeek).waitFor();
    await one.getByLabel(perDay).fill('2');
    await press(one, 'Зберегти');
    await one.getByText('Збережено').waitFor();
    await two.getByLabel(perWeek).fill('9');
    await press(two, 'Зберегти');
    await two.getByText('Збережено').waitFor();
    expect([await two.getByLabel(perDay).inputValue(), await two.getByLabel(perWeek).inputValue()]).toEqual([
      '2',
      '9',
    ]);
  });

  it('when a table of tiers was made from an older one, then it is said, and nothing of either is lost', async () => {
    const [one, two] = [await open('admin', 'settings/tiers'), await open('admin', 'settings/tiers')];
    const earns = (page: Page, tier: string) =>
      page.getByRole('region', { name: tier }).getByLabel('Нараховує');
    await earns(two, 'Базова').fill('4');
    await press(one, 'Платинова');
    await press(one, 'Зберегти таблицю');
    await one.getByText('Збережено').waitFor();
    await press(two, 'Зберегти таблицю');
    await two.getByText('Рівні тим часом змінив хтось інший').waitFor();
    await two.getByRole('region', { name: 'Платинова' }).waitFor();
    expect(await earns(two, 'Базова').inputValue()).toContain('4');
    await press(two, 'Зберегти таблицю');
    await two.getByText('Збережено').waitFor();
    const rows = await shop.database
      .sql`select tier_key, earn_bp from tier where tier_key in ('base', 'platinum')`;
    expect(rows).toEqual(expect.arrayContaining([{ tier_key: 'base', earn_bp: 400 }]));
    expect(rows).toHaveLength(2);
  });
});
