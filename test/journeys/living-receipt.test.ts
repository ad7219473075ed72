// A purchase and what becomes of it, as the phone shows it: one message that changes in Telegram, a few short ones in Viber.
import { beforeAll, expect, it } from 'vitest';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { aReceipt, STORE } from '#test/support/a-shop.ts';
import { fresh } from '#test/support/fresh.ts';
import {
  aPhoneOwner,
  cardNumberIn,
  joinsInTelegram,
  joinsInViber,
  type PhoneChat,
} from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';

const shop = useShop();

// Points wait until the purchase is rated.
beforeAll(async () => {
  await shop.database.sql`
    update currency set pending = 'action', pending_action = 'rating' where currency = 'points'`;
});

const line = (name: string, amountMinor: number): ReceiptLine => ({
  sku: name,
  name,
  category: 'Молочне',
  quantityMilli: 1_000,
  priceMinor: amountMinor,
  discountMinor: 0,
  amountMinor,
});

async function buys(cardNumber: string, number: string) {
  const { db, sql } = shop.database;
  const lines = [line('Молоко 2,5 %', 100_00), line('Сир', 300_00)];
  const input = aReceipt({ number, amountMinor: 400_00n, lines, occurredAt: new Date() });
  const desk = receiptDesk({ sql, ...fresh(db), clock: systemClock });
  await desk.accept(input, { cardNumber });
  return input.externalId;
}

async function bringsTheCheeseBack(receiptExternalId: string) {
  const { db } = shop.database;
  const known = await fresh(db).known();
  const at = new Date();
  const what = { lines: [{ lineNo: 2, quantityMilli: 1_000 }] };
  const input = { storeId: STORE, receiptExternalId, externalId: `back-${receiptExternalId}`, what };
  await transaction(db, (tx) =>
    returnReceipt(tx, { ...input, acceptedBy: 'stf_1', occurredAt: at, at, known }),
  );
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const struck = async (chat: PhoneChat) =>
  (await chat.view()).messages.flatMap(({ text }) =>
    text.filter((span) => span.style === 'strike').map((span) => span.text),
  );

it('when points become active and a line comes back, then the one message in Telegram says so each time, and explains itself', async () => {
  const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
  const card = cardNumberIn(await joinsInTelegram(olena));
  const { telegram } = olena;
  const externalId = await buys(card, '501');
  const first = await telegram.sees('Чек 501');
  expect(plain(first.text)).toBe(
    'Чек 501 · Хрещатик 12 · 400,00 ₴\n+20 балів. На рахунку 70.\n⏳ Можна витрачати, щойно оціните покупку: 20 балів.',
  );
  expect(first.buttons).toEqual(['Чому стільки?', '★ Оцінити']);

  await telegram.presses('★ Оцінити');
  expect((await telegram.sees('Оцініть покупку')).messageId).toBe(first.messageId);
  await telegram.presses('★ 5');
  const active = await telegram.sees('Бали вже можна витрачати');
  expect(active.messageId).toBe(first.messageId);
  expect(active.text).toContain('Ваша оцінка: ★★★★★');

  await bringsTheCheeseBack(externalId);
  const back = await telegram.sees('Повернено на 300,00');
  expect(back.messageId).toBe(first.messageId);
  expect(plain(back.text)).toContain('Знято за повернене: 15 балів.\nНа рахунку 55.');
  expect(await struck(telegram)).toEqual(['Сир']);
  expect(await telegram.counts('Чек 501 · Хрещатик 12')).toBe(1);

  await telegram.presses('Чому стільки?');
  const why = await telegram.sees('Бали за покупку: +20');
  expect(plain(why.text)).toContain('Враховано: Молоко 2,5 % (+5); Сир (+15).');
  expect(plain(why.text)).toContain('Знято за повернене: 15 балів.');
  await telegram.presses('Бали');
  expect(plain((await telegram.sees('На рахунку 55')).text)).toContain('55 балів');
});

it('when the same happens in Viber, then a short message follows each time', async () => {
  const taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
  const card = cardNumberIn(await joinsInViber(taras));
  const { viber } = taras;
  const externalId = await buys(card, '502');
  expect(plain((await viber.sees('Чек 502')).text)).toContain('⏳ Можна витрачати');
  await viber.presses('★ Оцінити');
  await viber.sees('Оцініть покупку');
  await viber.presses('★ 4');
  await viber.sees('Дякуємо. Ваша оцінка: ★★★★☆');
  await viber.sees('Уже можна витрачати: 20');
  await bringsTheCheeseBack(externalId);
  const back = await viber.sees('Повернено на 300,00');
  expect(plain(back.text)).toContain('Чек 502 · Хрещатик 12');
  expect(await struck(viber)).toEqual(['Сир']);
  await viber.presses('Чому стільки?');
  await viber.sees('Бали за покупку: +20');
});
