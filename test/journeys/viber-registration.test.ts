// Joining in Viber, where a contact proves nothing, names are placeholders and computers cannot share a number.
import { describe, expect, it } from 'vitest';
import { readCodes } from '#test/core/cards/read-picture.ts';
import { aPhoneOwner, cardNumberIn, joinsInViber } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill } from '#test/support/till-client.ts';

const shop = useShop();
const MENU = ['💳 Картка', 'Бали', 'Пропозиції', 'Винагороди', 'Ще'];

/** Six digits that are not these. */
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('joining in Viber', () => {
  it('subscribes with the first message, opens a card for a claimed number at once, and welcomes after the code', async () => {
    const taras = await aPhoneOwner(shop, { name: 'Тарас', sharesName: false, language: 'uk' });
    const { viber } = taras;
    await viber.opens('store_7');
    await viber.sees('Вітаємо');
    expect((await taras.now()).viber.subscribed).toBe(false);
    await viber.sharesPhone();
    await viber.sees('Напишіть, як до вас звертатися');
    expect((await taras.now()).viber.subscribed).toBe(true);
    await viber.types('Тарас');
    await viber.sees('правила програми');
    await viber.presses('Погоджуюсь');
    const card = await viber.sees('Ваша картка готова');
    expect(viber.effort).toEqual({ taps: 3, typed: 1 });
    const number = cardNumberIn(card);
    expect(await readCodes(await card.picture())).toEqual([`EAN13 ${number}`, `QRCode ${number}`]);
    const till = await atTheTill(shop);
    expect(await till.finds(number)).toMatchObject({ shownName: 'Тарас', balance: 0 });

    await viber.sees('50\u00a0балів за знайомство');
    await viber.presses('Підтвердити номер');
    expect((await viber.sees('Код у SMS')).text).not.toContain(taras.person.phone);
    await viber.types(await taras.readsCode());
    expect((await viber.sees('Номер підтверджено')).text).toContain('50\u00a0балів');
    expect(await viber.keys()).toEqual(MENU);
    expect(await till.finds(number)).toMatchObject({ balance: 50 });
  });

  it.each([
    ['Subscriber', false],
    ['Абонент', true],
  ])(
    'when Viber shows the name %s, then nobody is called that: the name is asked for',
    async (name, sharesName) => {
      const { viber } = await aPhoneOwner(shop, { name, sharesName, language: 'uk' });
      await viber.opens();
      await viber.sees('Вітаємо');
      await viber.sharesPhone();
      await viber.sees('Напишіть, як до вас звертатися');
      expect(await viber.keys()).toEqual(['У мене є пластикова картка']);
    },
  );

  it('when Viber shows the real name, then it is a button and is not taken without the tap', async () => {
    const { viber } = await aPhoneOwner(shop, { name: 'Соломія', sharesName: true, language: 'uk' });
    await viber.opens();
    await viber.sees('Вітаємо');
    await viber.sharesPhone();
    await viber.sees('Як до вас звертатися');
    await viber.presses('Соломія');
    await viber.sees('правила програми');
    await viber.presses('Погоджуюсь');
    await viber.sees('Ваша картка готова');
    await viber.presses('💳 Картка');
    await viber.sees('Соломія · Базова');
  });

  it('when the person sits at a computer, then the number is typed and proven by the code, and wrong and old ones are told apart', async () => {
    const nina = await aPhoneOwner(shop, { name: 'Ніна', device: 'desktop', language: 'uk' });
    const { viber } = nina;
    await viber.opens();
    await viber.sees('Вітаємо');
    await viber.sharesPhone();
    await viber.sees('На комп’ютері номер не передається');
    await viber.types(nina.person.phone.replace('+38', '').replace(/(\d{3})(\d{3})/, '$1 $2 '));
    await viber.sees('Код у SMS');
    const first = await nina.readsCode();
    await viber.types(wrong(first));
    await viber.sees('Лишилося 4 спроби');
    await viber.types('де мій код?');
    await viber.sees('Чекаємо на шість цифр');
    // Nothing outside of the program can make five minutes pass.
    await shop.database.sql`update one_time_code set expires_at = sent_at`;
    await viber.types(first);
    await viber.sees('Цей код уже не діє');
    await viber.presses('Надіслати ще раз');
    await viber.sees('Код у SMS');
    const second = await nina.readsCode();
    await viber.types(`${second.slice(0, 3)} ${second.slice(3)}`);
    await viber.sees('до вас звертатися');
    await viber.types('Ніна');
    await viber.sees('правила програми');
    await viber.presses('Погоджуюсь');
    expect((await viber.sees('Ваша картка готова')).text).toContain('50\u00a0балів за знайомство');
  });

  it('when five wrong codes were typed, then the right one does not help any more', async () => {
    const pavlo = await aPhoneOwner(shop, { name: 'Павло', language: 'uk' });
    const { viber } = pavlo;
    await viber.opens();
    await viber.types(pavlo.person.phone);
    await viber.sees('Код у SMS');
    const code = await pavlo.readsCode();
    for (const left of ['4 спроби', '3 спроби', '2 спроби', '1 спроба']) {
      await viber.types(wrong(code));
      await viber.sees(left);
    }
    await viber.types(wrong(code));
    await viber.sees('Цей код уже не діє');
    await viber.types(code);
    await viber.sees('Цей код уже не діє');
  });

  it('when the chat is restarted in the middle, then it goes on where it was', async () => {
    const { viber } = await aPhoneOwner(shop, { name: 'Іра', language: 'uk' });
    await viber.opens();
    await viber.sees('Вітаємо');
    await viber.sharesPhone();
    await viber.sees('до вас звертатися');
    await viber.does({ act: 'restart' });
    await viber.opens();
    await viber.sees('до вас звертатися');
    await viber.types('Іра');
    await viber.sees('правила програми');
  });

  it('when somebody attaches a number that has a card, then nothing of it is shown before the code from its SMS', async () => {
    const owner = await aPhoneOwner(shop, { name: 'Власниця', language: 'uk' });
    await joinsInViber(owner, { name: 'Власниця' });
    const thief = await aPhoneOwner(shop, { name: 'Хтось', language: 'uk' });
    await thief.viber.opens();
    await thief.viber.sees('Вітаємо');
    await thief.viber.attachesContact({ name: 'Хтось', phone: owner.person.phone });
    await thief.viber.sees('Код у SMS');
    expect(await owner.readsCode()).toMatch(/^\d{6}$/);
    expect(await thief.smsCount()).toBe(0);
    expect(await thief.viber.transcript()).not.toMatch(/балів|Власниця|2\d \d{4}/);
    await thief.viber.presses('Інший номер');
    await thief.viber.sees('поділіться номером');
  });
});
