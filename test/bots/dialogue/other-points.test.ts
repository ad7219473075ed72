// Points besides the first: what is told of them when they come, wait, end and go back.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import type { EditPrompt, MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { activateLots } from '#src/core/ledger/activate-lots.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';
import { until } from '#test/support/until.ts';
import { coffee, line, plain, theShop } from './member-in-chat.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
const { aMemberInChat, buys, brings } = theShop(database, clock);

const NAMES = {
  stars: { uk: { one: 'зірка', few: 'зірки', many: 'зірок', other: 'зірки' } },
  coffee: { uk: { one: 'кава', few: 'кави', many: 'кав', other: 'кави' } },
};

beforeAll(async () => {
  await aShop(database.db);
  await database.sql`insert into currency (currency, kind, names, expiry, expiry_months, pending, pending_amount)
    values ('stars', 'partner', ${database.sql.json(NAMES.stars)}, 'rolling', 1, 'days', 2)`;
  await database.sql`insert into currency (currency, kind, names, expiry)
    values ('coffee', 'stickers', ${database.sql.json(NAMES.coffee)}, 'never')`;
  const of = (value: string) => ({ field: 'line.category', is: 'is', value }) as const;
  await publishRule(database, 'rul_00000000000000000002', {
    effects: [{ kind: 'perPiece', currency: 'stars', points: 3, where: of('Молочне') }],
  });
  await publishRule(database, 'rul_00000000000000000003', {
    effects: [{ kind: 'stamp', currency: 'coffee', need: 5, where: of('Кава') }],
  });
});
beforeEach(async () => {
  clock.set(NOON);
  await database.sql.unsafe('delete from delivery; delete from event; delete from event_reader');
});

/** What a member was written, without answers in the chat. */
async function written(memberId: MemberId): Promise<string[]> {
  await until('all events to be read', async () => {
    await transaction(database.db, (tx) => announceEvents(tx, { at: clock.now(), limit: 100 }));
    const [left] = await database.sql`
      select 1 from event e where not exists (select 1 from event_reader r
        where (e.recorded_in, e.event_no) <= (r.recorded_in, r.event_no)) limit 1`;
    return left === undefined;
  });
  const rows = await database.sql<{ prompt: MessagePrompt | EditPrompt }[]>`
    select prompt from delivery where member_id = ${memberId} order by delivery_no`;
  return rows.map(({ prompt }) => `${prompt.say}: ${plain(prompt.text)}`);
}
const activates = () => transaction(database.db, (tx) => activateLots(tx, clock.now(), 100));

describe('stars that wait two days and end in a month', () => {
  it('when they come, become active and are taken back, then the same message in Telegram says each', async () => {
    const { memberId } = await aMemberInChat();
    const { externalId, number } = await buys(memberId, [line(), line({ quantityMilli: 2_000 })]);
    const head = `Чек ${number} · Хрещатик 12 · 200,00 ₴`;
    expect((await written(memberId)).at(-1)).toBe(
      `message: ${head}\n+10 балів. На рахунку 10.\n+9 зірок, разом 9.\n⏳ Можна витрачати з 4 березня: 9 зірок.`,
    );
    clock.advance(3 * DAY_MS);
    await activates();
    expect((await written(memberId)).at(-1)).toBe(
      `edit: ${head}\n+10 балів. На рахунку 10.\n+9 зірок, разом 9.\n✅ Уже можна витрачати: 9 зірок.`,
    );
    await brings(externalId, 1);
    expect((await written(memberId)).at(-1)).toBe(
      [
        `edit: ${head}`,
        '+10 балів, +9 зірок.',
        'Повернено на 100,00 ₴: <s>Молоко</s>',
        'Знято за повернене: 5 балів, 3 зірки.',
        'На рахунку 5.',
        'Ще на рахунку: 6 зірок.',
        '✅ Уже можна витрачати: 6 зірок.',
      ].join('\n'),
    );
  });

  it('when all that happens in Viber, then a short message says each', async () => {
    const { memberId } = await aMemberInChat({ messenger: 'viber' });
    const { externalId, number } = await buys(memberId, [line()]);
    await written(memberId);
    clock.advance(3 * DAY_MS);
    await activates();
    await brings(externalId, 1);
    expect((await written(memberId)).slice(-2)).toEqual([
      'message: ✅ Уже можна витрачати: 3 зірки. На рахунку 3.',
      [
        `message: Чек ${number} · Хрещатик 12`,
        'Повернено на 100,00 ₴: <s>Молоко</s>',
        'Знято за повернене: 5 балів, 3 зірки.',
        'На рахунку 0.',
        'Ще на рахунку: 0 зірок.',
      ].join('\n'),
    ]);
  });

  it('when points wait for the same day, then that day is told once', async () => {
    await database.sql`update currency set pending = 'days', pending_amount = 2 where currency = 'points'`;
    const { memberId } = await aMemberInChat();
    await buys(memberId, [line()]);
    await database.sql`update currency set pending = 'none', pending_amount = 0 where currency = 'points'`;
    expect((await written(memberId)).at(-1)).toContain('⏳ Можна витрачати з 4 березня: 5 балів, 3 зірки.');
  });

  it('when asked, then the balance, the why and the history tell when they can be spent and what came back', async () => {
    const person = await aMemberInChat();
    const { receiptId, externalId } = await buys(person.memberId, [line(), line()]);
    expect(plain(await person.presses('balance')).split('\n')).toEqual(
      expect.arrayContaining([
        'Ще на рахунку: 6 зірок.',
        '⏳ Можна витрачати з 4 березня: 6 зірок.',
        'Діють до 4 квітня: 6 зірок.',
      ]),
    );
    const why = plain(await person.presses(`why:${receiptId}`));
    expect(why).toContain('+6 зірок');
    expect(why).toContain('Можна витрачати з 4 березня. Діють до 4 квітня.');
    clock.advance(60_000);
    await brings(externalId, 1);
    expect(plain(await person.presses(`why:${receiptId}`))).toContain(
      'Знято за повернене: 5 балів, 3 зірки. Бали повертаються частками, як і товари.',
    );
    const history = plain(await person.presses('history'));
    expect(history).toContain('<b>+10, +6 зірок</b>');
    expect(history).toContain('<b>−5, −3 зірки</b>');
    const purchase = plain(await person.presses(`purchase:${receiptId}`));
    expect(purchase).toContain('+10, +6 зірок');
    expect(purchase).toContain('Знято за повернене: 5 балів, 3 зірки.');
  });
});

describe('a stamp card', () => {
  it('when one receipt fills it and uses it, then the message shows it and the why tells both', async () => {
    const person = await aMemberInChat();
    await buys(person.memberId, [coffee(2)]);
    clock.advance(60_000);
    const { receiptId, externalId } = await buys(person.memberId, [coffee(6)]);
    const name = 'rul_00000000000000000003';
    // Whatever came later is another receipt's.
    clock.advance(60_000);
    await buys(person.memberId, [coffee(1)]);
    const card = `«${name}»: ●●○○○ 2 кави з 5. Цією покупкою картку заповнено й використано.`;
    const messages = await written(person.memberId);
    expect(messages.at(-2)).toContain(`\n${card}`);
    const why = plain(await person.presses(`why:${receiptId}`));
    expect(why).toContain(`<b>${name}: +5 кав.</b>`);
    expect(why).toContain(`<b>${name}: −5 кав за безкоштовне.</b>`);
    await brings(externalId, 1);
    expect((await written(person.memberId)).at(-1)).toMatch(/\n«rul_\d+»: [●○]{5} \d кав\S* з 5$/);
  });
});
