// Points in the office: why a member has them, changing them with a second pair of eyes, two members who are one, and
// the programme's kinds of points, in a real browser against the whole program.
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { acceptGift } from '#src/core/ledger/accept-gift.ts';
import { giveGift } from '#src/core/ledger/give-gift.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { aMember, aReceipt, STORE, TILL } from '#test/support/a-shop.ts';
import { useConsole } from '#test/support/console.ts';
import { fresh } from '#test/support/fresh.ts';
import { LOGINS, PASSWORD } from '#test/support/shop.ts';

const ON_A_PHONE = { viewport: { width: 390, height: 844 } };
const WIDE = { viewport: { width: 1280, height: 860 } };

const { shop, open: visit } = useConsole({ as: 'admin', ...WIDE });
const open = (as: keyof typeof LOGINS, at: string) => visit(at, { as });

/** A receipt as the till's screen sends it. */
async function sell(cardNumber: string, receiptNumber: string): Promise<void> {
  const json = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${shop.url}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ login: LOGINS.cashier, password: PASSWORD }),
  });
  const cookie = signedIn.headers.getSetCookie().map((each) => each.split(';')[0]);
  const send = async (path: string, body: object) => {
    const headers = { ...json, cookie: cookie.join('; ') };
    const reply = await fetch(shop.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(reply.status).toBe(200);
    return (await reply.json()) as { ticket: string };
  };
  const { ticket } = await send('/api/till/members/find', { code: cardNumber });
  const receipt = { storeId: STORE, tillId: TILL, ticket, receiptNumber, amountMinor: 862_40 };
  await send('/api/till/receipts', receipt);
}

