// What is left of a person who has lived with us in every way there is and then has everything deleted: nothing, in no
// table that exists or will exist, in no line of the log and in nothing that staff can look at; and the books balance.
import { describe, expect, it } from 'vitest';
import { adjustmentRoutes } from '#src/contract/adjustments.ts';
import { integrationRoutes } from '#src/contract/integration.ts';
import { officeRoutes } from '#src/contract/office.ts';
import { tillRoutes } from '#src/contract/till.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { forgetErased } from '#src/core/members/forget-erased.ts';
import { sweepWords } from '#src/core/members/sweep-words.ts';
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { STORE, TILL } from '#test/support/a-shop.ts';
import { bring } from '#test/support/an-import.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { everythingStored } from '#test/support/everything-stored.ts';
import { aPhoneOwner, joinsBoth, joinsInTelegram, type PhoneOwner } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill, signIn, withKey } from '#test/support/till-client.ts';
import { until } from '#test/support/until.ts';

const logged: string[] = [];
const shop = useShop({ logged, welcomePoints: 400n });

const NAME = 'Гордислава Незабутна';
const DAY_MS = 86_400_000;
const CRM = 'crm-hordyslava';

/** What would lead back to the person. */
const tracesOf = ({ person }: PhoneOwner) => [
  person.phone.slice(3),
  'Гордислава',
  'Незабутн',
  '1987-11-23',
  '23.11.1987',
  CRM,
  person.viber.userId,
  `${person.telegram.userId}`,
];
const linesWith = (traces: string[], lines: string[]) =>
  lines.filter((line) => traces.some((trace) => line.includes(trace)));

async function memberIdOf(phone: string): Promise<MemberId> {
  const [row] = await shop.database.sql<{ memberId: MemberId }[]>`
    select member_id as "memberId" from phone where phone = ${phone}`;
  if (!row) throw new Error('no member has this phone');
  return row.memberId;
}

/** Settings and birthday, gifts both ways, an offer, a reward: all in the chat. */
async function livesInTheChat(
  { telegram, person }: PhoneOwner,
  { friend, offerId, rewardId }: { friend: PhoneOwner; offerId: string; rewardId: string },
): Promise<string> {
  await telegram.pressesMore('Налаштування');
  await telegram.sees('Налаштування');
  await telegram.presses('День народження');
  await telegram.sees('Коли у вас день народження');
  await telegram.types('23.11.1987');
  await telegram.sees('Запам’ятали');
  await telegram.does({ act: 'forge', data: `offer.take:${offerId}` });
  await telegram.sees('ваша. Покажіть картку');
  await telegram.types('+ торт для Незабутної');
  await telegram.sees('торт для Незабутної');
  await telegram.does({ act: 'forge', data: `reward.get:${rewardId}` });
  await telegram.sees('Взяти «Кава»');
  await telegram.presses('Так, взяти');
  await telegram.sees('«Кава» · −10');

  await telegram.does({ act: 'forge', data: 'gift' });
  await telegram.sees('Скільки подарувати');
  await telegram.types('20');
  await telegram.sees('Кому?');
  await telegram.types(friend.person.phone);
  await telegram.sees('на номер');
  await telegram.presses('Так, подарувати');
  await telegram.sees('Подаровано 20');
  await friend.telegram.sees('Вам подарунок');
  await friend.telegram.presses('Прийняти');
  await friend.telegram.sees('Подарунок ваш');
  // The friend begins to give something back, has named the person and goes away.
  await friend.telegram.does({ act: 'forge', data: 'gift' });
  await friend.telegram.sees('Скільки подарувати');
  await friend.telegram.types('5');
  await friend.telegram.sees('Кому?');
  await friend.telegram.types(person.phone);
  await friend.telegram.sees('на номер');

  await telegram.does({ act: 'forge', data: 'gift' });
  await telegram.sees('Скільки подарувати');
  await telegram.types('15');
  await telegram.sees('Кому?');
  await telegram.presses('Посилання');
  await telegram.sees('тому, хто відкриє посилання');
  await telegram.presses('Так, подарувати');
  return /\/go\/(g-[\w-]+)/.exec((await telegram.sees('Подарунок готовий')).text)?.[1] ?? '';
}

