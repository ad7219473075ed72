import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCardNumber } from '#src/core/cards/card-number.ts';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { readCard } from '#src/core/cards/read-card.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { findMemberByPhone, readMember } from '#src/core/members/read-member.ts';
import { transaction } from '#src/db/client.ts';
import { consent } from '#src/db/schema/members.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { actionsOf, aPerson, aPhone, contact, type Person, registers, wrong } from './person.ts';

const database = useDatabase();
beforeAll(() =>
  aShop(database.db, {
    welcomePoints: 50n,
    supportPhone: '+380800500123',
    termsUrl: 'https://kartka.example/terms',
  }),
);

async function memberOf(person: Person) {
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('not a member');
  return await readMember(database.db, memberId);
}

describe('registration in Telegram', () => {
  it('takes four taps and gives a card, a member, both consents and the welcome points', async () => {
    const person = aPerson(database.db);
    const phone = aPhone();

    const [hello] = await person.does({ kind: 'start', payload: 'store_7' });
    expect(hello?.text).toContain('«Поруч»');
    expect(hello?.keyboard).toEqual([
      [{ label: '📱 Поділитися номером', share: 'phone' }],
      [
        { label: 'Русский', action: 'lang:ru' },
        { label: 'English', action: 'lang:en' },
      ],
    ]);

    const name = await person.does(contact(phone));
    expect(name[0]?.buttons?.[0]).toEqual([
      { label: 'Олена Коваленко', action: 'name.shown', tone: 'primary' },
    ]);
    const terms = await person.does({ kind: 'action', action: 'name.shown' }, true);
    expect(terms[0]?.text).toContain('<a href="https://kartka.example/terms">');
    expect(actionsOf(terms)).toEqual(['consent.programme', 'consent.all']);
    const [card, ...more] = await person.does({ kind: 'action', action: 'consent.all' }, true);

    const member = await memberOf(person);
    expect(member).toMatchObject({
      name: 'Олена Коваленко',
      phone,
      language: 'uk',
      marketingConsent: true,
      source: 'store_7',
    });
    const { cardNumber } = await readCard(database.db, member.memberId);
    expect(parseCardNumber(cardNumber)).toBe(cardNumber);
    expect(card).toMatchObject({
      picture: { picture: 'card', cardNumber, memberName: 'Олена Коваленко', language: 'uk' },
    });
    expect(card?.text).toMatch(/готова[\s\S]*50\u00a0балів за знайомство/);
    expect(more).toEqual([]);
    expect((await readBalance(database.db, member.memberId, NOON)).balance).toBe(50n);
    expect((await findMemberByPhone(database.db, phone))?.provenAt).toEqual(NOON);
    const given = await database.db.select().from(consent).where(eq(consent.memberId, member.memberId));
    const said = given.map((each) => [each.kind, each.given, each.channel]);
    expect(said.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['marketing', true, 'telegram'],
      ['programme', true, 'telegram'],
    ]);
    expect(given[0]?.carriedBy).toContain('telegram:');
  });

  it('keeps offers apart: consent to the programme alone gives no consent to offers', async () => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    await person.does(contact(aPhone()));
    await person.types('Тарас');
    await person.presses('consent.programme');
    expect((await memberOf(person)).marketingConsent).toBe(false);
  });

  it('refuses a contact of somebody else and goes on with the right one', async () => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    const [refused] = await person.does(contact(aPhone(), 'foreign'));
    expect(refused?.text).toBe(
      'Це номер іншої людини. Натисніть «📱 Поділитися номером», щоб надіслати свій.',
    );
    expect((await person.does(contact(aPhone())))[0]?.text).toContain('Як до вас звертатися?');
  });

  it('resumes where it stood after a restart, with phone and name kept', async () => {
    const person = aPerson(database.db);
    const phone = aPhone();
    await person.does({ kind: 'start' });
    await person.does(contact(phone));
    expect((await person.does({ kind: 'start' }))[0]?.text).toContain('як до вас звертатися');
    await person.types('Марко');
    expect((await person.does({ kind: 'start' }))[0]?.text).toContain('правила програми');
    await person.presses('consent.programme');
    expect(await memberOf(person)).toMatchObject({ phone, name: 'Марко' });
  });

  it('speaks the language that is chosen under the first message, also in the middle', async () => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    expect(await person.types('English')).toContain('Welcome to Поруч');
    await person.does(contact(aPhone()));
    expect(await person.presses('lang:ru')).toContain('как к вам обращаться');
    await person.types('Оля');
    await person.presses('consent.all');
    expect((await memberOf(person)).language).toBe('ru');
  });

  it.each([
    ['en-GB', 'Welcome to'],
    ['ru', 'Рады видеть'],
    ['uk', 'Вітаємо'],
    ['be', 'Рады видеть'],
    ['', 'Вітаємо'],
  ])('greets a messenger that speaks "%s" with "%s"', async (languageTag, words) => {
    const person = aPerson(database.db, { languageTag });
    expect((await person.does({ kind: 'start' }))[0]?.text).toContain(words);
  });

  it('leads whoever presses, sends or asks anything before registering back to the open question', async () => {
    const person = aPerson(database.db);
    expect(await person.presses('balance')).toContain('Вітаємо');
    expect(await person.presses('burn.yes:brq_00000000000000000000')).toContain('Спочатку картка');
    expect(await person.types('Бали')).toContain('Спочатку картка');
    expect((await person.does({ kind: 'other', what: 'sticker' }))[0]?.text).toContain('поділіться номером');
    await person.does(contact(aPhone()));
    expect((await person.does({ kind: 'location', lat: 50, lon: 30 }))[0]?.text).toContain('звертатися');
  });

  it.each(['', '   ', '/delete', 'https://evil.example', '0671234567', 'a'.repeat(61), '\u202e', '12'])(
    'does not take %j for a name, and asks again',
    async (text) => {
      const person = aPerson(database.db);
      await person.does({ kind: 'start' });
      await person.does(contact(aPhone()));
      expect(await person.types(text)).toContain('Напишіть ім’я літерами');
      expect((await person.identity()).scene).toBe('name');
    },
  );

  it('escapes a name that brings markup, and shows it as it is', async () => {
    const person = aPerson(database.db, { shownName: '</b><a href="x">Bob' });
    await person.does({ kind: 'start' });
    const [ask] = await person.does(contact(aPhone()));
    expect(ask?.buttons?.[0]?.[0]?.label).toBe('</b><a href="x">Bob');
    await person.presses('name.shown');
    await person.presses('consent.programme');
    const shown = await person.presses('card');
    expect(shown).toContain('&lt;/b&gt;&lt;a href=&quot;x&quot;&gt;Bob');
    expect(shown).not.toContain('<a');
  });

  it.each([
    ['forged:payload', null],
    ["'; drop table member", null],
    ['x'.repeat(65), null],
    ['ref_ABC-1', 'ref_ABC-1'],
  ])('keeps of the payload %j only what a link of ours can carry', async (payload, source) => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start', payload });
    expect((await person.identity()).source).toBe(source);
  });

  it('accepts a typed number once the code from the SMS is right', async () => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    expect(await person.types('067 765 43 21')).toContain('+380•••4321');
    expect(person.last().sms).toEqual([
      { phone: '+380677654321', text: expect.stringContaining(person.code()) },
    ]);
    expect(await person.types(wrong(person.code()))).toBe('Код не той. Лишилося 4 спроби.');
    expect(await person.types(person.code())).toContain('звертатися');
    await person.types('Ігор');
    await person.presses('consent.programme');
    expect((await findMemberByPhone(database.db, '+380677654321'))?.provenAt).not.toBeNull();
  });

  it.each([
    ['12345678', 'Не схоже на номер'],
    ['044 333 44 55', 'не мобільний'],
    ['0 800 500 123', 'не мобільний'],
    ['+48 501 234 567', '+48'],
    ['8 050 111 22 33', '+380•••2233'],
  ])('answers the typed number %s with "%s"', async (text, words) => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    expect(await person.types(text)).toContain(words);
  });

  it('tells the slower of two people who register one number at once, and opens the same card for them', async () => {
    const [one, two] = [aPerson(database.db), aPerson(database.db)];
    const phone = aPhone();
    for (const person of [one, two]) {
      await person.does({ kind: 'start' });
      await person.does(contact(phone));
      await person.types('Ярослав');
    }
    await one.presses('consent.programme');
    expect(await two.presses('consent.programme')).toContain('щойно зареєстрували');
    await two.does(contact(phone));
    expect((await two.identity()).memberId).toBe((await one.identity()).memberId);
  });

  it('tells what is the welcome and what came with a plastic card, and is asked for no more once it was found', async () => {
    const { memberId } = await aMember(database.db, { balance: 320n });
    const cardNumber = '7000004711';
    await transaction(database.db, (tx) =>
      issueCard(tx, { memberId, kind: 'plastic', cardNumber, at: NOON }),
    );
    const newcomer = aPerson(database.db);
    await newcomer.does({ kind: 'start' });
    await newcomer.does(contact(aPhone()));
    await newcomer.presses('plastic');
    const [found] = await newcomer.does({ kind: 'text', text: cardNumber });
    expect(found?.text).toContain('Картку знайдено');
    expect(found?.buttons?.flat().map(({ label }) => label)).toEqual(['Олена Коваленко']);
    await newcomer.types('Олена');
    const told = await newcomer.presses('consent.programme');
    expect(told.replaceAll('\u00a0', ' ')).toContain(
      'На рахунку 370 балів: 50 балів за знайомство і 320 балів із пластикової картки.',
    );
  });
});

