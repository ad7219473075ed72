// Telegram by webhook, as in production, and messengers that repeat, reorder, refuse and fall silent.
import { afterEach, describe, expect, it } from 'vitest';
import { adminRoutes } from '#src/contract/admin.ts';
import {
  aPhoneOwner,
  cardNumberIn,
  joinsInTelegram,
  joinsInViber,
  outsideWorld,
} from '#test/support/phone.ts';
import { useShop } from '#test/support/shop.ts';
import { atTheTill, signIn } from '#test/support/till-client.ts';
import { until } from '#test/support/until.ts';

const shop = useShop({ telegram: 'webhook' });

afterEach(async () => {
  await outsideWorld(shop).noFaults();
});

/** A fault strikes whatever is sent next, so nothing else may be on its way. */
const allSent = () =>
  until('everything to be sent', async () => {
    const [row] = await shop.database
      .sql`select exists (select from delivery where status in ('queued', 'sending')) as waits`;
    return row?.waits === false;
  });

describe('updates by webhook', () => {
  it('when every update comes twice and out of order, then each acts once', async () => {
    const outside = outsideWorld(shop);
    for (const on of ['telegram', 'viber'] as const) {
      await outside.fault({ on, kind: 'duplicate_update', percent: 60 });
      await outside.fault({ on, kind: 'reorder_updates', percent: 30 });
    }
    const olena = await aPhoneOwner(shop, { name: 'Олена', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(olena));
    const taras = await aPhoneOwner(shop, { name: 'Тарас', language: 'uk' });
    const other = cardNumberIn(await joinsInViber(taras));
    const till = await atTheTill(shop);
    const asked = await till.asksToBurn(number, { number: '1', amountMinor: 100_00, burn: 10 });
    await olena.telegram.sees('Списати 10\u00a0балів');
    await olena.telegram.presses('Так, списати');
    await olena.telegram.sees('Списано 10\u00a0балів');
    expect((await till.hears(asked)).status).toBe('accepted');
    await outside.noFaults();
    await olena.telegram.presses('Бали');
    await olena.telegram.sees('На рахунку 44\u00a0бали');
    await taras.viber.presses('Бали');
    await taras.viber.sees('На рахунку 50\u00a0балів');
    expect([(await till.finds(number)).balance, (await till.finds(other)).balance]).toEqual([44, 50]);
    for (const words of ['Ваша картка готова', 'правила програми']) {
      expect([await olena.telegram.counts(words), await taras.viber.counts(words)]).toEqual([1, 1]);
    }
    expect((await outside.stats()).unansweredCallbacks).toBe(0);
  });

  it('when a webhook is forged, then it is refused and nothing is written', async () => {
    const before = await shop.database.sql`select count(*) from inbox`;
    const update = { update_id: 1, message: { message_id: 1, date: 1, text: '/start' } };
    const send = (path: string, headers: Record<string, string>) =>
      fetch(`${shop.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(update),
      });
    const answers = await Promise.all([
      send('/webhooks/telegram', {}),
      send('/webhooks/telegram', { 'x-telegram-bot-api-secret-token': 'guessed' }),
      send('/webhooks/viber', { 'x-viber-content-signature': 'ab'.repeat(32) }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401]);
    expect(await shop.database.sql`select count(*) from inbox`).toEqual(before);
  });
});

describe('a messenger in trouble', () => {
  it('when it says "too many", then the answer comes after the wait it asked for; when it breaks off, then another press answers', async () => {
    const outside = outsideWorld(shop);
    const ira = await aPhoneOwner(shop, { name: 'Іра', language: 'uk' });
    await joinsInTelegram(ira, { name: 'Іра' });
    const method = 'sendMessage';
    await allSent();
    await outside.fault({ on: 'telegram', method, kind: 'too_many', times: 1, retryAfterSeconds: 1 });
    await ira.telegram.presses('Бали');
    await ira.telegram.sees('На рахунку');
    // Nobody can tell whether it has arrived, so it is not repeated unasked.
    await allSent();
    await outside.fault({ on: 'telegram', method, kind: 'bad_gateway', times: 1 });
    await ira.telegram.types('Допомога');
    await ira.telegram.presses('Бали');
    await ira.telegram.sees('На рахунку');
    expect(await ira.telegram.counts('Показуйте картку на касі')).toBe(0);
    await ira.telegram.types('Допомога');
    await ira.telegram.sees('Показуйте картку на касі');
    expect((await outside.stats()).ignoredRetryAfter).toBe(0);
  });

  it.each([
    ['telegram', 'sendMessage'],
    ['viber', 'send_message'],
  ] as const)(
    'when %s takes a notice and does not answer, then it is unknown and never sent again',
    async (on, method) => {
      const outside = outsideWorld(shop);
      const admin = await signIn(shop, 'admin');
      const till = await atTheTill(shop);
      const owner = await aPhoneOwner(shop, { name: 'Гаїна', language: 'uk' });
      const join = on === 'telegram' ? joinsInTelegram : joinsInViber;
      const number = cardNumberIn(await join(owner, { name: 'Гаїна' }));
      const unknown = async () => (await admin.call(adminRoutes.readToday)).messagesUnknown;
      const before = await unknown();
      const { repeated } = await outside.stats();
      await allSent();
      await outside.fault({ on, method, kind: 'accepted_no_answer', times: 1 });
      await till.accepts(number, { number: `u${on}1`, amountMinor: 100_00 });
      await owner[on].sees(`Чек u${on}1`);
      // Viber tells a moment later that it was delivered, which settles it.
      if (on === 'telegram') await until('it to be counted', async () => (await unknown()) === before + 1);
      await till.accepts(number, { number: `u${on}2`, amountMinor: 100_00 });
      await owner[on].sees(`Чек u${on}2`);
      expect(await owner[on].counts(`Чек u${on}1`)).toBe(1);
      expect((await outside.stats()).repeated).toBe(repeated);
    },
  );

  it('when somebody blocks the bot and comes back, then notices wait for nobody and go on afterwards', async () => {
    const till = await atTheTill(shop);
    const pavlo = await aPhoneOwner(shop, { name: 'Павло', language: 'uk' });
    const number = cardNumberIn(await joinsInTelegram(pavlo, { name: 'Павло' }));
    await pavlo.telegram.does({ act: 'block' });
    await until('the bot to know', async () => !(await till.finds(number)).reachable);
    await expect(till.accepts(number, { number: 'b1', amountMinor: 100_00, burn: 10 })).rejects.toThrow(
      'member_not_reachable',
    );
    await till.accepts(number, { number: 'b2', amountMinor: 100_00 });
    // Only what was to be told while he was away waits for nobody.
    await until('the receipt to be thought of', async () => {
      const [row] = await shop.database.sql`select exists (select from event e, event_reader r
        where r.reader = 'notices' and (e.recorded_in, e.event_no) > (r.recorded_in, r.event_no)) as waits`;
      return row?.waits === false;
    });
    await pavlo.telegram.does({ act: 'unblock' });
    await pavlo.telegram.presses('Бали');
    await pavlo.telegram.sees('На рахунку 55\u00a0балів');
    await till.accepts(number, { number: 'b3', amountMinor: 100_00 });
    await pavlo.telegram.sees('Чек b3');
    expect(await pavlo.telegram.counts('Чек b2')).toBe(0);
  });
});