/** Buys at the till and through the API, under the phone as well, gives back, is adjusted and looked up. */
async function livesInTheShop({ telegram, viber, person }: PhoneOwner, cardNumber: string): Promise<void> {
  const { db } = shop.database;
  const memberId = await memberIdOf(person.phone);
  const till = await atTheTill(shop);
  await till.accepts(cardNumber, { number: '10', amountMinor: 100_00 });
  await telegram.sees('Чек 10 ');
  await telegram.presses('★ Оцінити');
  await telegram.sees('Оцініть покупку');
  await telegram.presses('★ 5');

  const scopes = ['receipts:write', 'members:read', 'members:write', 'balance:read'] as const;
  const { secret } = await transaction(db, (tx) =>
    createApiKey(tx, {
      name: 'till',
      scopes: [...scopes],
      storeId: null,
      actor: 'system',
      at: new Date(),
    }),
  );
  const api = withKey(shop, secret);
  const line = { sku: '1', name: 'Молоко', category: 'Молочне', quantityMilli: 1_000, priceMinor: 50_00 };
  const lines = [{ ...line, discountMinor: 0, amountMinor: 50_00 }];
  const common = { storeId: STORE, tillId: TILL, memberCode: person.phone, amountMinor: 50_00, lines };
  await api.call(integrationRoutes.acceptReceipt, { body: { ...common, externalId: 'api-1', number: '11' } });
  await api.call(integrationRoutes.linkExternalId, { params: { memberId }, body: { externalId: CRM } });
  await api.call(integrationRoutes.tellEvent, {
    params: { memberId },
    body: { key: 'visited-1', name: 'visited' },
  });

  const admin = await signIn(shop, 'admin');
  await admin.call(officeRoutes.searchMembers, { body: { text: person.phone } });
  await admin.call(officeRoutes.showPhone, { params: { memberId } });
  await admin.call(adjustmentRoutes.askAdjustment, {
    params: { memberId },
    body: { amount: 3, reason: 'other', note: `${NAME} called`, requestKey: 'asked-once-1' },
  });
  const rows = [
    `${person.phone};${NAME};23.11.1987`,
    `${person.phone};${NAME};31.31.1987`,
    `${person.phone}5;${NAME};`,
  ];
  await bring(shop.database, 'members', `Телефон;Ім’я;День народження\n${rows.join('\n')}\n`, {
    at: new Date(),
  });
  await viber.presses('Бали');
  await viber.sees('На рахунку');
}

describe('erasing', () => {
  it('when a person has done everything there is and is erased, then nothing leads to them, and the books hold', async () => {
    const offerId = await anOffer(shop.database.db);
    const { rewardId } = await aReward(shop.database.db, { price: 10n, storeIds: [STORE] });
    const friend = await aPhoneOwner(shop, { name: 'Орися', language: 'uk' });
    await joinsInTelegram(friend, { name: 'Орися Тиха' });
    const stranger = await aPhoneOwner(shop, { name: 'Остап', language: 'uk' });
    const { owner, number } = await joinsBoth(shop, NAME);
    const { telegram, person } = owner;
    const gift = await livesInTheChat(owner, { friend, offerId, rewardId });
    await joinsInTelegram(stranger, { name: 'Остап Дальній' });
    await stranger.telegram.opens(gift);
    await stranger.telegram.sees('дарує вам');
    await livesInTheShop(owner, number);
    const traces = tracesOf(owner);
    expect(
      new Set(linesWith(traces, await everythingStored(shop.database)).map((line) => line.split(' ')[0]))
        .size,
    ).toBeGreaterThan(5);

    await telegram.does({ act: 'forge', data: 'data.erase' });
    await telegram.sees('напишіть слово ВИДАЛИТИ');
    await telegram.types('видалити');
    await telegram.sees('ми вас забули');
    const { sql, db } = shop.database;
    await until('the farewell to be settled', async () => {
      const [row] =
        await sql`select count(*)::int as open from delivery where status in ('queued', 'sending')`;
      return row?.open === 0;
    });
    const later = new Date(Date.now() + 2 * DAY_MS);
    await transaction(db, (tx) => forgetErased(tx, later));
    await transaction(db, (tx) => sweepWords(tx, later));

    expect(linesWith(traces, await everythingStored(shop.database))).toEqual([]);
    expect(linesWith(traces, logged)).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
    expect((await auditLedger(db)).findings).toEqual([]);
    expect(
      await (await atTheTill(shop)).refused(tillRoutes.findMember, { body: { code: person.phone } }),
    ).toMatchObject({ code: 'card_not_found' });
  });
});
