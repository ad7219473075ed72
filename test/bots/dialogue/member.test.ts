import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { readCard } from '#src/core/cards/read-card.ts';
import { resolveCardCode } from '#src/core/cards/resolve-card-code.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { findIdentity } from '#src/core/members/ensure-identity.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { requestBurn } from '#src/core/receipts/request-burn.ts';
import { transaction } from '#src/db/client.ts';
import { delivery } from '#src/db/schema/deliveries.ts';
import { consent, standing } from '#src/db/schema/members.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { readLink } from '#src/lib/signed-link.ts';
import { aMember, aReceipt, aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { actionsOf, aPerson, aPhone, contact, registers, SECRET_KEY } from './person.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db, { supportPhone: '+380800500123' }));

async function aRegistered(options: Parameters<typeof aPerson>[1] & { balance?: bigint } = {}) {
  const { balance = 0n, ...about } = options;
  const person = aPerson(database.db, about);
  await registers(person, aPhone());
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('not a member');
  if (balance > 0n) await transaction(database.db, (tx) => give(tx, { memberId, amount: balance }));
  return { person, memberId };
}

describe('the menu', () => {
  it.each([
    ['💳 Картка', 'card'],
    ['картка', 'card'],
    ['Баллы', 'balance'],
    ['Points', 'balance'],
    ['История', 'history'],
    ['Help', 'help'],
    ['Налаштування', 'settings'],
  ])('hears the label "%s" in any language as the key "%s"', async (text, action) => {
    const { person } = await aRegistered();
    const typed = await person.does({ kind: 'text', text });
    expect(typed).toEqual(await person.does({ kind: 'action', action }));
  });

  it('answers what it does not understand with the menu and a way to a person', async () => {
    const { person } = await aRegistered();
    const [answer] = await person.does({ kind: 'text', text: 'А коли завезуть хліб?' });
    expect(answer?.text).toContain('+380800500123');
    expect(answer?.keyboard).toHaveLength(2);
    expect(await person.presses('no-such-action')).toContain('не розуміємо');
  });

  it('greets whoever starts again with the menu, then shows the card', async () => {
    const { person } = await aRegistered();
    const [greeting, card] = await person.does({ kind: 'start', payload: 'x' });
    expect(greeting).toMatchObject({ text: 'Знову раді вам. Меню внизу.', keyboard: menuKeyboard('uk') });
    expect(greeting).not.toHaveProperty('buttons');
    expect(card).toMatchObject({ picture: { picture: 'card' } });
  });

  it('remembers who blocked the bot, forgives whoever writes again, and ignores an old block', async () => {
    const { person } = await aRegistered();
    const reachable = async () => (await person.identity()).reachable;
    await person.does({ kind: 'blocked' });
    expect(await reachable()).toBe(false);
    await person.presses('card');
    expect(await reachable()).toBe(true);
    const id = { messenger: 'telegram', externalId: person.externalId } as const;
    expect((await findIdentity(database.db, id))?.lastSeenAt).toEqual(NOON);
  });
});

describe('the live code', () => {
  it('is a protected picture that counts down in the message and ends with a button for a new one', async () => {
    const { person, memberId } = await aRegistered();
    const [shown] = await person.does({ kind: 'action', action: 'code' }, true);
    expect(shown).toMatchObject({ protect: true, picture: { picture: 'liveCode' } });
    expect(shown?.text).toContain('60 с');
    const picture = shown?.picture?.picture === 'liveCode' ? shown.picture.code : '';
    const at = new Date(NOON.getTime() + 59_000);
    const found = await resolveCardCode(database.db, picture, { secretKey: SECRET_KEY, at });
    expect(found).toMatchObject({ memberId, proof: 'live' });

    const { identityId } = await person.identity();
    const rows = await database.db
      .select()
      .from(delivery)
      .where(eq(delivery.identityId, identityId))
      .orderBy(delivery.deliveryNo);
    const edits = rows.slice(-3);
    expect(edits.map((row) => row.notBefore.getTime() - NOON.getTime())).toEqual([20_000, 40_000, 60_000]);
    const shownId = rows.at(-4)?.deliveryId;
    expect(edits.map((row) => row.prompt)).toMatchObject([
      { say: 'edit', of: { deliveryId: shownId }, text: expect.stringContaining('40 с') },
      { say: 'edit', text: expect.stringContaining('20 с') },
      { say: 'edit', text: 'Цей код уже не діє.', buttons: [[{ action: 'code' }]] },
    ]);
  });

  it('tells the moment it ends in Viber, which cannot edit', async () => {
    const { person } = await aRegistered({ messenger: 'viber' });
    const [shown] = await person.does({ kind: 'action', action: 'code' });
    expect(shown?.text).toContain('діє до 12:01:00');
    expect(person.last().deliveries).toHaveLength(1);
  });
});

describe('balance, history and help', () => {
  it('tells what waits, what expires next and the way to the next tier', async () => {
    const { person, memberId } = await aRegistered({ balance: 1n });
    await transaction(database.db, (tx) =>
      give(tx, { memberId, amount: 2n, expiresAt: new Date('2026-12-31T12:00:00Z') }),
    );
    await database.db
      .update(standing)
      .set({ turnoverMinor: 9_000_00n })
      .where(eq(standing.memberId, memberId));
    expect(await person.presses('balance')).toBe(
      'На рахунку <b>3\u00a0бали</b>.\nДіють до 31 грудня: 2\u00a0бали.\nВаша картка: Базова.\n' +
        'До картки «Срібна» лишилося покупок на 1\u00a0000,00\u00a0₴.',
    );
  });

  it('pages through receipts and points in one message, newest first, each once', async () => {
    const clock = fixedClock(NOON);
    const { person, memberId } = await aRegistered({ clock });
    for (let i = 1; i <= 17; i++) {
      const at = new Date(NOON.getTime() + i * 60_000);
      await transaction(database.db, (tx) => give(tx, { memberId, amount: BigInt(i), at }));
    }
    const seen: string[] = [];
    let action = 'history';
    for (let page = 0; page < 3; page++) {
      const [shown] = await person.does({ kind: 'action', action }, true);
      expect(shown?.say).toBe('edit');
      seen.push(...(shown?.text.match(/\+\d+/g) ?? []));
      action = actionsOf([shown ?? {}]).find((each) => each.startsWith('history:')) ?? '';
    }
    expect(action).toBe('');
    expect(seen).toEqual(Array.from({ length: 17 }, (_, i) => `+${17 - i}`));
  });

  it('says how it works, and lists the stores by city', async () => {
    const { person } = await aRegistered();
    expect(await person.presses('help')).toContain('до 50 % чека');
    expect(await person.presses('help.stores')).toContain('<b>Київ</b>\nХрещатик 12: вул. Хрещатик, 12');
  });
});

describe('settings', () => {
  it('turn offers off in two taps and keep every word that was given', async () => {
    const { person, memberId } = await aRegistered();
    const [overview] = await person.does({ kind: 'text', text: 'Налаштування' });
    expect(actionsOf([overview ?? {}])).toContain('consent.off');
    await person.presses('consent.off');
    await person.presses('consent.off');
    expect((await readMember(database.db, memberId)).marketingConsent).toBe(false);
    const words = await database.db
      .select()
      .from(consent)
      .where(eq(consent.memberId, memberId))
      .orderBy(consent.consentId);
    const marketing = words.filter((word) => word.kind === 'marketing').map((word) => word.given);
    expect(marketing.toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    await person.presses('consent.on');
    expect((await readMember(database.db, memberId)).marketingConsent).toBe(true);
  });

  it('change the language of this chat and of notices', async () => {
    const { person, memberId } = await aRegistered();
    expect(await person.presses('lang:en')).toBe('We speak English now.');
    expect((await readMember(database.db, memberId)).language).toBe('en');
    expect(await person.presses('lang:xx')).toContain('do not understand');
  });

  it('choose the messenger to be written on', async () => {
    const { person, memberId } = await aRegistered();
    await person.presses('messenger:viber');
    expect((await readMember(database.db, memberId)).preferredMessenger).toBe('viber');
    await person.presses('messenger:last');
    expect((await readMember(database.db, memberId)).preferredMessenger).toBeNull();
  });

  it('give the archive by a link that opens for an hour and only for its member', async () => {
    const { person, memberId } = await aRegistered();
    const [answer] = await person.does({ kind: 'action', action: 'data.get' }, true);
    const url = answer?.document?.url ?? '';
    const [, token = ''] = /^https:\/\/kartka\.example\/public\/archive\/(.+)\.html$/.exec(url) ?? [];
    const at = new Date(NOON.getTime() + 3_599_000);
    expect(readLink(token, { purpose: 'archive', secretKey: SECRET_KEY, at })).toBe(memberId);
    expect(readLink(token, { purpose: 'picture', secretKey: SECRET_KEY, at })).toBeNull();
    expect(readLink(`${token}x`, { purpose: 'archive', secretKey: SECRET_KEY, at })).toBeNull();
    const late = new Date(NOON.getTime() + 3_601_000);
    expect(readLink(token, { purpose: 'archive', secretKey: SECRET_KEY, at: late })).toBeNull();
  });

  it('block the card and give a new number, with the points kept', async () => {
    const { person, memberId } = await aRegistered({ balance: 70n });
    const { cardNumber: old } = await readCard(database.db, memberId);
    await person.presses('block');
    expect(await person.presses('block.yes')).toContain('заблоковано');
    const resolve = (number: string) =>
      resolveCardCode(database.db, number, { secretKey: SECRET_KEY, at: NOON });
    await expect(resolve(old)).rejects.toMatchObject({ code: 'card_blocked' });
    expect(await person.presses('code')).toContain('заблоковано');
    const [fresh] = await person.does({ kind: 'action', action: 'card.new' }, true);
    const { cardNumber } = await readCard(database.db, memberId);
    expect(fresh?.picture).toMatchObject({ cardNumber });
    expect((await resolve(cardNumber)).memberId).toBe(memberId);
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(70n);
  });
});

describe('a burn that waits for a word', () => {
  async function asked(points: bigint) {
    const { person, memberId } = await aRegistered({ balance: 200n });
    const { known: knowing, rules } = fresh(database.db);
    const known = await knowing();
    const receipt = aReceipt({ amountMinor: 500_00n, burn: points });
    const staffId = 'stf_00000000000000000001';
    const { burnRequestId } = await transaction(database.db, (tx) =>
      requestBurn(tx, { memberId, receipt, staffId, at: NOON, known, rules }),
    );
    return { person, memberId, burnRequestId };
  }

  it('burns with a tap, once, however often it is pressed', async () => {
    const { person, memberId, burnRequestId } = await asked(120n);
    expect(await person.presses(`burn.yes:${burnRequestId}`)).toBe('✅ Списано 120\u00a0балів.');
    expect(await person.presses(`burn.yes:${burnRequestId}`)).toBe('✅ Списано 120\u00a0балів.');
    const { balance } = await readBalance(database.db, memberId, NOON);
    expect(balance).toBeLessThan(200n);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('blocks the card when it was not the member', async () => {
    const { person, memberId, burnRequestId } = await asked(50n);
    expect(await person.presses(`burn.no:${burnRequestId}`)).toContain('магазин уже знає');
    expect((await readCard(database.db, memberId)).status).toBe('blocked');
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(200n);
  });

  it('is nobody else’s to answer', async () => {
    const { memberId, burnRequestId } = await asked(50n);
    const { person: other } = await aRegistered();
    expect(await other.presses(`burn.yes:${burnRequestId}`)).toBe('Такого вже немає.');
    expect(await other.presses(`burn.no:${burnRequestId}`)).toBe('Такого вже немає.');
    expect((await readCard(database.db, memberId)).status).toBe('active');
  });
});

describe('a plastic card', () => {
  async function plastic(balance: bigint) {
    const { memberId } = await aMember(database.db, { balance });
    const cardNumber = `77${Math.random().toString().slice(2, 12).padEnd(10, '0')}`;
    await transaction(database.db, (tx) =>
      issueCard(tx, { memberId, kind: 'plastic', cardNumber, at: NOON }),
    );
    return { memberId, cardNumber };
  }

  it('typed in while registering brings its points and goes on working', async () => {
    const old = await plastic(500n);
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    await person.does(contact(aPhone()));
    await person.presses('plastic');
    expect(await person.types('999999999')).toContain('Такої картки немає');
    expect(await person.types(old.cardNumber)).toContain('Картку знайдено');
    await person.types('Ганна');
    await person.presses('consent.programme');
    const { memberId } = await person.identity();
    if (!memberId) throw new Error('not a member');
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(500n);
    const found = await resolveCardCode(database.db, old.cardNumber, { secretKey: SECRET_KEY, at: NOON });
    expect(found.memberId).toBe(memberId);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('can be added later, but not twice and not when it has an owner', async () => {
    const old = await plastic(40n);
    const { person } = await aRegistered();
    await person.presses('plastic');
    expect(await person.types(old.cardNumber)).toContain('40\u00a0балів');
    const { person: other } = await aRegistered();
    await other.presses('plastic');
    expect(await other.types(old.cardNumber)).toContain('вже має власника');
    expect(await other.presses('cancel')).toContain('Налаштування');
  });

  it('cannot be guessed: ten tries an hour', async () => {
    const { person } = await aRegistered();
    for (let i = 0; i < 10; i++) {
      await person.presses('plastic');
      expect(await person.types(`8800000000${i}`)).toContain('Такої картки немає');
    }
    const old = await plastic(1n);
    expect(await person.types(old.cardNumber)).toContain('Забагато спроб');
  });
});
