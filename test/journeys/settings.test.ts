// What members decide for themselves: offers, where to be written, their data, their card.
import { describe, expect, it } from 'vitest';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { tillRoutes } from '#src/contract/till.ts';
import { sweepWords } from '#src/core/members/sweep-words.ts';
import { transaction } from '#src/db/client.ts';
import { everythingStored } from '#test/support/everything-stored.ts';
import { aPhoneOwner, archiveIn, cardNumberIn, joinsBoth, joinsInTelegram } from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill, signIn } from '#test/support/till-client.ts';

const shop = useShop();

describe('the settings', () => {
  it('when offers are turned off and on, then each takes two taps', async () => {
    const marketer = await signIn(shop, 'marketer');
    const { campaignId } = await marketer.call(marketingRoutes.createCampaign, {
      body: { name: 'проба', texts: { uk: 'Сир' } },
    });
    const audience = async () =>
      (await marketer.call(campaignPlanRoutes.estimateCampaign, { params: { campaignId } })).audience;
    const { telegram, ...ira } = await aPhoneOwner(shop, { name: 'Іра', language: 'uk' });
    await joinsInTelegram({ telegram, ...ira }, { name: 'Іра', offers: true });
    expect(await audience()).toBe(1);
    const { taps } = telegram.effort;
    await telegram.pressesMore('Без пропозицій');
    await telegram.sees('Більше ніяких пропозицій');
    expect(telegram.effort.taps - taps).toBe(2);
    expect(await audience()).toBe(0);
    await telegram.pressesMore('Налаштування');
    await telegram.sees('Пропозиції: ні');
    await telegram.presses('Хочу пропозиції');
    await telegram.sees('Будемо надсилати');
    expect(await audience()).toBe(1);
  });

  it('when the member chooses where to be written, then receipts are told there and nowhere else', async () => {
    const { owner, number } = await joinsBoth(shop, 'Богдана');
    const { telegram, viber } = owner;
    const till = await atTheTill(shop);
    await telegram.pressesMore('Налаштування');
    await telegram.sees('Писати у: де ви писали востаннє');
    await telegram.presses('Куди писати');
    await telegram.sees('Куди писати про чеки й бали?');
    await telegram.presses('Viber');
    await telegram.sees('Писатимемо у Viber');
    await till.accepts(number, { number: '1', amountMinor: 100_00 });
    await viber.sees('Чек 1 ');
    await viber.pressesMore('Налаштування');
    await viber.sees('Писати у: Viber');
    await viber.presses('Куди писати');
    await viber.sees('Куди писати');
    await viber.presses('Telegram');
    await viber.sees('Писатимемо у Telegram');
    await till.accepts(number, { number: '2', amountMinor: 100_00 });
    await telegram.sees('Чек 2 ');
    expect([await telegram.counts('Чек 1 '), await viber.counts('Чек 2 ')]).toEqual([0, 0]);
    await telegram.does({ act: 'block' });
    await till.accepts(number, { number: '3', amountMinor: 100_00 });
    await viber.sees('Чек 3 ');
  });

  it('when the data are asked for, then the link opens with everything, in both messengers, and only with its own signature', async () => {
    const { owner, number } = await joinsBoth(shop, 'Зоряна Пташка');
    const { telegram, viber } = owner;
    for (const chat of [telegram, viber]) {
      await chat.pressesMore('Налаштування');
      await chat.sees('Налаштування');
      await chat.presses('Мої дані');
      await chat.sees('можна забрати файлом або видалити');
      await chat.presses('Отримати файл');
    }
    const { message } = await telegram.sees('Ваші дані');
    const file = await fetch(`${shop.simulatorUrl}${message.document?.url}`);
    await viber.sees('Ваші дані');
    const url = (await viber.view()).keyboard?.flat().find((key) => key.kind === 'url')?.url ?? 'no link';
    expect(url.startsWith(`${shop.url}/public/archive/`)).toBe(true);
    const page = await (await fetch(url)).text();
    expect(page).toContain('<h1>Ваші дані у «Поруч»</h1>');
    expect(archiveIn(page)).toMatchObject({
      member: { name: 'Зоряна Пташка', phone: owner.person.phone },
      messengers: [{ messenger: 'telegram' }, { messenger: 'viber' }],
      cards: [expect.objectContaining({ card_number: number })],
      balance: 50,
    });
    expect(archiveIn(await file.text())).toMatchObject({ member: { name: 'Зоряна Пташка' } });
    expect((await fetch(url.replace(/.\.html$/, 'x.html'))).status).toBe(404);
  });

  it('when the member has everything deleted, then no trace of phone and name is stored, and they can come back as new', async () => {
    const { owner, number } = await joinsBoth(shop, 'Гордислава Незабутна');
    const { telegram, viber, person } = owner;
    const till = await atTheTill(shop);
    await till.accepts(number, { number: '10', amountMinor: 100_00 });
    await telegram.sees('Чек 10');
    await telegram.pressesMore('Налаштування');
    await telegram.sees('Налаштування');
    await telegram.presses('Мої дані');
    await telegram.sees('видалити');
    await telegram.presses('Видалити все');
    await telegram.sees('напишіть слово ВИДАЛИТИ');
    await telegram.types('ні');
    await telegram.sees('Нічого не видалено');
    await telegram.presses('Мої дані');
    await telegram.sees('видалити');
    await telegram.presses('Видалити все');
    await telegram.sees('55\u00a0балів');
    await telegram.types('видалити');
    await telegram.sees('ми вас забули');
    const soon = new Date(Date.now() + 6 * 60_000);
    await transaction(shop.database.db, (tx) => sweepWords(tx, soon));
    const stored = await everythingStored(shop.database);
    expect(stored.join()).toContain(person.viber.userId);
    // The card's number stays, blocked, so that it is never given to anybody else.
    const traces = [person.phone.slice(3), 'Гордислава', 'Незабутна'];
    expect(stored.filter((line) => traces.some((trace) => line.includes(trace)))).toEqual([]);
    expect((await till.refused(tillRoutes.findMember, { body: { code: number } })).code).toBe('card_blocked');
    expect((await till.refused(tillRoutes.findMember, { body: { code: person.phone } })).code).toBe(
      'card_not_found',
    );
    await viber.presses('Бали');
    await viber.sees('Вітаємо у «Поруч»');
    await telegram.sharesPhone();
    await telegram.sees('Як до вас звертатися');
  });

  it('when the member blocks the card, then its number is dead and the new one has the points', async () => {
    const oleh = await aPhoneOwner(shop, { name: 'Олег', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(oleh, { name: 'Олег' }));
    const { telegram } = oleh;
    await telegram.pressesMore('Налаштування');
    await telegram.sees('Налаштування');
    await telegram.presses('Заблокувати картку');
    await telegram.sees('Заблокувати картку?');
    await telegram.presses('Так, заблокувати');
    await telegram.sees('Картку заблоковано. Бали на місці');
    const till = await atTheTill(shop);
    expect((await till.refused(tillRoutes.findMember, { body: { code: number } })).code).toBe('card_blocked');
    await telegram.presses('💳 Картка');
    expect((await telegram.sees('Цю картку заблоковано')).buttons).toEqual(['Нова картка']);
    await telegram.presses('Нова картка');
    const fresh = cardNumberIn(await telegram.sees('Ось ваша нова картка'));
    expect(await till.finds(fresh)).toMatchObject({ balance: 50 });
    expect((await till.refused(tillRoutes.findMember, { body: { code: number } })).code).toBe('card_blocked');
  });

  it('when there are more receipts than fit, then the history is turned page by page in one message', async () => {
    const nina = await aPhoneOwner(shop, { name: 'Ніна', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(nina, { name: 'Ніна' }));
    const till = await atTheTill(shop);
    const sums = Array.from({ length: 9 }, (_, index) => 101_00 + index * 100);
    for (const amountMinor of sums) await till.accepts(number, { number: `h${amountMinor}`, amountMinor });
    await nina.telegram.sees('Чек h10900');
    await nina.telegram.pressesMore('Історія');
    const first = await nina.telegram.sees('Останні чеки й бали');
    const shown = (text: string) => [...text.matchAll(/(\d+),00\u00a0₴/g)].map((match) => Number(match[1]));
    expect(shown(first.text)).toEqual([109, 108, 107, 106, 105, 104, 103]);
    expect(first.buttons).toEqual(['Раніше', 'Відкрити покупку', 'Улюблене', 'Чому стільки?']);
    await nina.telegram.presses('Раніше');
    const second = await nina.telegram.sees('за знайомство');
    expect([second.messageId, shown(second.text)]).toEqual([first.messageId, [102, 101]]);
    expect(second.buttons).toEqual(['На початок', 'Відкрити покупку', 'Улюблене', 'Чому стільки?']);
    await nina.telegram.presses('На початок');
    expect(shown((await nina.telegram.sees('109,00')).text)).toHaveLength(7);
  });
});
