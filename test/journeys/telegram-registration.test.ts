// Joining in Telegram, as people do it: quickly, slowly, wrongly and twice.
import { describe, expect, it } from 'vitest';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { registerByHand } from '#src/core/members/register-by-hand.ts';
import { transaction } from '#src/db/client.ts';
import { programme as programmeTable } from '#src/db/schema/stores.ts';
import { readCodes } from '#test/core/cards/read-picture.ts';
import { STORE } from '#test/support/a-shop.ts';
import {
  aPhoneOwner,
  archiveIn,
  cardNumberIn,
  joinsInTelegram,
  type PhoneOwner,
} from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill } from '#test/support/till-client.ts';

const shop = useShop();
const MENU = ['💳 Картка', 'Бали', 'Пропозиції', 'Винагороди', 'Ще'];

/** What the shop keeps of the person, as their own archive tells it. */
async function archiveOf({ telegram }: PhoneOwner): Promise<unknown> {
  await telegram.pressesMore('Налаштування');
  await telegram.sees('Налаштування');
  await telegram.presses('Мої дані');
  await telegram.sees('можна забрати файлом');
  await telegram.presses('Отримати файл');
  const { message } = await telegram.sees('Ваші дані');
  return archiveIn(await (await fetch(`${shop.simulatorUrl}${message.document?.url}`)).text());
}

