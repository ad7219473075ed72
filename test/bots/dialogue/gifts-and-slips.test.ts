// Gifts between members, slips that were nobody's, and a birthday.
import { beforeAll, describe, expect, it } from 'vitest';
import { WRONG_SLIPS_AN_HOUR } from '#bots/dialogue/commands/receipts.ts';
import { giftYes } from '#bots/dialogue/scenes/gift.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { returnGifts } from '#src/core/ledger/return-gift.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { recordAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { line, plain, theShop } from './member-in-chat.ts';
import { actionsOf, aPerson, aPhone, contact } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const DAY_MS = 86_400_000;
const { aMemberInChat, gives } = theShop(database, clock);

beforeAll(() => aShop(database.db, {}, { pending: 'days', pendingAmount: 2 }));

describe('a gift', () => {
  it('when it goes to a member’s number, then it is confirmed first, told to them, and accepted with a tap', async () => {
    const giver = await aMemberInChat();
    const friend = await aMemberInChat();
    await gives(giver.memberId, 80n);
    expect(plain(await giver.presses('gift'))).toContain('Зараз можна до 80 балів.');
    expect(await giver.types('тридцять')).toContain('Зараз можна до');
    expect(await giver.types('30')).toContain('Кому?');
    const { phone } = await readMember(database.db, friend.memberId);
    expect(plain(await giver.types(phone ?? ''))).toContain('Подарувати 30 балів на номер');
    expect(plain(await giver.presses(giftYes('30', phone)))).toContain('Подаровано 30 балів.');
    const [row] = await database.sql<{ gift_id: string }[]>`
      select gift_id from gift where to_member_id = ${friend.memberId}`;
    expect(plain(await friend.presses(`gift.accept:${row?.gift_id}`))).toBe(
      '✅ Подарунок ваш: 30 балів. На рахунку 30.',
    );
    expect((await readBalance(database.db, giver.memberId, clock.now())).balance).toBe(50n);
    expect(plain(await giver.presses(`gift.back:${row?.gift_id}`))).toContain('уже');
  });

  it('when it is a link, then a stranger who opens it registers and is asked to accept', async () => {
    const giver = await aMemberInChat();
    await gives(giver.memberId, 40n);
    await giver.presses('gift');
    await giver.presses('gift.amount:40');
    await giver.presses('gift.link');
    const sent = await giver.presses(giftYes('40', null));
    const [, code] = /\/go\/(g-[\w-]+)/.exec(sent) ?? [];
    expect(code).toBeDefined();
    const stranger = aPerson(database.db, { clock });
    const [hello] = await stranger.does({ kind: 'start', payload: code ?? '' });
    expect(hello?.text).toContain('Для вас є подарунок');
    await stranger.does(contact(aPhone()));
    await stranger.types('Ніна Шевченко');
    const last = await stranger.does({ kind: 'action', action: 'consent.programme' }, true);
    const offer = last.at(-1);
    expect(plain(offer?.text ?? '')).toContain('Олена Коваленко дарує вам 40 балів.');
    const accept = actionsOf(offer ? [offer] : [])[0] ?? '';
    expect(plain(await stranger.presses(accept))).toContain('Подарунок ваш: 40 балів.');
    // The giver opens their own link.
    expect(await giver.does({ kind: 'start', payload: code ?? '' })).toMatchObject([
      { text: expect.stringContaining('уже забрали') },
    ]);
  });

  it('when it is taken back or nobody takes it, then the points return', async () => {
    const giver = await aMemberInChat();
    await gives(giver.memberId, 20n);
    const giveByLink = async () => {
      await giver.presses('gift');
      await giver.types('20');
      await giver.presses('gift.link');
      const [sent] = await giver.does({ kind: 'action', action: giftYes('20', null) }, true);
      return actionsOf(sent ? [sent] : [])[0] ?? '';
    };
    const back = await giveByLink();
    expect(plain(await giver.presses(back))).toBe('✅ Знову на рахунку: 20 балів.');
    await giveByLink();
    clock.advance(8 * DAY_MS);
    await transaction(database.db, (tx) => returnGifts(tx, clock.now(), 10));
    expect((await readBalance(database.db, giver.memberId, clock.now())).balance).toBe(20n);
    clock.set(NOON);
  });

  it('when an earlier question is answered, then nothing moves, and the newer one is asked again', async () => {
    const giver = await aMemberInChat();
    await gives(giver.memberId, 80n);
    for (const amount of ['40', '20']) {
      await giver.presses('gift');
      await giver.types(amount);
      await giver.presses('gift.link');
    }
    expect(plain(await giver.presses(giftYes('40', null)))).toContain('20 балів');
    expect((await readBalance(database.db, giver.memberId, clock.now())).balance).toBe(80n);
    await giver.presses(giftYes('20', null));
    expect((await readBalance(database.db, giver.memberId, clock.now())).balance).toBe(60n);
  });

  it('when there is nothing to give, or it is cancelled, then nothing moves', async () => {
    const giver = await aMemberInChat();
    expect(await giver.presses('gift')).toContain('Поки що дарувати нічого');
    await gives(giver.memberId, 20n);
    await giver.presses('gift');
    await giver.types('5');
    expect(await giver.presses('cancel')).toBe('Нічого не подаровано.');
    expect(await database.sql`select 1 from gift where member_id = ${giver.memberId}`).toHaveLength(0);
  });
});

