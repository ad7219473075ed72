// What a member sees of their points: the balance in full, and why each entry is what it is.
import { beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';
import { coffee, line, plain, theShop, tobacco } from './member-in-chat.ts';
import { actionsOf } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
const { aMemberInChat, buys, brings, gives } = theShop(database, clock);

beforeAll(async () => {
  await aShop(database.db, {}, { pending: 'days', pendingAmount: 2 });
  const names = { uk: { one: 'кава', few: 'кави', many: 'кав', other: 'кави' } };
  await database.sql`insert into currency (currency, kind, names, expiry)
    values ('coffee', 'stickers', ${database.sql.json(names)}, 'never')`;
  const where = { field: 'line.category', is: 'is' as const, value: 'Кава' };
  await publishRule(database, 'rul_00000000000000000002', {
    name: 'Шоста кава',
    names: { en: 'The sixth coffee' },
    effects: [{ kind: 'stamp', currency: 'coffee', need: 5, where }],
    priority: 500,
  });
  await database.sql`insert into category (category, excluded) values ('Тютюн', true)`;
});

describe('the balance', () => {
  it('when points wait, stamps are collected and some expire, then each is told with its day, and the way to the next tier', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 30n);
    await buys(person.memberId, [line(), coffee(3)]);
    const [shown] = await person.does({ kind: 'action', action: 'balance' }, true);
    expect(plain(shown?.text ?? '')).toBe(
      [
        'На рахунку <b>42 бали</b>.',
        'Списати зараз можна 30 балів.',
        '⏳ Можна витрачати з 4 березня: 12 балів.',
        'Діють до 31 грудня: 30 балів.',
        '«Шоста кава»: ●●●○○ 3 кави з 5',
        'Ваша картка: Базова.',
        'До картки «Срібна» лишилося покупок на 9 750,00 ₴.',
      ].join('\n'),
    );
    expect(actionsOf(shown ? [shown] : [])).toEqual(['gift']);
  });

  it('when points of several purchases wait for one day, then that day is told once', async () => {
    const person = await aMemberInChat();
    await buys(person.memberId, [line()]);
    clock.advance(60_000);
    await buys(person.memberId, [line()]);
    clock.advance(DAY_MS);
    await buys(person.memberId, [line()]);
    const told = plain(await person.presses('balance')).split('\n');
    expect(told.filter((each) => each.startsWith('⏳'))).toEqual([
      '⏳ Можна витрачати з 4 березня: 10 балів.',
      '⏳ Можна витрачати з 5 березня: 5 балів.',
    ]);
    clock.set(NOON);
  });

  it('when points that were spent are taken back, then the debt is told and who pays it', async () => {
    const person = await aMemberInChat();
    const { externalId } = await buys(person.memberId, [
      line(),
      line({ amountMinor: 900_00, priceMinor: 900_00 }),
    ]);
    clock.advance(3 * DAY_MS);
    await buys(person.memberId, [tobacco, line()], 50n);
    await brings(externalId, 2);
    const text = plain(await person.presses('balance'));
    expect(text).toContain('На рахунку <b>0 балів</b>.');
    expect(text).toMatch(/Борг: \d+ бал\S*\. Його сплатять наступні бали\./);
    const [owed] = /(?<=Борг: )\d+ бал[^.]*/.exec(text) ?? [];
    const { receiptId } = await buys(person.memberId, [
      line({ amountMinor: 2_000_00, priceMinor: 2_000_00 }),
    ]);
    expect(plain(await person.presses(`why:${receiptId}`))).toContain(
      `З них пішло на борг після повернення: ${owed}.`,
    );
    clock.set(NOON);
  });

  it('when the year counts, then the way to the next tier has its last day', async () => {
    const person = await aMemberInChat({ languageTag: 'en' });
    await buys(person.memberId, [line()]);
    await database.sql`update programme set tier_period = 'year'`;
    expect(plain(await person.presses('balance'))).toContain(
      '₴9,900.00 more in purchases by 31 December for the Silver card.',
    );
    await database.sql`update programme set tier_period = 'always'`;
  });
});