describe('joining in Telegram', () => {
  it('takes three taps and one typed word when somebody types a name, and ends with a card that tills read', async () => {
    const olena = await aPhoneOwner(shop, { name: 'Лєна', language: 'uk' });
    const card = await joinsInTelegram(olena, { name: 'Олена' });
    expect(olena.telegram.effort).toEqual({ taps: 3, typed: 1 });
    expect(card.text).toContain('50\u00a0балів за знайомство');
    const number = cardNumberIn(card);
    expect(await readCodes(await card.picture())).toEqual([`EAN13 ${number}`, `QRCode ${number}`]);
    expect(await olena.telegram.keys()).toEqual(MENU);
    const till = await atTheTill(shop);
    expect(await till.finds(number)).toMatchObject({ shownName: 'Олена', balance: 50, proof: 'number' });
  });

  it('takes four taps and no typing when the name of the messenger is taken', async () => {
    const taras = await aPhoneOwner(shop, { name: 'Тарас Мельник', language: 'uk' });
    const { telegram } = taras;
    await telegram.opens();
    await telegram.sees('Вітаємо у «Поруч»');
    await telegram.sharesPhone();
    expect((await telegram.sees('Як до вас звертатися')).buttons).toContain('Тарас Мельник');
    await telegram.presses('Тарас Мельник');
    expect((await telegram.sees('правила програми')).buttons).toEqual([
      'Погоджуюсь',
      'Погоджуюсь і хочу пропозиції',
    ]);
    await telegram.presses('Погоджуюсь і хочу пропозиції');
    await telegram.sees('Ваша картка готова');
    expect(telegram.effort).toEqual({ taps: 4, typed: 0 });
  });

  it('keeps what the deep link carried, the first one, through to the member', async () => {
    const ivan = await aPhoneOwner(shop, { name: 'Іван', language: 'uk' });
    await ivan.telegram.opens('store_7-autumn');
    await ivan.telegram.sees('Вітаємо');
    await ivan.telegram.opens('another_one');
    await ivan.telegram.sees('Вітаємо');
    await ivan.telegram.sharesPhone();
    await ivan.telegram.sees('Як до вас звертатися');
    await ivan.telegram.presses('Іван');
    await ivan.telegram.sees('правила програми');
    await ivan.telegram.presses('Погоджуюсь');
    await ivan.telegram.sees('Ваша картка готова');
    expect(await archiveOf(ivan)).toMatchObject({ member: { source: 'store_7-autumn' } });
  });

  it('goes on where it was when the chat is restarted in the middle', async () => {
    const { telegram } = await aPhoneOwner(shop, { name: 'Ніна', language: 'uk' });
    await telegram.opens();
    await telegram.sees('Вітаємо');
    await telegram.sharesPhone();
    await telegram.sees('Як до вас звертатися');
    await telegram.does({ act: 'restart' });
    await telegram.opens();
    await telegram.sees('як до вас звертатися');
    await telegram.presses('Ніна');
    await telegram.sees('правила програми');
    await telegram.does({ act: 'restart' });
    await telegram.opens();
    await telegram.sees('правила програми');
    await telegram.presses('Погоджуюсь');
    await telegram.sees('Ваша картка готова');
  });

  it.each([
    [
      'English',
      'Welcome to Поруч',
      'your name',
      'Do you agree?',
      'I agree',
      'Your card is ready',
      '50\u00a0points',
      'More',
    ],
    [
      'Русский',
      'Рады видеть вас',
      'обращаться',
      'правила программы',
      'Соглашаюсь',
      'карта готова',
      '50\u00a0баллов',
      'Ещё',
    ],
  ])(
    'speaks %s from the tap on the language on',
    async (language, hello, name, terms, agree, ready, points, more) => {
      const { telegram } = await aPhoneOwner(shop, { name: 'Kim', language: 'uk' });
      await telegram.opens();
      await telegram.sees('Вітаємо');
      await telegram.presses(language);
      await telegram.sees(hello);
      await telegram.sharesPhone();
      await telegram.sees(name);
      await telegram.presses('Kim');
      const consent = await telegram.sees(terms);
      expect(consent.buttons[0]).toContain(agree);
      await telegram.presses(consent.buttons[0] ?? '');
      expect((await telegram.sees(ready)).text).toContain(points);
      expect(await telegram.keys()).toContain(more);
    },
  );

  it('answers wrong input in the language of the person and loses nothing', async () => {
    const oleh = await aPhoneOwner(shop, { name: 'Олег', language: 'uk' });
    const { telegram } = oleh;
    await telegram.opens();
    await telegram.sees('Вітаємо');
    await telegram.attachesContact({ name: 'Мама', phone: '+380671230099' });
    await telegram.sees('Це номер іншої людини');
    await telegram.attachesContact({ name: 'Олег', phone: oleh.person.phone, forwarded: true });
    await telegram.sees('Це номер іншої людини');
    await telegram.does({ act: 'photo' });
    await telegram.sees('поділіться номером');
    await telegram.types('привіт');
    await telegram.sees('поділіться номером');
    await telegram.types('044 123 45 67');
    await telegram.sees('не мобільний');
    await telegram.presses('📱 Поділитися номером');
    await telegram.sees('Як до вас звертатися');
    for (const notAName of ['12345678', 'https://t.me/spam', 'а'.repeat(61), '🙂']) {
      await telegram.types(notAName);
      await telegram.sees('Напишіть ім’я літерами');
    }
    await telegram.does({ act: 'photo' });
    await telegram.sees('як до вас звертатися');
    await telegram.types('</b><a href=');
    await telegram.sees('правила програми');
    await telegram.types('так');
    await telegram.sees('правила програми');
    await telegram.does({ act: 'forge', data: 'burn.yes:brq_00000000000000000001' });
    await telegram.sees('правила програми');
    await telegram.presses('Погоджуюсь');
    const card = await telegram.sees('Ваша картка готова');
    expect(await readCodes(await card.picture())).toContain(`QRCode ${cardNumberIn(card)}`);
    await telegram.presses('💳 Картка');
    const shown = await telegram.sees('</b><a href=');
    expect(shown.message.text.every(({ style }) => style !== 'link')).toBe(true);
  });

  it('brings the same card and no second welcome when a member presses START again', async () => {
    const maria = await aPhoneOwner(shop, { name: 'Марія', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(maria));
    await maria.telegram.opens('other');
    expect(cardNumberIn(await maria.telegram.sees('Базова'))).toBe(number);
    await maria.telegram.attachesContact({ name: 'Мама', phone: '+380671230099' });
    await maria.telegram.sees('Поки що не розуміємо');
    await maria.telegram.does({ act: 'shareOwnContact' });
    await maria.telegram.presses('Бали');
    expect((await maria.telegram.sees('На рахунку')).text).toContain('50\u00a0балів');
  });

  it('finds the card that a cashier has made out, with the welcome that waits for a chat, once', async () => {
    const ganna = await aPhoneOwner(shop, { name: 'Ганна', language: 'uk' });
    const [programme] = await shop.database.db.select().from(programmeTable);
    await transaction(shop.database.db, async (tx) => {
      const { memberId } = await registerByHand(tx, {
        name: 'Ганна Лис',
        phone: readPhone(ganna.person.phone),
        language: 'uk',
        marketing: false,
        cardNumber: '44009900112233',
        termsVersion: programme?.termsVersion ?? '',
        storeId: STORE,
        staffId: 'stf_00000000000000000001',
        at: new Date(),
      });
      await openAccount(tx, memberId);
    });
    await ganna.telegram.opens();
    await ganna.telegram.sees('Вітаємо');
    await ganna.telegram.sharesPhone();
    const found = await ganna.telegram.sees('вже чекала на вас');
    expect(found.text).toContain('50\u00a0балів, разом із балами за знайомство');
    await ganna.telegram.opens();
    await ganna.telegram.presses('Бали');
    expect((await ganna.telegram.sees('На рахунку')).text).toContain('50\u00a0балів');
  });
});
