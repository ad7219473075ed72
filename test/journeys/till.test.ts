// The till and the phone beside it: points come and go once, with the member's will, and the phone says so.
import { beforeAll, describe, expect, it } from 'vitest';
import { tillRoutes } from '#src/contract/till.ts';
import { STORE, TILL } from '#test/support/a-shop.ts';
import {
  aPhoneOwner,
  cardNumberIn,
  joinsBoth,
  joinsInTelegram,
  joinsInViber,
  type PhoneOwner,
} from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill, type Till } from '#test/support/till-client.ts';
import { showsLiveCode } from './live-code.ts';

const shop = useShop({ welcomePoints: 500n });
let till: Till;
let olena: PhoneOwner;
let olenasCard: string;

beforeAll(async () => {
  till = await atTheTill(shop);
  olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
  olenasCard = cardNumberIn(await joinsInTelegram(olena));
});

describe('earning', () => {
  it('when a receipt is accepted by a typed number, then the cashier and after that the phone are told what it brought', async () => {
    const member = await till.finds(olenasCard.replace(/(\d{2})(\d{4})(\d{4})/, '$1 $2 $3 '));
    expect(member).toMatchObject({
      shownName: 'Олена К.',
      balance: 500,
      tier: { tierKey: 'base' },
      reachable: true,
    });
    const { ticket } = member;
    const basket = { ticket, storeId: STORE, tillId: TILL, amountMinor: 862_40 };
    const quote = await till.call(tillRoutes.quoteReceipt, { body: basket });
    expect(quote).toMatchObject({
      earn: 43,
      maximumBurn: 431,
      balanceAfter: 543,
      toPayMinor: 862_40,
      brings: [],
    });
    const pressedAt = Date.now();
    const body = { storeId: STORE, tillId: TILL, ticket, receiptNumber: '214', amountMinor: 862_40 };
    const accepted = await till.call(tillRoutes.acceptReceipt, { body });
    expect(accepted).toMatchObject({ outcome: 'accepted', earned: 43, balance: 543 });
    expect(accepted.words).toBe('+43\u00a0бали. На рахунку 543\u00a0бали.');
    const notice = await olena.telegram.sees('Чек 214');
    expect(notice.text).toBe('Чек 214 · Хрещатик 12 · 862,40\u00a0₴\n+43\u00a0бали. На рахунку 543.');
    // Telegram tells whole seconds.
    expect(notice.at.getTime()).toBeGreaterThanOrEqual(Math.floor(pressedAt / 1000) * 1000);
    const { receipts } = await till.call(tillRoutes.listReceipts, {
      query: { storeId: STORE, tillId: TILL },
    });
    expect(receipts[0]).toMatchObject({ receiptNumber: '214', earned: 43, shownName: 'Олена К.' });
  });

  it('when "done" is pressed twenty times at once and again after a new scan, then it counts once and is told once', async () => {
    const { ticket, balance } = await till.finds(olenasCard);
    const body = { storeId: STORE, tillId: TILL, ticket, receiptNumber: '215', amountMinor: 100_00 };
    const presses = Array.from({ length: 20 }, () => till.call(tillRoutes.acceptReceipt, { body }));
    const answers = await Promise.all(presses);
    answers.push(await till.accepts(olenasCard, { number: '215', amountMinor: 100_00 }));
    expect(answers.filter((answer) => answer.outcome === 'accepted' && !answer.replayed)).toHaveLength(1);
    expect((await till.finds(olenasCard)).balance).toBe(balance + 5);
    const other = { ...body, amountMinor: 200_00 };
    expect(await till.refused(tillRoutes.acceptReceipt, { body: other })).toMatchObject({
      status: 422,
      code: 'receipt_differs',
    });
    await olena.telegram.sees('Чек 215');
    await till.accepts(olenasCard, { number: '216', amountMinor: 100_00 });
    await olena.telegram.sees('Чек 216');
    expect(await olena.telegram.counts('Чек 215')).toBe(1);
  });
});