describe('registration in Viber', () => {
  it('opens a card at once for an unknown number, and gives the welcome points with the code', async () => {
    const person = aPerson(database.db, { messenger: 'viber', shownName: 'Subscriber' });
    const phone = aPhone();
    await person.does({ kind: 'start' });
    const [ask] = await person.does(contact(phone, 'claimed'));
    expect(ask?.text).toBe('Дякуємо. Напишіть, як до вас звертатися.');
    expect(actionsOf([ask ?? {}])).toEqual(['plastic']);
    await person.types('Олена');
    const prompts = await person.does({ kind: 'action', action: 'consent.programme' });
    expect(prompts[1]?.text).toContain('50\u00a0балів');
    const { memberId } = await memberOf(person);
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(0n);

    await person.presses('phone.confirm');
    expect(await person.types(person.code())).toBe('✅ Номер підтверджено. На рахунку 50\u00a0балів.');
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(50n);
    await person.presses('phone.confirm');
    expect(await person.types(person.code())).toBe('✅ Номер підтверджено.');
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(50n);
  });

  it('tells a computer that it cannot share the number, and takes a typed one', async () => {
    const person = aPerson(database.db, { messenger: 'viber' });
    await person.does({ kind: 'start' });
    const [said] = await person.does({ kind: 'other', what: 'phone_not_shared' });
    expect(said?.text).toMatch(/^На комп’ютері номер не передається/);
    expect(await person.types('reply')).toMatch(/^На комп’ютері номер не передається/);
    expect(await person.types('0671112200')).toContain('Код у SMS');
  });

  it('does not repeat the hello that Viber showed before the subscription', async () => {
    const person = aPerson(database.db, { messenger: 'viber' });
    expect(await person.does({ kind: 'start', payload: 'cmp_1', greeted: true })).toEqual([]);
    expect((await person.identity()).source).toBe('cmp_1');
    expect((await person.does(contact(aPhone(), 'claimed')))[0]?.text).toContain('Як до вас звертатися');
  });

  it('sends the keyboard with every message to a member', async () => {
    const person = aPerson(database.db, { messenger: 'viber' });
    await registers(person, aPhone(), 'claimed');
    for (const action of ['card', 'balance', 'history', 'help', 'settings', 'data', 'language']) {
      const prompts = await person.does({ kind: 'action', action });
      for (const prompt of prompts) expect(prompt.keyboard, action).toHaveLength(2);
    }
  });
});
