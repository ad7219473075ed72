// Rules as a marketer makes them: from a template or piece by piece, tried on a basket and on past receipts, launched,
// taken back. In a real browser against the whole program.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { product } from '#src/db/schema/stores.ts';
import { aMember } from '#test/support/a-shop.ts';
import { useConsole } from '#test/support/console.ts';
import { publishRule } from '#test/support/publish-rule.ts';
import { atTheTill } from '#test/support/till-client.ts';

const ON_A_PHONE = { viewport: { width: 360, height: 760 } };

const { shop, open } = useConsole({ as: 'marketer', viewport: { width: 1280, height: 860 } });
beforeAll(async () => {
  const { db } = shop.database;
  await db.insert(product).values([
    { sku: 'milk', name: 'Молоко 2,5 %', category: 'Молочне', brand: 'Ферма', priceMinor: 45_00n },
    { sku: 'wine', name: 'Вино червоне', category: 'Алкоголь', priceMinor: 200_00n },
  ]);
  const { cardNumber, memberId } = await aMember(db, { name: 'Олена Коваленко' });
  await shop.database
    .sql`insert into member_event (member_id, event_key, name, told_by, occurred_at, recorded_at)
    values (${memberId}, 'one', 'app.review', 'test', now(), now())`;
  const till = await atTheTill(shop);
  for (const amountMinor of [600_00, 700_00, 100_00]) {
    await till.accepts(cardNumber, { number: `c${amountMinor}`, amountMinor });
  }
});

const saved = (page: Page) => page.getByText('Чернетку збережено').waitFor();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

