// One person on both messengers: one card and one balance, and an owner who is asked before anybody new may burn.
import { describe, expect, it } from 'vitest';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { transaction } from '#src/db/client.ts';
import { readCodes } from '#test/core/cards/read-picture.ts';
import { aMember } from '#test/support/a-shop.ts';
import {
  aPhoneOwner,
  cardNumberIn,
  joinsInTelegram,
  type PhoneOwner,
  type Said,
} from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill } from '#test/support/till-client.ts';
import { showsLiveCode } from './live-code.ts';

const shop = useShop();

/** Opens Viber with the number that has a card already, and proves it. */
async function comesToViber(owner: PhoneOwner): Promise<Said> {
  const { viber } = owner;
  await viber.opens();
  await viber.sees('Вітаємо');
  await viber.sharesPhone();
  await viber.sees('Код у SMS');
  await viber.types(await owner.readsCode());
  return await viber.sees('З поверненням');
}

describe('one person on both messengers', () => {
  it('when the owner says "that is me" in the old chat, then both chats have one card and burning waits no longer', async () => {
    const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(olena));
    const till = await atTheTill(shop);
    await till.accepts(number, { number: '1', amountMinor: 200_00 });
    await olena.telegram.sees('+10\u00a0балів');

    const back = await comesToViber(olena);
    expect(cardNumberIn(back)).toBe(number);
    expect(back.text).toContain('60\u00a0балів на місці');
    expect(await readCodes(await back.picture())).toEqual([`EAN13 ${number}`, `QRCode ${number}`]);
    expect(back.text).toContain('Списувати бали можна буде з');
    const asked = await olena.telegram.sees('приєднали ще один чат: Viber');
    expect(asked.buttons).toEqual(['Так, це я', 'Ні, це не я']);

    expect(await till.finds(await showsLiveCode(olena.viber))).toMatchObject({
      proof: 'live',
      balance: 60,
      burnAllowedFrom: expect.any(String),
    });
    await expect(till.accepts(number, { number: '2', amountMinor: 100_00, burn: 10 })).rejects.toThrow(
      'burn_waits',
    );

    await olena.telegram.presses('Так, це я');
    await olena.telegram.sees('Списувати бали можна з обох чатів');
    await olena.viber.sees('Списувати бали вже можна');
    const burnt = await till.accepts(await showsLiveCode(olena.viber), {
      number: '2',
      amountMinor: 100_00,
      burn: 10,
    });
    expect(burnt).toMatchObject({ outcome: 'accepted', burnt: 10, balance: 54 });
    for (const chat of [olena.telegram, olena.viber]) {
      await chat.presses('Бали');
      expect((await chat.sees('На рахунку 54')).text).not.toContain('Списувати можна буде');
    }
  });

  it('when a plastic card was brought along, then vouching opens no burning, and chats and till say so alike', async () => {
    const { memberId } = await aMember(shop.database.db, { balance: 320n });
    const plastic = '7000004712';
    await transaction(shop.database.db, (tx) =>
      issueCard(tx, { memberId, kind: 'plastic', cardNumber: plastic, at: new Date() }),
    );
    const lesia = await aPhoneOwner(shop, { name: 'Леся', language: 'uk' });
    const { telegram, viber } = lesia;
    await telegram.opens();
    await telegram.sees('Вітаємо');
    await telegram.sharesPhone();
    await telegram.sees('Як до вас звертатися');
    await telegram.presses('У мене є пластикова картка');
    await telegram.sees('Напишіть номер із картки');
    await telegram.types(plastic);
    await telegram.sees('Картку знайдено');
    await telegram.presses('Леся');
    await telegram.sees('правила програми');
    await telegram.presses('Погоджуюсь');
    const card = await telegram.sees('Ваша картка готова');
    expect(card.text).toContain('На рахунку 370\u00a0балів: 50\u00a0балів за знайомство');
    const number = cardNumberIn(card);

    const till = await atTheTill(shop);
    const held = await till.finds(number);
    expect(held).toMatchObject({ burnAllowedFrom: expect.any(String), burnWaitsFor: 'plastic' });
    expect((await comesToViber(lesia)).text).not.toContain('Хочете одразу?');
    expect((await till.finds(number)).burnWaitsFor).toBe('chat');
    await telegram.sees('приєднали ще один чат: Viber');
    await telegram.presses('Так, це я');
    for (const said of [await telegram.sees('Дякуємо, що підтвердили'), await viber.sees('цей чат ваш')])
      expect(said.text).toMatch(/Списувати можна буде з .*: ви додали пластикову картку/);
    expect(await till.finds(number)).toMatchObject({
      burnAllowedFrom: held.burnAllowedFrom,
      burnWaitsFor: 'plastic',
    });
    await viber.presses('Бали');
    await viber.sees('ви додали пластикову картку');
  });

  it('when the owner says "not me", then the new chat loses the card at once and nobody else gets in with that number', async () => {
    const maria = await aPhoneOwner(shop, { name: 'Марія', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(maria, { name: 'Марія' }));
    await comesToViber(maria);
    await maria.telegram.sees('приєднали ще один чат: Viber');
    await maria.telegram.presses('Ні, це не я');
    await maria.telegram.sees('Той чат від’єднано');
    await maria.viber.sees('Цей чат від’єднано');
    await maria.viber.sharesPhone();
    await maria.viber.sees('Код у SMS');
    await maria.viber.types(await maria.readsCode());
    await maria.viber.sees('не впізнав новий чат');
    const till = await atTheTill(shop);
    await expect(till.accepts(number, { number: '3', amountMinor: 100_00, burn: 10 })).rejects.toThrow(
      'burn_waits',
    );
    expect(await till.accepts(number, { number: '3', amountMinor: 100_00 })).toMatchObject({ earned: 5 });
    await maria.telegram.sees('Чек 3');
  });

  it('when the new chat itself says "that is me", then nothing changes', async () => {
    const ivan = await aPhoneOwner(shop, { name: 'Іван', language: 'uk' });
    await joinsInTelegram(ivan, { name: 'Іван' });
    await comesToViber(ivan);
    const { message } = await ivan.telegram.sees('приєднали ще один чат');
    expect(message.buttons?.[0]).toHaveLength(2);
    const [row] = await shop.database.sql`
      select identity_id from identity where external_id = ${ivan.person.viber.userId}`;
    await ivan.viber.does({ act: 'forge', data: `/identity.yes:${row?.identity_id}` });
    await ivan.viber.sees('немає дозволу');
  });
});