describe('why', () => {
  it('when asked of a receipt, then the rule, the lines that counted, those that did not and the terms are told', async () => {
    const person = await aMemberInChat();
    const { receiptId, number } = await buys(person.memberId, [line(), coffee(1), tobacco]);
    const text = plain(await person.presses(`why:${receiptId}`));
    expect(text).toContain(`<b>Чек ${number} · 250,00 ₴</b>`);
    expect(text).toContain('<b>Бали за покупку: +7 балів.</b>');
    expect(text).toMatch(/5\s% від 150,00 ₴: стільки дає картка «Базова»\./);
    expect(text).toMatch(/Враховано: Молоко \(\+5\); Кава \(\+2\)\./);
    expect(text).toContain('Цигарки');
    expect(text).toContain('Шоста кава');
    expect(text).toContain('Можна витрачати з 4 березня.');
  });

  it('when a rule has a name in the reader’s language, then it is called that, and in any other by its own', async () => {
    for (const [languageTag, name] of [
      ['en', 'The sixth coffee'],
      ['ru', 'Шоста кава'],
    ] as const) {
      const person = await aMemberInChat({ languageTag });
      const { receiptId } = await buys(person.memberId, [coffee(1)]);
      expect(plain(await person.presses(`why:${receiptId}`))).toContain(name);
    }
  });

  it('when it is long, then Viber shows the beginning and the rest behind a button, and Telegram all of it', async () => {
    const many = Array.from(
      { length: 14 },
      (_, no) => `Правило з дуже довгою назвою номер ${no}, щоб не вмістилося в одне повідомлення`,
    );
    for (const messenger of ['viber', 'telegram'] as const) {
      const person = await aMemberInChat({ messenger });
      const { receiptId } = await buys(person.memberId, [line()]);
      const parts = many.map((name, no) => ({
        ruleId: `rul_${no}`,
        version: 1,
        name,
        effect: 0,
        currency: 'points',
        points: 1,
        wanted: 1,
        lines: [[1, 1]],
        left: [],
      }));
      await database.sql.unsafe('alter table transfer disable trigger user');
      await database.sql`update transfer set reason = ${database.sql.json({ parts })} where receipt_id = ${receiptId} and kind = 'earn'`;
      await database.sql.unsafe('alter table transfer enable trigger user');
      const [shown] = await person.does(
        { kind: 'action', action: `why:${receiptId}` },
        messenger === 'telegram',
      );
      const rest = `why.all:${receiptId}`;
      if (messenger === 'telegram') expect(shown?.text).toContain('номер 13');
      else {
        expect(shown?.text.length).toBeLessThan(900);
        expect(actionsOf(shown ? [shown] : [])).toContain(rest);
        expect(
          await person.types('x').then(() => person.does({ kind: 'action', action: rest })),
        ).toMatchObject([{ text: expect.stringContaining('номер 13') }]);
      }
    }
  });

  it('when the receipt or the entry is somebody else’s, then nothing of it is told', async () => {
    const person = await aMemberInChat();
    const other = await aMemberInChat();
    const { receiptId } = await buys(other.memberId, [line()]);
    expect(await person.presses(`why:${receiptId}`)).toBe('Такого вже немає.');
    expect(await person.presses(`rate:${receiptId}:5`)).toBe('Такого вже немає.');
    const [row] = await database.sql<{ transfer_id: string }[]>`
      select transfer_id from transfer where member_id = ${other.memberId} limit 1`;
    expect(await person.presses(`why.transfer:${row?.transfer_id}`)).toBe('Такого вже немає.');
  });

  it('when asked in the history, then the lines get numbers, returns among them, and each explains itself', async () => {
    const person = await aMemberInChat();
    await gives(person.memberId, 7n);
    clock.advance(60_000);
    const { externalId, receiptId } = await buys(person.memberId, [line(), coffee(1)]);
    clock.advance(60_000);
    await brings(externalId, 1);
    const [shown] = await person.does({ kind: 'action', action: 'history' }, true);
    expect(plain(shown?.text ?? '')).toContain('повернення, чек');
    expect(plain(shown?.text ?? '')).toContain('<b>−5</b>');
    const [numbered] = await person.does({ kind: 'action', action: 'history.why' }, true);
    expect(numbered?.text).toContain('1. 2 березня · повернення');
    const actions = actionsOf(numbered ? [numbered] : []);
    expect(actions.slice(0, 2)).toEqual([`why:${receiptId}`, `why:${receiptId}`]);
    const why = plain(await person.presses(actions[0] ?? ''));
    expect(why).toContain('Знято за повернене: 5 балів.');
    const told = await Promise.all(actions.slice(2, -1).map((action) => person.presses(action)));
    expect(told.map(plain).some((text) => text.includes('+7 балів: так вирішив магазин.'))).toBe(true);
    expect(told.map(plain).some((text) => text.includes('за знайомство'))).toBe(false);
    clock.set(NOON);
  });
});

describe('a rating', () => {
  it('when it is given in Telegram, then the message asks with stars and shows them after', async () => {
    const person = await aMemberInChat();
    const { receiptId } = await buys(person.memberId, [line()]);
    const [asked] = await person.does({ kind: 'action', action: `rate:${receiptId}` }, true);
    expect(asked?.text).toContain('Оцініть покупку');
    expect(actionsOf(asked ? [asked] : [])).toHaveLength(5);
    const [after] = await person.does({ kind: 'action', action: `rate:${receiptId}:4` }, true);
    expect(after).toMatchObject({ say: 'edit', text: expect.stringContaining('Ваша оцінка: ★★★★☆') });
    const rows = await database.sql`select rating from receipt where receipt_id = ${receiptId}`;
    expect(rows).toMatchObject([{ rating: 4 }]);
  });
});