describe('points in the office', () => {
  it('shows what a member has, and why', async () => {
    const member = await aMember(shop.database.db, { name: 'Марта Гай', balance: 100n });
    await sell(member.cardNumber, 'P-1');
    const page = await open('marketer', `members/${member.memberId}`);
    const drawer = page.getByRole('dialog', { name: 'Марта Г.' });
    await drawer.getByRole('region', { name: 'Бали' }).getByText('143').first().waitFor();
    const moves = drawer.getByRole('region', { name: 'Рух балів' });
    await moves.getByText('+43').waitFor();
    await moves.getByRole('button', { name: 'Чому?' }).first().click();
    await moves.getByText('Чек P-1, Хрещатик 12').waitFor();
    await moves.getByText('Бали за покупку').waitFor();
  });

  it('lists what was recorded late where it was recorded, and says when it was', async () => {
    const member = await aMember(shop.database.db, { name: 'Леся Клен' });
    await sell(member.cardNumber, 'P-2');
    const desk = receiptDesk({ ...fresh(shop.database.db), sql: shop.database.sql, clock: systemClock });
    const occurredAt = new Date(systemClock.now().getTime() - 5 * 86_400_000);
    await desk.accept(aReceipt({ occurredAt, amountMinor: 200_00n }), { cardNumber: member.cardNumber });
    const page = await open('marketer', `members/${member.memberId}`);
    const moves = page.getByRole('dialog', { name: 'Леся К.' }).getByRole('region', { name: 'Рух балів' });
    const rows = moves.getByRole('listitem');
    const late = rows.filter({ hasText: 'стало 53' });
    const before = rows.filter({ hasText: 'стало 43' });
    await before.waitFor();
    expect(await rows.first().innerText()).toContain('стало 53');
    const dayOf = async (row: Locator) =>
      /\d+ \p{L}+/u.exec(await row.locator('small').first().innerText())?.[0];
    expect(await dayOf(late)).toBe(await dayOf(before));
    await late.getByRole('button', { name: 'Чому?' }).click();
    await late.getByText(/^Коли це було: \d/).waitFor();
    await before.getByRole('button', { name: 'Чому?' }).click();
    await before.getByText('Чек P-2, Хрещатик 12').waitFor();
    expect(await before.getByText('Коли це було').count()).toBe(0);
  });

  it('takes an accepted gift back to the giver', async () => {
    const { db } = shop.database;
    const [giver, taker] = [
      await aMember(db, { name: 'Ніна Рось', balance: 60n }),
      await aMember(db, { name: 'Лев Гай' }),
    ];
    await transaction(db, async (tx) => {
      const at = new Date();
      const { code } = await giveGift(tx, { memberId: giver.memberId, amount: 40n, toMemberId: null, at });
      await acceptGift(tx, { code, memberId: taker.memberId, at });
    });
    const page = await open('admin', `members/${taker.memberId}`);
    await page.getByRole('button', { name: 'Повернути тому, хто дарував' }).click();
    const asked = page.getByRole('dialog', { name: 'Забрати подарунок назад?' });
    await asked.getByRole('button', { name: 'Повернути тому, хто дарував' }).click();
    await page.getByText('Скасовано після прийняття').waitFor();
    await page.getByText('−40').waitFor();
  });

  it('changes many points only when somebody else agrees', async () => {
    const { db } = shop.database;
    const member = await aMember(db, { name: 'Юрій Сич' });
    const page = await open('marketer', `members/${member.memberId}`);
    await page.getByRole('button', { name: 'Скоригувати бали' }).click();
    const form = page.getByRole('dialog', { name: 'Бали: Юрій С.' });
    await form.getByLabel('Скільки').fill('900');
    await form.getByPlaceholder('Оберіть причину').click();
    await page.getByRole('option', { name: 'Конкурс' }).click();
    await form.getByText('погодить друга людина').waitFor();
    await form.getByRole('button', { name: 'Попросити погодження' }).click();
    await page.getByRole('link', { name: 'До погоджень' }).click();
    await page.getByText('Це ваш запит: вирішує хтось інший.').waitFor();
    expect(await page.getByRole('button', { name: 'Погодити' }).count()).toBe(0);

    const admin = await open('admin', 'approvals');
    const asked = admin.getByRole('region', { name: /Юрій С\./ });
    await asked.getByText('+900').waitFor();
    await admin.getByLabel('Чекають на рішення: 1').waitFor();
    await asked.getByRole('button', { name: 'Погодити' }).click();
    await admin.getByText('Ніщо не чекає').waitFor();
    await admin.getByText('Погоджено: Юрій С., +900 балів.').waitFor();
    await admin.getByRole('button', { name: 'Закрити' }).click();
    expect(await admin.getByLabel(/Чекають на рішення/).count()).toBe(0);
    await admin.getByText('Вирішені').click();
    await admin
      .getByRole('region', { name: /Юрій С\./ })
      .getByRole('button', { name: 'Відкотити' })
      .click();
    const sure = admin.getByRole('dialog', { name: 'Відкотити +900 балів?' });
    await sure.getByRole('button', { name: 'Відкотити' }).click();
    await admin.getByText('Відкочено', { exact: true }).waitFor();
  });

  it('joins two members who are one person, and parts them again', async () => {
    const { db } = shop.database;
    const from = await aMember(db, { name: 'Ліна Рись', phone: '+380671230001', balance: 70n });
    const into = await aMember(db, { name: 'Галина Рись', phone: '+380671230002', balance: 30n });
    const page = await open('admin', `members/${from.memberId}`);
    await page.getByRole('tab', { name: 'Про учасника' }).click();
    await page.getByRole('button', { name: 'Об’єднати з іншим учасником' }).click();
    const form = page.getByRole('dialog', { name: 'Об’єднати: Ліна Р.' });
    await form.getByLabel('Картка або телефон іншого учасника').fill('0671230002');
    await page.keyboard.press('Enter');
    await form.getByText('70 балів + 30 балів').waitFor();
    await form.getByText('Не збережеться: Ліна Р., +380•••0001').waitFor();
    await form.getByRole('button', { name: 'Поміняти місцями' }).click();
    await form.getByText('Не збережеться: Галина Р., +380•••0002').waitFor();
    await form.getByRole('button', { name: 'Поміняти місцями' }).click();
    await form.getByText('70 балів + 30 балів').waitFor();
    await form.getByRole('button', { name: 'Об’єднати' }).click();
    await page.getByText('Об’єднано: Ліна Р. і Галина Р. тепер мають одну картку.').waitFor();
    const drawer = page.getByRole('dialog', { name: 'Галина Р.' });
    await drawer.getByRole('region', { name: 'Бали' }).getByText('100').first().waitFor();
    await drawer.getByRole('tab', { name: 'Про учасника' }).click();
    const cards = drawer.getByRole('region', { name: 'Картки' }).getByRole('listitem');
    await cards.nth(1).waitFor();
    await drawer.getByRole('button', { name: 'Скасувати' }).click();
    const sure = page.getByRole('dialog', { name: 'Роз’єднати картки?' });
    await sure.getByRole('button', { name: 'Роз’єднати' }).click();
    await page.getByText('Об’єднання скасовано: Ліна Р. знову має власну картку.').waitFor();
    await page.getByRole('link', { name: 'До учасника' }).waitFor();
    expect(await page.getByRole('link', { name: 'Відкрити редактор' }).count()).toBe(0);
    await expect.poll(() => cards.count()).toBe(1);
    const rows = await shop.database.sql`
      select member_id, balance from account where member_id in (${from.memberId}, ${into.memberId}) order by balance`;
    expect(rows.map((row) => [row.member_id, Number(row.balance)])).toEqual([
      [into.memberId, 30],
      [from.memberId, 70],
    ]);
  });

  it('says on a phone which of two members owes points, and what comes of it', async () => {
    const { db } = shop.database;
    const from = await aMember(db, { name: 'Зоряна Лин', phone: '+380671230003' });
    await aMember(db, { name: 'Зоряна Линник', phone: '+380671230004', balance: 30n });
    const at = systemClock.now();
    const owed = { kind: 'reverse', account: 'issued', amount: -1_250n, key: 'owes', canOwe: true } as const;
    await transaction(db, (tx) =>
      postTransfer(tx, { ...owed, memberId: from.memberId, occurredAt: at, recordedAt: at }),
    );
    const page = await visit(`members/${from.memberId}`, ON_A_PHONE);
    await page.getByRole('tab', { name: 'Про учасника' }).click();
    await page.getByRole('button', { name: 'Об’єднати з іншим учасником' }).click();
    const form = page.getByRole('dialog', { name: 'Об’єднати: Зоряна Л.' });
    await form.getByLabel('Картка або телефон іншого учасника').fill('0671230004');
    await page.keyboard.press('Enter');
    await form.getByText('Переходить: борг 1 250 балів').waitFor();
    await form.getByText('Залишається: 30 балів').waitFor();
    await form.getByText('борг 1 220 балів').waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBe(0);
  });

  it('adds stickers with a name in each language, and closes them', async () => {
    const page = await open('admin', 'settings/currencies');
    await page.getByRole('button', { name: 'Новий вид балів' }).click();
    const form = page.getByRole('dialog', { name: 'Новий вид балів' });
    await form.getByLabel('Код').fill('stickers');
    for (const [label, text] of [
      ['Українська: 1', 'наліпка'],
      ['Українська: 2', 'наліпки'],
      ['Українська: 5', 'наліпок'],
      ['Русский: 1', 'наклейка'],
      ['Русский: 2', 'наклейки'],
      ['Русский: 5', 'наклеек'],
      ['English: 1', 'sticker'],
      ['English: 5', 'stickers'],
    ] as const) {
      await form.getByLabel(label).fill(text);
    }
    await form.getByLabel('Ліміт дня').fill('20');
    await form.getByRole('button', { name: 'Зберегти' }).click();
    await page.getByText('За день щонайбільше 20 наліпок.').waitFor();
    await page.getByRole('button', { name: 'Закрити' }).click();
    await page.getByText('Більше не нараховуємо').waitFor();
  });

  it('changes the table of tiers', async () => {
    const page = await open('admin', 'settings/tiers');
    await page.getByRole('button', { name: 'Платинова' }).click();
    const platinum = page.getByRole('region', { name: 'Платинова' });
    await platinum.getByLabel('Нараховує').fill('12');
    await platinum.getByRole('button', { name: /Переваги/ }).click();
    await platinum.getByLabel('Українська').fill('Окрема каса\nПаркування');
    await page.getByRole('button', { name: 'Зберегти таблицю' }).click();
    await page.getByText('Збережено').waitFor();
    const [row] = await shop.database.sql`select earn_bp, benefits from tier where tier_key = 'platinum'`;
    expect(row).toEqual({ earn_bp: 1200, benefits: { uk: ['Окрема каса', 'Паркування'], ru: [], en: [] } });
  });
});

describe('an administrator', () => {
  it('cannot agree to what they have asked for themselves', async () => {
    const member = await aMember(shop.database.db, { name: 'Остап Вир' });
    const page = await open('admin', `members/${member.memberId}`);
    await page.getByRole('button', { name: 'Скоригувати бали' }).click();
    await page.getByLabel('Скільки').fill('700');
    await page.getByPlaceholder('Оберіть причину').click();
    await page.getByRole('option', { name: 'Вибачення' }).click();
    await page.getByRole('button', { name: 'Попросити погодження' }).click();
    await page.getByRole('link', { name: 'До погоджень' }).click();
    const own = page.getByRole('region', { name: /Остап В\./ });
    await own.getByText('Це ваш запит').waitFor();
    expect(await own.getByRole('button', { name: 'Погодити' }).count()).toBe(0);
    await own.getByRole('button', { name: 'Відкликати запит' }).click();
    await page.getByText('Запит відкликано: Остап В., +700 балів.').waitFor();
    await page.getByText('Ніщо не чекає').waitFor();
  });
});