describe('the rules of a marketer', () => {
  it('come from a template, tried on a basket and on past receipts before they are launched', async () => {
    const page = await open('rules');
    await page.getByRole('link', { name: 'Нове правило' }).first().click();
    await page.getByRole('link', { name: /Бали за великий чек/ }).click();
    await page.getByLabel('Балів', { exact: true }).fill('40');
    const sentence = page.getByRole('region', { name: 'Правило словами' });
    await sentence.getByText(/500.*40\sбалів/).waitFor();
    await saved(page);

    await page.getByRole('tab', { name: 'Пробний чек' }).click();
    await button(page, 'Свій товар').click();
    await page.getByRole('textbox', { name: 'Ціна' }).fill('600');
    await page.getByRole('heading', { name: '+70 балів' }).waitFor();
    await page.getByLabel('Разом з іншими правилами').click();
    await page.getByRole('heading', { name: '+40 балів' }).waitFor();

    await page.getByRole('tab', { name: 'Минулі чеки' }).click();
    await button(page, 'Порахувати').click();
    await page.getByText('2 із 3').waitFor({ timeout: 60_000 });
    await page.getByText('80 балів').first().waitFor();

    await page.getByRole('main').getByRole('button', { name: 'Запустити…' }).first().click();
    const question = page.getByRole('dialog', { name: 'Запустити правило?' });
    await question.getByText(/воно коштувало б/).waitFor();
    await question.getByRole('button', { name: 'Запустити', exact: true }).click();
    await page.getByRole('complementary').getByText('Діє', { exact: true }).waitFor();
    // Nothing is left to launch: neither above nor among the results.
    await button(page, 'Запустити зміни…').waitFor();
    await button(page, 'Запустити…').waitFor({ state: 'detached' });

    // Beside itself it costs nothing more, and nothing has a bar, be it as thin as a hair.
    const bars = page.getByRole('list', { name: 'За магазинами' }).locator('[aria-hidden] > span');
    expect(await bars.count()).toBe(1);
    await button(page, 'Порахувати').click();
    await page.getByText(/Поруч із правилами, що діють зараз: 0\s₴/).waitFor({ timeout: 60_000 });
    expect(await bars.count()).toBe(0);
  });

  it('are put together from conditions and effects, with every version there to go back to', async () => {
    const page = await open('rules/new?template=none');
    await page.getByLabel('Назва').fill('Для золотих');
    const conditions = page.getByRole('group', { name: 'Якщо' });
    await button(page, 'Умова').click();
    const what = conditions.getByRole('combobox', { name: 'Про що умова' });
    await what.click();
    await page.getByRole('option', { name: 'Рівень', exact: true }).click();
    await conditions.getByRole('combobox', { name: 'Значення' }).click();
    await page.getByRole('option', { name: 'Золота' }).click();
    await page.keyboard.press('Escape');
    await page.getByLabel('Балів', { exact: true }).fill('15');
    const sentence = page.getByRole('region', { name: 'Правило словами' });
    await sentence.getByText(/Золота.*15\sбалів/).waitFor();
    await saved(page);
    await launch(page);

    await page.getByLabel('Балів', { exact: true }).fill('20');
    await sentence.getByText(/Золота.*20\sбалів/).waitFor();
    await saved(page);
    await launch(page);
    await page.getByRole('tab', { name: 'Версії' }).click();
    const before = page.getByRole('listitem').filter({ hasText: 'Версія 1' });
    await before.getByRole('button', { name: 'Повернутися до цієї версії' }).click();
    await sentence.getByText(/Золота.*15\sбалів/).waitFor();
    await page.getByText('є незапущені зміни').waitFor();
    await page.getByRole('tab', { name: 'Версії' }).click();
    await page.getByText('чернетку змінено (дії)').first().waitFor();
    await page.getByRole('tab', { name: 'Правило', exact: true }).click();

    await button(page, 'Призупинити').click();
    await page.getByRole('complementary').getByText('На паузі').waitFor();
    await button(page, 'Продовжити').click();
    await page.getByRole('complementary').getByText('Діє', { exact: true }).waitFor();
  });

  it('that are to change later work as they are until then, and say so', async () => {
    const page = await open('rules/new?template=none');
    await page.getByLabel('Назва').fill('З нового року');
    await page.getByLabel('Балів', { exact: true }).fill('15');
    await saved(page);
    await launch(page);
    await page.getByLabel('Балів', { exact: true }).fill('25');
    await page.getByText('Версія', { exact: true }).waitFor();
    await button(page, /Дати й години/).click();
    await page.getByLabel('Діє від').fill('2040-01-01T00:00');
    await page
      .getByRole('region', { name: 'Правило словами' })
      .getByText(/25\sбалів.*2040/)
      .waitFor();
    await saved(page);
    await button(page, 'Запустити зміни…').click();
    const question = page.getByRole('dialog', { name: 'Запустити правило?' });
    await question.getByText(/Зараз діє попередня версія/).waitFor();
    await question.getByRole('button', { name: 'Запустити', exact: true }).click();
    await page
      .getByRole('complementary')
      .getByText(/Зараз діє попередня версія, до 1 січ/)
      .waitFor();
    await page.getByRole('tab', { name: 'Версії' }).click();
    const versions = page.getByRole('listitem');
    await versions
      .filter({ hasText: 'Версія 2' })
      .getByText(/почне діяти/)
      .waitFor();
    await versions
      .filter({ hasText: 'Версія 1' })
      .getByText(/діє з .* до /)
      .waitFor();
  });

  it('that are asked once a day have days and no hours, and one that has them says what to do', async () => {
    const effects = [{ kind: 'fixed' as const, currency: 'points', points: 5 }];
    const hours = [{ days: [1, 2, 3, 4, 5], from: '18:00', until: '20:00' }];
    const ruleId = 'rul_000000000000000daydy';
    await publishRule(shop.database, ruleId, { trigger: { on: 'daily' }, effects, hours, name: 'Щодня' });
    const page = await open(`rules/${ruleId}`);
    await page.getByText('Версія', { exact: true }).waitFor();
    await button(page, /Дати й години/).click();
    await page.getByText(/спрацьовують раз на день, зранку/).waitFor();
    expect(await button(page, 'Години').count()).toBe(0);
    await button(page, 'Прибрати години').click();
    await saved(page);
    await button(page, 'Прибрати години').waitFor({ state: 'detached' });
    await button(page, 'Дні тижня').click();
    await page
      .getByRole('region', { name: 'Правило словами' })
      .getByText(/Дні: пн/)
      .waitFor();
    await saved(page);
    await launch(page);
  });

  it('changed by two at once are loaded anew, or saved over, and nothing that was typed is lost', async () => {
    const page = await open('rules/new?template=threshold');
    await saved(page);
    const points = page.getByLabel('Балів', { exact: true });
    const sentence = page.getByRole('region', { name: 'Правило словами' });
    const other = await open(page.url().split('/console/')[1], { as: 'admin', ...ON_A_PHONE });
    const theirs = other.getByLabel('Балів', { exact: true });
    await theirs.fill('41');
    await other.getByText('Чернетку збережено').waitFor();

    await points.fill('42');
    const note = page.getByRole('alert').filter({ hasText: 'змінив хтось інший' });
    await note.getByText(/Тепер там.*41\sбал/).waitFor();
    expect(await points.inputValue()).toBe('42');
    await note.getByRole('button', { name: 'Зберегти моє' }).click();
    await saved(page);
    await note.waitFor({ state: 'hidden' });

    await theirs.fill('43');
    const warning = other.getByRole('alert').filter({ hasText: 'змінив хтось інший' });
    await warning.getByText(/Тепер там.*42\sбал/).waitFor();
    await warning.getByRole('button', { name: 'Завантажити нове' }).click();
    await expect.poll(() => theirs.inputValue()).toBe('42');
    await sentence.getByText(/42\sбал/).waitFor();
  });

  it('are asked on returns, changes of tier and events, each with what it knows', async () => {
    const page = await open('rules/new?template=none');
    const trigger = page.getByRole('combobox', { name: 'Коли діє правило' });
    const choose = async (name: string) => {
      await trigger.click();
      await page.getByRole('option', { name, exact: true }).click();
    };
    const sentence = page.getByRole('region', { name: 'Правило словами' });
    await page.getByLabel('Балів', { exact: true }).fill('5');
    await choose('Зміна рівня');
    await page.getByRole('combobox', { name: 'Куди змінився рівень' }).click();
    await page.getByRole('option', { name: 'Нижчий' }).click();
    await sentence.getByText(/нижчий рівень/).waitFor();

    await choose('Подія з іншої системи');
    await page.getByRole('combobox', { name: /Назва події/ }).click();
    await page.getByRole('option', { name: 'app.review' }).click();
    await sentence.getByText(/app\.review/).waitFor();

    await choose('Повернення');
    await button(page, 'Умова').click();
    await page.getByLabel('Значення').fill('100');
    await sentence.getByText(/сума повернення/).waitFor();
    await page.getByRole('tab', { name: 'Пробний чек' }).click();
    await page.getByRole('heading', { name: 'Що повертають' }).waitFor();
    await button(page, 'Свій товар').click();
    await page.getByRole('textbox', { name: 'Ціна' }).fill('99');
    await page.getByText(/Це правило мовчить\. Не виконано умову: сума повернення/).waitFor();
    await page.getByRole('textbox', { name: 'Ціна' }).fill('100');
    await page.getByRole('heading', { name: '+5 балів' }).waitFor();
  });

  it('leave out what the law keeps out', async () => {
    const page = await open('rules/categories');
    await page.getByLabel('«Алкоголь» виключено законом').click();
    await page.getByText('Тест marketing').last().waitFor();
    await page.goto(`${shop.url}/console/rules/new?template=categoryPoints`);
    await page.getByRole('combobox', { name: 'Категорії' }).click();
    await page.getByRole('option', { name: 'Молочне' }).waitFor();
    expect(await page.getByRole('option', { name: 'Алкоголь' }).count()).toBe(0);
  });

  it('leave out what is not sold yet, by a name that is not there in any spelling', async () => {
    for (const visit of [{}, ON_A_PHONE]) {
      const page = await open('rules/categories', visit);
      const name = page.getByLabel('Назва категорії');
      await name.fill(' алкоголь');
      await name.press('Enter');
      await page.getByText('Вже є в списку: «Алкоголь».').waitFor();
      const made = visit === ON_A_PHONE ? 'Тютюн' : 'Електронні сигарети';
      await name.fill(` ${made} `);
      await button(page, 'Виключити').click();
      await page.getByRole('status').getByText(`«${made}» виключено законом`).waitFor();
      expect(await page.getByLabel(`«${made}» виключено законом`).isChecked()).toBe(true);
      expect(await name.inputValue()).toBe('');
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await beyond()).toBeLessThanOrEqual(0);
    }
  });

  it('whose budgets run out are told on top of the list and counted in the menu', async () => {
    const { sql } = shop.database;
    const ruleId = 'rul_00000000000000000low';
    await sql`insert into rule (rule_id, name, status, created_by, created_at, changed_at)
      values (${ruleId}, 'Бали вихідного дня', 'live', 'test', now(), now())`;
    await sql`insert into rule_budget (rule_id, points, spent, alerted_at) values (${ruleId}, 500, 460, now())`;
    const page = await open('rules', ON_A_PHONE);
    await page.getByText('залишок 40 балів із 500').waitFor();
    await page.getByRole('button', { name: 'Меню', exact: true }).click();
    await page.getByLabel('Бюджети, що закінчуються: 1').waitFor();
    await sql`delete from rule_budget where rule_id = ${ruleId}`;
    await sql`delete from rule where rule_id = ${ruleId}`;
  });

  it('fit a phone on every screen', async () => {
    const page = await open('rules', ON_A_PHONE);
    await page.getByRole('heading', { name: 'Правила', level: 1 }).waitFor();
    for (const at of ['rules', 'rules/new', 'rules/new?template=happyHours', 'rules/new?template=none']) {
      await page.goto(`${shop.url}/console/${at}`);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await beyond(), at).toBeLessThanOrEqual(0);
    }
  });
});

async function launch(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Запустити/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Запустити', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('complementary').getByText('Діє', { exact: true }).waitFor();
}
