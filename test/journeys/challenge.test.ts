// A challenge from the invitation to what it gives, and back when goods come back, as two people read it on their phones.
import { expect, it } from 'vitest';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { systemClock } from '#src/lib/clock.ts';
import { aReceipt, STORE } from '#test/support/a-shop.ts';
import { fresh } from '#test/support/fresh.ts';
import { aPhoneOwner, cardNumberIn, joinsInTelegram, joinsInViber } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { aChallenge, points } from '../core/challenges/some-challenges.ts';

const shop = useShop();
const DAY_MS = 86_400_000;

async function buys(cardNumber: string, number: string): Promise<string> {
  const { db, sql } = shop.database;
  const input = aReceipt({ number, amountMinor: 200_00n, occurredAt: new Date() });
  await receiptDesk({ sql, ...fresh(db), clock: systemClock }).accept(input, { cardNumber });
  return input.externalId;
}

async function bringsBack(receiptExternalId: string): Promise<void> {
  const { db } = shop.database;
  const known = await fresh(db).known();
  const at = new Date();
  const input = {
    storeId: STORE,
    receiptExternalId,
    externalId: `back-${receiptExternalId}`,
    what: 'all' as const,
  };
  await transaction(db, (tx) =>
    returnReceipt(tx, { ...input, acceptedBy: 'stf_1', occurredAt: at, at, known }),
  );
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

it('when a member accepts a challenge, then each receipt tells how far they are, the last one brings points, and a return takes them', async () => {
  const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
  const card = cardNumberIn(await joinsInTelegram(olena));
  const { telegram } = olena;
  const at = new Date(Date.now() - DAY_MS / 24);
  await aChallenge(shop.database.db, {
    content: {
      titles: { uk: 'Двічі за місяць', en: 'Twice a month' },
      texts: { uk: 'Зробіть дві покупки.' },
      goal: { kind: 'count', of: 'receipts' },
      joins: 'asked',
      stages: [points(2, 70)],
    },
    startsAt: at,
    endsAt: new Date(at.getTime() + 30 * DAY_MS),
  });
  await expect.poll(async () => (await shop.database.sql`select 1 from challenge_member`).length).toBe(1);
  await telegram.pressesMore('🏁 Челенджі');
  expect((await telegram.sees('можна приєднатися')).text).toContain('Двічі за місяць');
  await telegram.presses('Двічі за місяць');
  const offered = await telegram.sees('Зробіть дві покупки.');
  expect(plain(offered.text)).toContain('• 2 → 70 балів');
  await telegram.presses('Беру участь');
  expect(plain((await telegram.sees('Ви берете участь')).text)).toContain('0 з 2, ще 2 покупки до');

  await buys(card, '701');
  const first = await telegram.sees('Двічі за місяць: 1 з 2');
  expect(plain(first.text)).toContain('Чек 701');
  expect(plain(first.text)).toMatch(/🏁 Двічі за місяць: 1 з 2, ще 1 покупка до \d+ \p{L}+\./u);
  const second = await buys(card, '702');
  expect((await telegram.sees('Двічі за місяць: виконано')).text).toContain('Чек 702');
  expect(plain((await telegram.sees('На рахунок додано')).text)).toBe(
    '✅ «Двічі за місяць»: виконано. На рахунок додано 70 балів.',
  );
  await bringsBack(second);
  expect(plain((await telegram.sees('Забрали винагороду')).text)).toBe(
    '«Двічі за місяць»: покупку повернули, тому умову вже не виконано. Забрали винагороду: 70 балів.\nВиконаєте знову до кінця, і вона повернеться.',
  );
  await telegram.presses('Мій поступ');
  expect(plain((await telegram.sees('1 з 2, ще 1 покупка')).text)).toContain('• 2 → 70 балів');
});

it('when somebody joins the programme while it runs, then they are asked too, in Viber, and "not now" takes nothing away', async () => {
  const ivan = await aPhoneOwner(shop, { name: 'Іван', language: 'uk' });
  const card = cardNumberIn(await joinsInViber(ivan));
  await expect.poll(async () => (await shop.database.sql`select 1 from challenge_member`).length).toBe(2);
  await ivan.viber.pressesMore('🏁 Челенджі');
  await ivan.viber.presses('Двічі за місяць');
  await ivan.viber.presses('Не зараз');
  await ivan.viber.sees('приєднатися можна й пізніше');
  await ivan.viber.pressesMore('🏁 Челенджі');
  await ivan.viber.sees('можна приєднатися');
  await buys(card, '801');
  await ivan.viber.sees('801');
  expect(await ivan.viber.counts('1 з 2')).toBe(0);
});
