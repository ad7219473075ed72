import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { findCardByNumber } from '#src/core/cards/read-card.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { transaction } from '#src/db/client.ts';
import { auditLog } from '#src/db/schema/staff.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aPerson, aPhone, contact, registers } from './person.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db, { burnWaitHours: 72 }));

const HOUR = 3_600_000;
const HELD = new Date(NOON.getTime() + 72 * HOUR);
let cards = 0;

async function plastic(balance: bigint) {
  const { memberId } = await aMember(database.db, { balance });
  const cardNumber = `77${String(++cards).padStart(8, '0')}`;
  await transaction(database.db, (tx) => issueCard(tx, { memberId, kind: 'plastic', cardNumber, at: NOON }));
  return { memberId, cardNumber };
}

async function aRegistered(clock = fixedClock(NOON)) {
  const person = aPerson(database.db, { clock });
  await registers(person, aPhone());
  const { memberId, identityId } = await person.identity();
  if (!memberId) throw new Error('not a member');
  return { person, memberId, identityId };
}

describe('a plastic card that was nobody’s', () => {
  it('brings points that cannot be burnt for a while, says so, and leaves a trace', async () => {
    const old = await plastic(40n);
    const { person, memberId, identityId } = await aRegistered();
    await person.presses('plastic');
    expect(await person.types(old.cardNumber)).toContain('Списувати бали можна буде з 5 березня');
    expect((await readMember(database.db, memberId)).burnAllowedFrom).toEqual(HELD);
    const kept = await database.db.select().from(auditLog).where(eq(auditLog.subject, memberId));
    expect(kept).toMatchObject([
      { actor: identityId, action: 'plastic.taken-over', detail: { from: old.memberId, points: '40' } },
    ]);
  });

  it('lets burning wait for a newcomer as well, and not when it brings nothing', async () => {
    const [full, empty] = [await plastic(7n), await plastic(0n)];
    const newcomer = aPerson(database.db);
    await newcomer.does({ kind: 'start' });
    await newcomer.does(contact(aPhone()));
    await newcomer.presses('plastic');
    await newcomer.types(full.cardNumber);
    await newcomer.types('Ганна');
    expect(await newcomer.presses('consent.programme')).toContain('Списувати бали можна буде з 5 березня');
    const { person, memberId } = await aRegistered();
    await person.presses('plastic');
    expect(await person.types(empty.cardNumber)).not.toContain('Списувати');
    expect((await readMember(database.db, memberId)).burnAllowedFrom).toBeNull();
  });

  it('keeps the card that was found when another number is asked for and then is not', async () => {
    const old = await plastic(8n);
    const newcomer = aPerson(database.db, { messenger: 'viber', shownName: 'Subscriber' });
    await newcomer.does({ kind: 'start' });
    await newcomer.does(contact(aPhone(), 'claimed'));
    await newcomer.presses('plastic');
    const [found] = await newcomer.does({ kind: 'text', text: old.cardNumber });
    expect(found?.buttons).toBeUndefined();
    await newcomer.presses('plastic');
    await newcomer.presses('cancel');
    await newcomer.types('Олена');
    const [card] = await newcomer.does({ kind: 'action', action: 'consent.programme' });
    expect(card?.text.replaceAll('\u00a0', ' ')).toContain('На рахунку 8 балів із пластикової картки.');
  });

  it('keeps burning waiting although another chat says "that is me"', async () => {
    const phone = aPhone();
    const first = aPerson(database.db);
    await registers(first, phone);
    await first.presses('plastic');
    await first.types((await plastic(9n)).cardNumber);
    const second = aPerson(database.db, { clock: fixedClock(new Date(NOON.getTime() + HOUR)) });
    await second.does({ kind: 'start' });
    await second.does(contact(phone));
    const { memberId, identityId } = await second.identity();
    await first.presses(`identity.yes:${identityId}`);
    if (!memberId) throw new Error('not a member');
    expect((await readMember(database.db, memberId)).burnAllowedFrom).toEqual(HELD);
  });

  it('keeps burning waiting although the member becomes part of their other card, and that chat says "that is me"', async () => {
    const phone = aPhone();
    const clock = fixedClock(NOON);
    const viber = aPerson(database.db, { messenger: 'viber', clock });
    await registers(viber, phone, 'claimed');
    await viber.presses('plastic');
    await viber.types((await plastic(40n)).cardNumber);
    const telegram = aPerson(database.db, { clock });
    await registers(telegram, phone);
    clock.advance(HOUR);
    await viber.presses('phone.confirm');
    await viber.does(contact(phone, 'claimed'));
    expect(await viber.types(viber.code())).toContain('Ваші картки тепер одне ціле');
    const { identityId } = await viber.identity();
    expect(await telegram.presses(`identity.yes:${identityId}`)).toContain('ви додали пластикову картку');
    const { memberId } = await telegram.identity();
    if (!memberId) throw new Error('not a member');
    expect(await readMember(database.db, memberId)).toMatchObject({
      burnAllowedFrom: HELD,
      pointsHeldUntil: HELD,
    });
  });

  it('goes to exactly one of two who want it at the same moment', async () => {
    for (let round = 0; round < 3; round++) {
      const old = await plastic(30n);
      const both = await Promise.all([aRegistered(), aRegistered()]);
      await Promise.all(both.map(({ person }) => person.presses('plastic')));
      const answers = await Promise.all(both.map(({ person }) => person.types(old.cardNumber)));
      expect(answers.filter((answer) => answer.includes('додано'))).toHaveLength(1);
      expect(answers.filter((answer) => answer.includes('вже має власника'))).toHaveLength(1);
      const card = await findCardByNumber(database.db, old.cardNumber);
      for (const [index, { memberId }] of both.entries()) {
        const won = answers[index]?.includes('додано') ?? false;
        expect(card?.memberId === memberId).toBe(won);
        expect((await readBalance(database.db, memberId, NOON)).balance).toBe(won ? 30n : 0n);
      }
    }
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('is taken over three times a day by one chat at most', async () => {
    const { person } = await aRegistered();
    for (let i = 0; i < 4; i++) {
      const { cardNumber } = await plastic(1n);
      await person.presses('plastic');
      expect(await person.types(cardNumber)).toContain(i < 3 ? 'додано' : 'Забагато спроб');
    }
  });

  it('can be added by nobody for a while after sixty wrong numbers, whoever typed them', async () => {
    const clock = fixedClock(new Date(NOON.getTime() + 10 * HOUR));
    for (let i = 0; i < 6; i++) {
      const { person } = await aRegistered(clock);
      await person.presses('plastic');
      for (let j = 0; j < 10; j++) expect(await person.types(`8800000${i}${j}`)).toContain('немає');
    }
    const old = await plastic(5n);
    const { person } = await aRegistered(clock);
    await person.presses('plastic');
    expect(await person.types(old.cardNumber)).toContain('призупинено');
    clock.advance(HOUR + 1);
    await person.presses('plastic');
    expect(await person.types(old.cardNumber)).toContain('додано');
  });
});
