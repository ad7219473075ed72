// What members are told of coupons without having asked: one was given, one ends soon, one came back with the goods.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { pauseOffer, resumeOffer } from '#src/core/offers/pause-offer.ts';
import { handOut } from '#src/core/offers/take-coupon.ts';
import { TOLD_A_MINUTE, tellCoupons } from '#src/core/offers/tell-coupons.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, OfferId } from '#src/lib/id.ts';
import { aMember, anIdentity, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { anOffer, changeOf, MARKETER } from '#test/support/an-offer.ts';
import { bread, couponShop, milk } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const HOUR_MS = 3_600_000;
const later = (hours: number) => clock.set(new Date(NOON.getTime() + hours * HOUR_MS));
const { take, accept, giveBack } = couponShop(database, clock);

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  clock.set(NOON);
  await database.sql.unsafe(
    'delete from delivery; delete from event; delete from event_reader; delete from coupon_code; delete from coupon',
  );
});

const give = (memberId: MemberId, offerId: OfferId, silent = false) =>
  transaction(database.db, (tx) =>
    handOut(tx, { memberId, offerId, issuedBy: MARKETER, key: 'k', silent, at: clock.now() }),
  );
const tell = () => transaction(database.db, (tx) => tellCoupons(tx, clock.now()));

/** Coupons of one member that are to be told of. */
async function giveMany(count: number) {
  const offerId = await anOffer(database.db, { reach: 'personal' });
  const memberId = await aReader();
  await database.sql`
    insert into coupon (member_id, coupon_id, offer_id, version, code, status, issued_at, taken_at, issued_by, to_tell)
    select ${memberId}, 'cpn_many_' || n, ${offerId}, 1, 'MANY' || n, 'taken', ${NOON}, ${NOON}, ${MARKETER}, true
    from generate_series(1, ${count}) n`;
}

/** Every message that came of what has happened, in words. */
async function said(count: number) {
  const rows = await until(`${count} messages`, async () => {
    await transaction(database.db, (tx) => announceEvents(tx, { at: clock.now(), limit: 500 }));
    const found = await database.sql<{ prompt: MessagePrompt }[]>`
      select prompt from delivery order by delivery_no`;
    return found.length >= count ? found : null;
  });
  return rows.map(({ prompt }) => ({
    text: prompt.text.replaceAll('\u00a0', ' '),
    actions: prompt.buttons?.flat().map((button) => ('action' in button ? button.action : '')) ?? [],
  }));
}

async function aReader(fields: { marketingConsent?: boolean; messenger?: 'telegram' | 'viber' } = {}) {
  const { messenger = 'telegram', marketingConsent = true } = fields;
  const { memberId } = await aMember(database.db, { marketingConsent });
  await anIdentity(database.db, { memberId, messenger });
  return memberId;
}

describe('a personal offer', () => {
  it('when it is given and waits to be taken, then its member is told once, with a button that takes it', async () => {
    const memberId = await aReader();
    const words = { uk: { title: 'Кава <1>', terms: 'Одна на день.' } };
    const offerId = await anOffer(database.db, { words, reach: 'personal', mustTake: true, lifeDays: 10 });
    await give(memberId, offerId);
    expect([await tell(), await tell()]).toEqual([1, 0]);
    await give(memberId, offerId);
    expect(await tell()).toBe(0);
    expect(await said(1)).toEqual([
      {
        text: '🏷 Для вас пропозиція: <b>Кава &lt;1&gt;</b>\nОдна на день.\nДіє до 12 березня, 12:00.',
        actions: [`offer.take:${offerId}`, `offer:${offerId}`],
      },
    ]);
  });

  it('when it works by itself, then the message says so; in English it says the same', async () => {
    const memberId = await aReader();
    await database.sql`update member set language = 'en' where member_id = ${memberId}`;
    const offerId = await anOffer(database.db, { title: 'Coffee', reach: 'personal' });
    await give(memberId, offerId);
    await tell();
    expect((await said(1))[0]).toEqual({
      text: '🏷 An offer for you: <b>Coffee</b>\nIt works at the till when you show your card.',
      actions: [`offer:${offerId}`],
    });
  });

  it('when its member has not agreed to offers, or it is given in silence, then nobody writes', async () => {
    const offerId = await anOffer(database.db, { reach: 'personal' });
    await give(await aReader({ marketingConsent: false }), offerId);
    await give(await aReader(), offerId, true);
    expect([await tell(), await tell()]).toEqual([0, 0]);
  });

  it('when it is given at night, then they are told in the morning', async () => {
    const memberId = await aReader();
    later(12);
    await give(memberId, await anOffer(database.db, { reach: 'personal' }));
    expect(await tell()).toBe(0);
    later(22);
    expect(await tell()).toBe(1);
  });

  it('when it is given to more than a minute holds, then the rest has its turn the next minute', async () => {
    await giveMany(TOLD_A_MINUTE + 1);
    expect([await tell(), await tell()]).toEqual([TOLD_A_MINUTE, 0]);
    const [spread] = await database.sql`
      select min((data ->> 'delayMs')::int) as first, max((data ->> 'delayMs')::int) as last from event
      where kind = 'coupon.announced'`;
    expect(spread).toEqual({ first: 0, last: 59_866 });
    clock.set(new Date(NOON.getTime() + 60_000));
    expect(await tell()).toBe(1);
  });

  it('when two processes tell at once, then together they keep to what a minute holds', async () => {
    await giveMany(2 * TOLD_A_MINUTE);
    const done = Promise.withResolvers<void>();
    const counted = Promise.withResolvers<number>();
    const first = transaction(database.db, async (tx) => {
      counted.resolve(await tellCoupons(tx, clock.now()));
      await done.promise;
    });
    const told = [await counted.promise, await tell()];
    done.resolve();
    await first;
    expect([...told, await tell()]).toEqual([TOLD_A_MINUTE, 0, 0]);
    clock.set(new Date(NOON.getTime() + 60_000));
    expect(await tell()).toBe(TOLD_A_MINUTE);
  });

  it('when it was used before anybody told of it, then nothing is said', async () => {
    const memberId = await aReader();
    await give(memberId, await anOffer(database.db, { reach: 'personal' }));
    await accept(memberId);
    expect(await tell()).toBe(0);
  });
});

