// A shopper from offer to slip: seen in the chat, taken, used at the till by itself, told on the receipt, given back with
// the goods. In both messengers.
import { desc } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { setMarketingConsent } from '#src/core/members/set-consent.ts';
import { handOut } from '#src/core/offers/take-coupon.ts';
import { tellCoupons } from '#src/core/offers/tell-coupons.ts';
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { transaction } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import { STORE } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { aPhoneOwner, cardNumberIn, joinsInTelegram, joinsInViber } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { until } from '#test/support/until.ts';

const shop = useShop();
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

async function aTill() {
  const key = {
    name: 'till',
    scopes: ['receipts:write' as const],
    storeId: null,
    actor: 'test',
    at: new Date(),
  };
  const { secret } = await transaction(shop.database.db, (tx) => createApiKey(tx, key));
  return async (method: 'PUT' | 'POST', path: string, body: object) => {
    const reply = await fetch(`${shop.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ storeId: STORE, ...body }),
    });
    return (await reply.json()) as Record<string, unknown>;
  };
}

const cheese = {
  sku: 'cheese',
  name: 'Сир',
  category: 'cheese',
  quantityMilli: 1_000,
  priceMinor: 200_00,
  amountMinor: 200_00,
};

it('when an offer is taken in the chat, then the till takes it off by itself, the receipt says so, and a return gives it back', async () => {
  const words = {
    uk: { title: '−20 % на сири', terms: 'На всі сири, один раз.' },
    en: { title: '20% off cheese', terms: '' },
  };
  const where = { field: 'line.category', is: 'is' as const, value: 'cheese' };
  await anOffer(shop.database.db, {
    words,
    effects: [{ kind: 'discountShare', shareBp: 2_000, on: 'lines', where }],
  });
  const till = await aTill();
  for (const messenger of ['telegram', 'viber'] as const) {
    const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
    const joined = messenger === 'telegram' ? await joinsInTelegram(olena) : await joinsInViber(olena);
    const memberCode = cardNumberIn(joined);
    const chat = olena[messenger];
    // A new offer is known to every process within a second.
    await until('the offer to be shown', async () => {
      await chat.presses('Пропозиції');
      return (await chat.sees('ропозиці')).text.includes('1. −20 % на сири');
    });
    await chat.presses('1');
    expect((await chat.sees('На всі сири')).text).toContain('−20 % на сири');
    await chat.presses('Взяти');
    expect((await chat.sees('ваша')).text).toMatch(/Код [0-9A-Z]{5}-[0-9A-Z]{5}/);

    const number = `7${messenger.length}`;
    const sold = await till('PUT', `receipts/${messenger}`, { memberCode, number, lines: [cheese] });
    expect(sold).toMatchObject({ toPayMinor: 160_00, coupons: [{ savedMinor: 40_00 }] });
    const slip = await chat.sees(`Чек ${number}`);
    expect(plain(slip.text)).toContain('🏷 «−20 % на сири»: −40,00 ₴.');
    await chat.presses('Пропозиції');
    await chat.sees('Нових пропозицій поки немає');

    await till('POST', `receipts/${messenger}/returns`, { externalId: `back-${messenger}`, all: true });
    expect((await chat.sees('Повернено')).text).toContain('🏷 Пропозиція «−20 % на сири» знову ваша.');
    await chat.presses('Пропозиції');
    expect((await chat.sees('Пропозиції для вас')).text).toContain('1. ✅ −20 % на сири');
  }
});

it('when an offer is given by name, then its member reads of it in their messenger and takes it right there', async () => {
  const offerId = await anOffer(shop.database.db, {
    words: { uk: { title: 'Кава в подарунок', terms: 'До кожного снідання.' } },
    reach: 'personal',
    mustTake: true,
  });
  for (const messenger of ['telegram', 'viber'] as const) {
    const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
    await (messenger === 'telegram' ? joinsInTelegram(olena) : joinsInViber(olena));
    const chat = olena[messenger];
    const at = new Date();
    await transaction(shop.database.db, async (tx) => {
      const [newest] = await tx.select().from(member).orderBy(desc(member.registeredAt)).limit(1);
      if (!newest) throw new Error('nobody has joined');
      const { memberId } = newest;
      await setMarketingConsent(tx, { memberId, given: true, channel: messenger, carriedBy: 'test', at });
      await handOut(tx, { memberId, offerId, issuedBy: 'test', key: messenger, at });
    });
    await until('the offer to be known', async () => {
      await chat.presses('Пропозиції');
      return (await chat.sees('ропозиці')).text.includes('Кава в подарунок');
    });
    // At noon of a day yet to come: at night nobody is told.
    const noon = new Date(Math.ceil(at.getTime() / 86_400_000) * 86_400_000 + 10 * 3_600_000);
    await transaction(shop.database.db, (tx) => tellCoupons(tx, noon));
    expect((await chat.sees('Для вас пропозиція')).text).toContain('Кава в подарунок');
    await chat.presses('Взяти');
    expect((await chat.sees('ваша')).text).toMatch(/Код [0-9A-Z]{5}-[0-9A-Z]{5}/);
  }
});
