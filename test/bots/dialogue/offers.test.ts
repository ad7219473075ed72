// Offers in the chat: seen, taken, shown to a till, given back.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { useDatabase } from '#test/support/database.ts';
import { line, theShop } from './member-in-chat.ts';
import { actionsOf } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
let shop: ReturnType<typeof theShop>;

beforeAll(async () => {
  await aShop(database.db);
  shop = theShop(database, clock);
});
beforeEach(async () => {
  clock.set(NOON);
  await database.sql.unsafe(
    `update offer set status = 'ended', changed_at = changed_at + interval '1 second'`,
  );
});

describe('the offers of a member', () => {
  it('when there are none, then a word says so', async () => {
    const person = await shop.aMemberInChat();
    expect(await person.presses('offers')).toContain('Нових пропозицій поки немає');
    expect(await person.types('Пропозиції')).toContain('Нових пропозицій поки немає');
  });

  it('when one is taken, then it shows its code, works at the till by itself, and then it is gone', async () => {
    const validUntil = new Date(NOON.getTime() + 10 * DAY_MS).toISOString();
    const words = { uk: { title: '−10 % на все', terms: 'Раз на людину.' } };
    const offerId = await anOffer(database.db, { words, gives: { validUntil } });
    const person = await shop.aMemberInChat();
    expect(await person.presses('offers')).toContain('1. −10 % на все, до 12 березня');
    const [one] = await person.does({ kind: 'action', action: `offer:${offerId}` });
    expect(one?.text).toContain('Раз на людину.');
    expect(actionsOf(one ? [one] : [])).toContain(`offer.take:${offerId}`);
    const taken = await person.presses(`offer.take:${offerId}`);
    expect(taken).toMatch(/«−10 % на все» ваша.*<code>[0-9A-Z]{5}-[0-9A-Z]{5}<\/code>/);
    expect(await person.presses('offers.mine')).toContain('1. ✅ −10 % на все');
    const [code] = await person.does({ kind: 'action', action: `offer.code:${offerId}` });
    expect(code?.picture).toMatchObject({ picture: 'coupon' });
    await shop.buys(person.memberId, [line()]);
    expect(await person.presses('offers')).toContain('Нових пропозицій поки немає');
    expect(await person.presses(`offer.take:${offerId}`)).toContain('Ви вже скористалися цією пропозицією');
  });

  it('when a taken one lives shorter than the offer, then it says so before, and until when after', async () => {
    const validUntil = '2026-04-30T21:00:00.000Z';
    const offerId = await anOffer(database.db, { lifeDays: 22, gives: { validUntil } });
    const person = await shop.aMemberInChat();
    const before = await person.presses(`offer:${offerId}`);
    expect(before).toContain('Діє до 30 квітня включно.\nКоли візьмете, матимете 22 дні, щоб скористатися.');
    const until = 'Діє до 24 березня, 12:00.';
    expect(await person.presses(`offer.take:${offerId}`)).toContain(until);
    expect(await person.presses(`offer.code:${offerId}`)).toContain(until);
    const after = await person.presses(`offer:${offerId}`);
    expect(after).toContain(until);
    expect(after).not.toContain('Коли візьмете');
  });

  it('when the offer ends before a taken one would, then its own end is all that is said', async () => {
    const validUntil = new Date(NOON.getTime() + 10 * DAY_MS).toISOString();
    const offerId = await anOffer(database.db, { lifeDays: 30, gives: { validUntil } });
    const person = await shop.aMemberInChat();
    const before = await person.presses(`offer:${offerId}`);
    expect(before).toContain('Діє до 12 березня, 12:00.');
    expect(before).not.toContain('Коли візьмете');
  });

  it('when the last one is taken by another, then the answer says so and shows the way to the others', async () => {
    const offerId = await anOffer(database.db, { stock: 1 });
    const [one, other] = [await shop.aMemberInChat(), await shop.aMemberInChat({ messenger: 'viber' })];
    await one.presses(`offer.take:${offerId}`);
    const [late] = await other.does({ kind: 'action', action: `offer.take:${offerId}` });
    expect(late?.text).toContain('усе вже розібрали');
    expect(actionsOf(late ? [late] : [])).toContain('offers');
  });

  it('when it is given back, then another can take it', async () => {
    const offerId = await anOffer(database.db, { stock: 1 });
    const [one, other] = [await shop.aMemberInChat(), await shop.aMemberInChat()];
    await one.presses(`offer.take:${offerId}`);
    const [shown] = await one.does({ kind: 'action', action: `offer:${offerId}` });
    const back = actionsOf(shown ? [shown] : []).find((action) => action.startsWith('offer.back:'));
    expect(await one.presses(back ?? '')).toContain('Віддали');
    expect(await other.presses(`offer.take:${offerId}`)).toContain('ваша');
  });

  it('when there are many, then they come in pages with numbers that go on', async () => {
    for (let n = 1; n <= 8; n++) await anOffer(database.db, { title: `Offer ${n}` });
    const person = await shop.aMemberInChat();
    const [first] = await person.does({ kind: 'action', action: 'offers' });
    expect(first?.text.match(/^\d+\./gm)).toEqual(['1.', '2.', '3.', '4.', '5.', '6.']);
    expect(actionsOf(first ? [first] : [])).toContain('offers:1');
    expect(await person.presses('offers:1')).toMatch(/^7\./m);
  });

  it('when an action is forged, then nothing breaks', async () => {
    const person = await shop.aMemberInChat();
    for (const action of ['offer.take:off_1', 'offer.back:cpn_1', 'offer:x', 'offers:999', 'offer.take:'])
      expect((await person.presses(action)).length).toBeGreaterThan(0);
  });
});