describe('burning with a live code', () => {
  it('when the code is scanned, then points go at once, and the code has done its work', async () => {
    const code = await showsLiveCode(olena.telegram);
    const { ticket, balance, proof } = await till.finds(code);
    expect(proof).toBe('live');
    const body = {
      storeId: STORE,
      tillId: TILL,
      ticket,
      receiptNumber: '217',
      amountMinor: 100_00,
      burn: 20,
    };
    const accepted = await till.call(tillRoutes.acceptReceipt, { body });
    expect(accepted).toMatchObject({ outcome: 'accepted', burnt: 20, earned: 4, balance: balance - 16 });
    expect((await olena.telegram.sees('Чек 217')).text).toContain('−20\u00a0балів, +4\u00a0бали');
    expect(await till.call(tillRoutes.acceptReceipt, { body })).toMatchObject({ replayed: true, burnt: 20 });
    const again = await till.finds(code).then(
      (found) =>
        till.refused(tillRoutes.acceptReceipt, {
          body: { ...body, ticket: found.ticket, receiptNumber: '218' },
        }),
      () => till.refused(tillRoutes.findMember, { body: { code } }),
    );
    expect(again).toMatchObject({ code: 'live_code_used' });
    expect(again.message).toContain('уже скористалися');
  });

  it('when the code was changed by a digit, then it is not ours; when it is too much, then the most is told', async () => {
    const code = await showsLiveCode(olena.telegram);
    const forged = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    expect((await till.refused(tillRoutes.findMember, { body: { code: forged } })).code).toBe(
      'live_code_forged',
    );
    const { ticket } = await till.finds(code);
    const body = {
      storeId: STORE,
      tillId: TILL,
      ticket,
      receiptNumber: '219',
      amountMinor: 100_00,
      burn: 51,
    };
    expect(await till.refused(tillRoutes.acceptReceipt, { body })).toMatchObject({
      code: 'burn_above_maximum',
      message: 'Для цього чека можна списати щонайбільше 50.',
    });
    const less = { ...body, burn: 50 };
    expect(await till.call(tillRoutes.acceptReceipt, { body: less })).toMatchObject({ burnt: 50 });
  });
});