describe('a slip with a code', () => {
  async function aSlip(): Promise<string> {
    const { known, rules } = fresh(database.db);
    const receipt = aReceipt({ lines: [line()], amountMinor: 100_00n, occurredAt: clock.now() });
    const at = clock.now();
    const input = { receipt, timed: true, at, known: await known(), rules: await rules() };
    const { claimCode } = await transaction(database.db, (tx) => recordAnonymous(tx, input));
    return `r-${claimCode}`;
  }

  it('when a member opens its link, then it is theirs at once, and only once', async () => {
    const person = await aMemberInChat();
    const payload = await aSlip();
    const [claimed] = await person.does({ kind: 'start', payload });
    expect(plain(claimed?.text ?? '')).toMatch(/^✅ Чек \d+ тепер на вашій картці: \+5 балів\.$/);
    const [event] =
      await database.sql`select 1 from event where member_id = ${person.memberId} and kind = 'receipt.accepted'`;
    expect(event).toBeDefined();
    const other = await aMemberInChat();
    const [refused] = await other.does({ kind: 'start', payload });
    expect(refused?.text).not.toContain('✅');
    expect((await readBalance(database.db, other.memberId, clock.now())).balance).toBe(0n);
  });

  it('when a stranger opens it, then it waits through the registration and is claimed by itself, in Viber too', async () => {
    for (const messenger of ['telegram', 'viber'] as const) {
      const payload = await aSlip();
      const stranger = aPerson(database.db, { clock, messenger });
      await stranger.does({ kind: 'start', payload, ...(messenger === 'viber' ? { greeted: true } : {}) });
      await stranger.does(contact(aPhone(), messenger === 'viber' ? 'claimed' : 'proven'));
      await stranger.types('Ніна Шевченко');
      const said = await stranger.does({ kind: 'action', action: 'consent.programme' });
      expect(said.map(({ text }) => plain(text)).at(-1)).toContain('тепер на вашій картці: +5 балів.');
      const { memberId, waitingLink } = await stranger.identity();
      expect(waitingLink).toBeNull();
      expect((await readBalance(database.db, memberId ?? 'mem_', clock.now())).balance).toBe(5n);
    }
  });

  const printed = (payload: string) => payload.slice(2).replace(/(.{4})(?=.)/g, '$1 ');
  const CYRILLIC: Record<string, string> = {
    a: 'а',
    b: 'в',
    c: 'с',
    e: 'е',
    h: 'н',
    k: 'к',
    p: 'р',
    x: 'х',
    y: 'у',
  };

  it.each<[string, (payload: string) => string]>([
    ['as it is printed', printed],
    ['in one piece', (payload) => payload.slice(2)],
    ['in capitals, with dashes', (payload) => printed(payload).toUpperCase().replaceAll(' ', '-')],
    ['as the line of the slip', (payload) => `Code: ${printed(payload)}`],
    ['as the Ukrainian line of the slip', (payload) => `Код: ${printed(payload)}.`],
    ['as the address', (payload) => `https://kartka.example/r/${payload.slice(2)}`],
    [
      'as the foot of the slip',
      (payload) => `kartka.example/r/${payload.slice(2)}\nКод: ${printed(payload)}`,
    ],
    ['as what the link carries', (payload) => payload],
    [
      'in Cyrillic letters',
      (payload) => printed(payload).replace(/[a-z]/g, (each) => CYRILLIC[each] ?? each),
    ],
  ])('when a member types the code %s, then it is theirs', async (_how, write) => {
    const person = await aMemberInChat();
    const payload = await aSlip();
    // It may be a code without any digit, which is none in Cyrillic letters.
    await database.sql`update anonymous_receipt set claim_code = ${`c0${payload.slice(4, 13)}x`} where claim_code = ${payload.slice(2)}`;
    const text = write(`r-c0${payload.slice(4, 13)}x`);
    expect(plain(await person.types(text))).toMatch(/^✅ Чек \d+ тепер на вашій картці: \+5 балів\.$/);
  });

  it('when a stranger types it, at first or on the way to a card, then it waits for the card', async () => {
    for (const late of [false, true]) {
      const payload = await aSlip();
      const stranger = aPerson(database.db, { clock });
      await stranger.does({ kind: 'start' });
      if (!late) expect(await stranger.types(printed(payload))).toContain('Бали за ваш чек чекають.');
      await stranger.does(contact(aPhone()));
      if (late) {
        const kept = await stranger.does({ kind: 'text', text: printed(payload) });
        expect(kept.map(({ text }) => text)).toEqual([
          'Код чека запам’ятали: чек перейде на картку, щойно вона буде.',
          expect.stringContaining('звертатися'),
        ]);
      }
      await stranger.types('Ніна Шевченко');
      const said = await stranger.does({ kind: 'action', action: 'consent.programme' });
      expect(said.map(({ text }) => plain(text)).at(-1)).toContain('тепер на вашій картці: +5 балів.');
    }
  });

  it('when a typed code is wrong or lacks a letter, then it is said in words, to a stranger too', async () => {
    const wrong = 'За цим кодом чека не знайдено. Перевірте код на чеку.';
    const person = await aMemberInChat();
    expect(await person.types('ewxj 30fc 8jva')).toBe(wrong);
    expect(await person.types('Код: ewxj 30fc 8j')).toBe(wrong);
    expect(await person.types('EWXJ 30FC 8JV')).toBe(wrong);
    expect(await aPerson(database.db, { clock }).types('Code: ewxj 30fc')).toBe(wrong);
  });

  it.each(['привіт', 'дякую, все добре', 'код 12', '380 67 123 45 67', 'where are my points', 'r-2d2'])(
    'when somebody writes "%s", then it is no code',
    async (text) => {
      expect(await (await aMemberInChat()).types(text)).toContain('Поки що не розуміємо');
    },
  );

  it('when a chat guesses too often, by links or by typing, then a right code has to wait, here and not elsewhere', async () => {
    const guesser = await aMemberInChat();
    const payload = await aSlip();
    for (let guess = 0; guess < WRONG_SLIPS_AN_HOUR; guess++) {
      const code = `0000 0000 00x${guess}`;
      if (guess % 2) await guesser.types(code);
      else await guesser.does({ kind: 'start', payload: `r-${code.replaceAll(' ', '')}` });
    }
    expect(await guesser.types(printed(payload))).toContain('Забагато спроб');
    const [refused] = await guesser.does({ kind: 'start', payload });
    expect(refused?.text).toContain('Забагато спроб');
    const other = await aMemberInChat();
    expect(await other.types(printed(payload))).toContain('✅');
  });

  it('when the code is wrong or too old, then it is said in words', async () => {
    const person = await aMemberInChat();
    const [unknown] = await person.does({ kind: 'start', payload: 'r-000000000000' });
    expect(unknown?.text).not.toBe('');
    const payload = await aSlip();
    clock.advance(30 * DAY_MS);
    const [late] = await person.does({ kind: 'start', payload });
    expect(late?.text).not.toContain('✅');
    clock.set(NOON);
  });
});