describe('a coupon that ends soon', () => {
  it.each([
    ['telegram', 25, 'діє лише до 5 березня, 12:00.'],
    ['viber', 46, 'діє лише до завтра, 12:00.'],
    ['viber', 70, 'діє лише сьогодні до 12:00.'],
  ] as const)(
    'when %s is read %i hours after it was taken, then it says: %s',
    async (messenger, hours, words) => {
      const memberId = await aReader({ messenger, marketingConsent: false });
      const offerId = await anOffer(database.db, {
        words: { uk: { title: 'Сири', terms: '' } },
        lifeDays: 3,
      });
      await take(memberId, offerId);
      expect(await tell()).toBe(0);
      later(hours);
      expect([await tell(), await tell()]).toEqual([1, 0]);
      expect((await said(1))[0]).toEqual({
        text: `⏳ «Сири» ${words}\nСпрацює на касі, коли покажете картку.`,
        actions: [`offer:${offerId}`],
      });
    },
  );

  it('when it ends at midnight, then its last day is named', async () => {
    const memberId = await aReader();
    const gives = { validUntil: '2026-03-04T22:00:00.000Z' };
    await take(memberId, await anOffer(database.db, { words: { uk: { title: 'Сири', terms: '' } }, gives }));
    later(24);
    await tell();
    expect((await said(1))[0]?.text).toContain('⏳ «Сири»: завтра останній день.');
  });

  it('when it was got within a day, its offer is paused, or it is used, then nothing is said', async () => {
    const memberId = await aReader();
    await take(memberId, await anOffer(database.db, { lifeDays: 1 }));
    const paused = await anOffer(database.db, { lifeDays: 3 });
    await take(await aReader(), paused);
    await transaction(database.db, async (tx) => pauseOffer(tx, await changeOf(database.db, paused)));
    later(22);
    expect(await tell()).toBe(0);
    later(25);
    expect(await tell()).toBe(0);
    await transaction(database.db, async (tx) => resumeOffer(tx, await changeOf(database.db, paused)));
    expect(await tell()).toBe(1);
  });

  it('when staff gave it to somebody who has not agreed to offers, then they are not told of its end either', async () => {
    const memberId = await aReader({ marketingConsent: false });
    await give(memberId, await anOffer(database.db, { reach: 'personal', lifeDays: 3 }));
    later(25);
    expect(await tell()).toBe(0);
  });
});

describe('a coupon that comes back with the goods', () => {
  it('when it can be used again, then the receipt says so, and no more once it is used elsewhere', async () => {
    const memberId = await aReader({ messenger: 'viber' });
    const where = { field: 'line.category', is: 'is' as const, value: 'milk' };
    const words = { uk: { title: 'Молоко −50 %', terms: '' } };
    const effects = [{ kind: 'discountShare' as const, shareBp: 5_000, on: 'lines' as const, where }];
    await take(memberId, await anOffer(database.db, { words, effects }));
    const receipt = aReceipt({ amountMinor: 160_00n, lines: [milk(100_00), bread(60_00)] });
    await accept(memberId, receipt);
    await giveBack(receipt.externalId, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] });
    const [, back] = await said(2);
    expect(back?.text).toContain('🏷 Пропозиція «Молоко −50 %» знову ваша.');
    await accept(memberId, { amountMinor: 100_00n, lines: [milk(100_00)] });
    await giveBack(receipt.externalId, { lines: [{ lineNo: 2, quantityMilli: 1_000 }] });
    const last = (await said(4)).at(-1);
    expect(last?.text).toContain('Повернено');
    expect(last?.text).not.toContain('знову ваша');
  });

  it('when its end has passed, then it is not spoken of', async () => {
    const memberId = await aReader();
    await take(memberId, await anOffer(database.db, { lifeDays: 3 }));
    const receipt = aReceipt();
    await accept(memberId, receipt);
    later(80);
    await giveBack(receipt.externalId);
    const [, back] = await said(2);
    expect(back?.text).toContain('Повернено');
    expect(back?.text).not.toContain('знову ваша');
  });
});