describe('burning with a tap in the chat', () => {
  it('when the member says yes in Telegram, then the waiting receipt is accepted, and another yes changes nothing', async () => {
    const { balance } = await till.finds(olenasCard);
    const asked = await till.asksToBurn(olenasCard, { number: '220', amountMinor: 100_00, burn: 30 });
    expect(await till.asksToBurn(olenasCard, { number: '220', amountMinor: 100_00, burn: 30 })).toBe(asked);
    const question = await olena.telegram.sees('Списати 30\u00a0балів? Каса: Хрещатик 12');
    expect(question.buttons).toEqual(['Так, списати', 'Це не я']);
    await olena.telegram.presses('Так, списати');
    expect((await olena.telegram.sees('Списано 30\u00a0балів')).messageId).toBe(question.messageId);
    const state = await till.hears(asked);
    expect(state).toMatchObject({
      status: 'accepted',
      result: { burnt: 30, earned: 3, balance: balance - 27 },
    });
    await olena.telegram.sees('Чек 220');
    await olena.telegram.does({ act: 'forge', data: `burn.yes:${asked}` });
    await olena.telegram.sees('Списано 30\u00a0балів');
    await olena.telegram.does({ act: 'forge', data: `burn.no:${asked}` });
    await olena.telegram.presses('Бали');
    await olena.telegram.sees('На рахунку');
    expect((await till.finds(olenasCard)).balance).toBe(balance - 27);
  });

  it('when the member says yes in Viber, then the same', async () => {
    const taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
    const number = cardNumberIn(await joinsInViber(taras));
    const asked = await till.asksToBurn(number, { number: '230', amountMinor: 100_00, burn: 50 });
    await taras.viber.sees('Списати 50\u00a0балів? Каса: Хрещатик 12');
    await taras.viber.presses('Так, списати');
    await taras.viber.sees('Списано 50\u00a0балів');
    expect(await till.hears(asked)).toMatchObject({ status: 'accepted', result: { burnt: 50 } });
    await taras.viber.sees('Чек 230');
  });

  it('when one of two chats answers, then the other asks no more and says what was decided', async () => {
    const { owner, number } = await joinsBoth(shop, 'Оксана');
    const { telegram, viber } = owner;
    await till.asksToBurn(number, { number: '235', amountMinor: 100_00, burn: 50 });
    const question = await telegram.sees('Списати 50\u00a0балів?');
    await viber.sees('Списати 50\u00a0балів?');
    await viber.presses('Так, списати');
    await viber.sees('Списано 50\u00a0балів');
    const decided = await telegram.sees('так відповіли в іншому вашому чаті');
    expect(decided).toMatchObject({ messageId: question.messageId, buttons: [] });

    await till.asksToBurn(number, { number: '236', amountMinor: 100_00, burn: 20 });
    await viber.sees('Списати 20\u00a0балів?');
    await telegram.sees('Списати 20\u00a0балів?');
    await telegram.presses('Це не я');
    await viber.sees('відповіли «Це не я»: картку заблоковано');
  });

  it('when the cashier takes the burn back, then a late yes spends nothing', async () => {
    const { balance } = await till.finds(olenasCard);
    const burnRequestId = await till.asksToBurn(olenasCard, { number: '240', amountMinor: 100_00, burn: 11 });
    await olena.telegram.sees('Списати 11\u00a0балів');
    await till.call(tillRoutes.cancelBurnRequest, { params: { burnRequestId } });
    await olena.telegram.presses('Так, списати');
    await olena.telegram.sees('Запит уже не діє');
    expect((await till.finds(olenasCard)).balance).toBe(balance);
  });

  it('when somebody else forges the answer, then nothing happens', async () => {
    const asked = await till.asksToBurn(olenasCard, { number: '250', amountMinor: 100_00, burn: 12 });
    await olena.telegram.sees('Списати 12\u00a0балів');
    const thief = await aPhoneOwner(shop, { name: 'Хтось', language: 'uk' });
    await joinsInTelegram(thief, { name: 'Хтось' });
    await thief.telegram.does({ act: 'forge', data: `burn.yes:${asked}` });
    await thief.telegram.sees('Такого вже немає');
    const params = { burnRequestId: asked };
    const { status, result } = await till.call(tillRoutes.readBurnRequest, { params });
    expect([status, result]).toEqual(['waiting', null]);
    await olena.telegram.presses('Так, списати');
    await olena.telegram.sees('Списано 12\u00a0балів');
  });

  it('when the member says "not me", then the card is blocked, the cashier sees why, and a new card has the points', async () => {
    const { balance } = await till.finds(olenasCard);
    const asked = await till.asksToBurn(olenasCard, { number: '260', amountMinor: 100_00, burn: 13 });
    await olena.telegram.sees('Списати 13\u00a0балів');
    await olena.telegram.presses('Це не я');
    const told = await olena.telegram.sees('Картку заблоковано');
    const { status, refusal } = await till.hears(asked);
    expect([status, refusal?.code]).toEqual(['refused', 'burn_refused_by_member']);
    expect(refusal?.message).toContain('«Це не я»');
    expect((await till.refused(tillRoutes.findMember, { body: { code: olenasCard } })).code).toBe(
      'card_blocked',
    );
    expect((await till.refused(tillRoutes.findMember, { body: { code: olena.person.phone } })).code).toBe(
      'card_blocked',
    );
    expect(told.buttons).toEqual(['Нова картка']);
    await olena.telegram.presses('Нова картка');
    const fresh = cardNumberIn(await olena.telegram.sees('Ось ваша нова картка'));
    expect(fresh).not.toBe(olenasCard);
    expect(await till.finds(fresh)).toMatchObject({ balance });
  });

  it('when "not me" comes after the cashier has given up, then it still counts', async () => {
    const nina = await aPhoneOwner(shop, { name: 'Ніна', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(nina, { name: 'Ніна' }));
    const asked = await till.asksToBurn(number, { number: '270', amountMinor: 100_00, burn: 10 });
    await nina.telegram.sees('Списати 10\u00a0балів');
    await till.call(tillRoutes.cancelBurnRequest, { params: { burnRequestId: asked } });
    await nina.telegram.presses('Це не я');
    await nina.telegram.sees('Картку заблоковано');
    expect((await till.refused(tillRoutes.findMember, { body: { code: number } })).code).toBe('card_blocked');
  });
});
