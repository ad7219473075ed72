// The office screens as marketers and administrators work them, in a real browser against the whole program.
import { describe, expect, it } from 'vitest';
import { linkExternalId } from '#src/core/members/external-id.ts';
import { transaction } from '#src/db/client.ts';
import { aMember } from '#test/support/a-shop.ts';
import { useConsole } from '#test/support/console.ts';
import { aPhoneOwner, joinsInTelegram, joinsInViber } from '#test/support/phone.ts';

const { shop, open } = useConsole({ as: 'admin', viewport: { width: 1280, height: 860 } });

describe('the office', () => {
  it('shows a marketer the campaigns and nothing of the administration', async () => {
    const page = await open('staff', { as: 'marketer' });
    await page.getByRole('heading', { name: 'Кампанії', level: 1 }).waitFor();
    const rail = page.getByRole('navigation', { name: 'Меню' });
    expect(await rail.getByRole('link', { name: 'Працівники' }).count()).toBe(0);
  });

  it('writes a campaign, tests it on a phone, sends it and counts to the end', async () => {
    const olena = await aPhoneOwner(shop);
    await joinsInTelegram(olena, { offers: true });
    const taras = await aPhoneOwner(shop);
    await joinsInViber(taras, { offers: true });

    const page = await open('', { as: 'marketer' });
    await page.getByRole('link', { name: 'Почати з прикладу' }).click();
    await page.getByLabel('Контрольна група').fill('0');
    await page.getByText('Збережено').waitFor();
    await page.getByText('Дійде до 2 людей').waitFor();
    const preview = page.getByRole('complementary', { name: 'Як це побачать' });
    await preview.getByText('до неділі камамбер').first().waitFor();
    expect(await preview.getByText('{{name}}').count()).toBe(0);

    await page.getByLabel('Ваш телефон').fill(olena.person.phone);
    await page.getByRole('button', { name: 'Надіслати пробу' }).click();
    await page.getByText('Подивіться в чат').waitFor();
    await olena.telegram.sees('камамбер');

    await page.getByRole('button', { name: 'Надіслати…' }).click();
    const question = page.getByRole('dialog', { name: 'Що станеться після запуску' });
    await question.getByText('Дійде до 2 людей').waitFor();
    await question.getByText('Без контрольної групи').waitFor();
    await question.getByRole('button', { name: 'Надіслати' }).click();
    await page.getByText('Завершено').waitFor();
    await page.getByText('2 із 2').waitFor();
    await taras.viber.sees('камамбер');
  });

  it('lets an administrator add a cashier, whose password is shown once and works', async () => {
    const page = await open('staff');
    await page.getByRole('button', { name: 'Новий працівник' }).click();
    const form = page.getByRole('dialog', { name: 'Новий працівник' });
    await form.getByLabel('Ім’я та прізвище').fill('Дарина Кіт');
    await form.getByLabel('Ім’я для входу').fill('daryna');
    await form.getByRole('button', { name: 'Зберегти' }).click();
    const shown = page.getByRole('dialog', { name: 'Пароль для входу' });
    const password = await shown.locator('[data-secret]').textContent();
    await shown.getByRole('button', { name: 'Уже збережено' }).click();
    await page.getByRole('button', { name: 'Дарина Кіт', exact: true }).waitFor();
    const reply = await fetch(`${shop.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'daryna', password }),
    });
    expect(reply.status).toBe(200);
  });

  it('makes an API key that is shown once, and takes it back', async () => {
    const page = await open('api-keys');
    await page.getByRole('button', { name: 'Новий ключ' }).click();
    await page.getByRole('dialog').getByLabel('Назва').fill('Касова програма');
    await page.getByRole('button', { name: 'Створити' }).click();
    const secret = await page.locator('[data-secret]').textContent();
    await page.getByRole('button', { name: 'Уже збережено' }).click();
    const balance = () =>
      fetch(`${shop.url}/api/v1/members?phone=0670000001`, {
        headers: { authorization: `Bearer ${secret}` },
      });
    expect((await balance()).status).not.toBe(401);
    await page.getByRole('button', { name: 'Дії: Касова програма' }).click();
    await page.getByRole('menuitem', { name: 'Відкликати' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Відкликати' }).click();
    await page.getByText('Відкликано').waitFor();
    await expect.poll(async () => (await balance()).status).toBe(401);
  });

  it('finds a member by the end of a phone, masked, and shows what they were told and agreed to', async () => {
    const owner = await aPhoneOwner(shop);
    await joinsInTelegram(owner, { name: 'Соломія Рут' });
    const page = await open('members');
    await page.getByLabel('Картка або телефон').fill(owner.person.phone.slice(-7));
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Соломія Р.' });
    await drawer.getByText('Можна списати').waitFor();
    expect(await page.getByText(owner.person.phone).count()).toBe(0);
    await drawer.getByRole('tab', { name: 'Чати' }).click();
    await drawer.getByText('Ваша картка готова').first().waitFor();
    await drawer.getByRole('tab', { name: 'Про учасника' }).click();
    await drawer.getByText('Правила програми').waitFor();
    // There is nothing to show in whole.
    await drawer.getByText('ще не дали цьому учасникові').waitFor();
    expect(await drawer.getByRole('button', { name: 'Показати повністю' }).count()).toBe(0);

    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Журнал' }).click();
    await page.getByRole('combobox', { name: 'Про що' }).click();
    await page.getByRole('option', { name: 'Учасники' }).click();
    await page.getByRole('cell', { name: 'Переглядає учасника' }).first().waitFor();
  });

  it('takes a name that another system gave away from a member', async () => {
    const { db } = shop.database;
    const { memberId, cardNumber } = await aMember(db, { name: 'Тарас Лис' });
    const link = (externalId: string) =>
      transaction(db, (tx) => linkExternalId(tx, { memberId, externalId, at: new Date() }));
    await link('crm-10042');
    await link('shop-5');
    const page = await open('members');
    await page.getByLabel('Картка або телефон').fill(cardNumber);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Тарас Л.' });
    await drawer.getByRole('tab', { name: 'Про учасника' }).click();
    await drawer.getByText('•••042').waitFor();
    expect(await drawer.getByText('crm-10042').count()).toBe(0);
    await drawer.getByRole('button', { name: 'Показати повністю' }).click();
    await drawer.getByRole('button', { name: 'Прибрати crm-10042' }).click();
    const question = page.getByRole('dialog', { name: 'Ідентифікатори інших систем' });
    await question.getByText('За кодом ext:crm-10042').waitFor();
    await question.getByRole('button', { name: 'Прибрати', exact: true }).click();
    await question.waitFor({ state: 'detached' });
    await drawer.getByText('crm-10042').waitFor({ state: 'detached' });
    await drawer.getByText('•••-5').waitFor();
    const looks = await shop.database.sql`
      select actor from audit_log where action = 'member.external_ids_shown' and subject = ${memberId}`;
    expect(looks).toHaveLength(1);
  });

  it('changes the colours and the language at once for whoever is looking', async () => {
    const page = await open('settings');
    await page.getByLabel('Колір бренду').fill('#7a1f5c');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Зберегти' }).click();
    await expect
      .poll(() =>
        page.evaluate(() =>
          getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-brand-6'),
        ),
      )
      .toBe('#7a1f5c');
    await page
      .getByRole('button', { name: /^Меню: Тест/ })
      .last()
      .click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  });
});