describe('a birthday', () => {
  it.each([
    ['24 серпня', '0004-08-24', '24 серпня'],
    ['24.08.1991', '1991-08-24', '24 серпня 1991'],
    ['August 24th', '0004-08-24', '24 серпня'],
    ['29.02', '0004-02-29', '29 лютого'],
  ])('when "%s" is told, then %s is kept and said back', async (written, stored, said) => {
    const person = await aMemberInChat();
    await person.presses('birthday');
    expect(plain(await person.types(written))).toContain(said);
    expect((await readMember(database.db, person.memberId)).birthday).toBe(stored);
    expect(plain(await person.presses('settings'))).toContain(said);
  });

  it('when it is no day, then it is asked again; when it changes within a year, then it stays', async () => {
    const person = await aMemberInChat();
    await person.presses('birthday');
    expect(await person.types('вчора')).toContain('Не схоже на дату');
    await person.types('1.05');
    await person.presses('birthday');
    expect(await person.types('2.05')).toContain('раз на рік');
    expect((await readMember(database.db, person.memberId)).birthday).toBe('0004-05-01');
    clock.advance(366 * DAY_MS);
    await person.presses('birthday');
    await person.types('2.05');
    expect((await readMember(database.db, person.memberId)).birthday).toBe('0004-05-02');
    clock.set(NOON);
  });
});
