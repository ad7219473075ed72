import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { listCards } from '#src/core/cards/read-card.ts';
import { resolveCardCode } from '#src/core/cards/resolve-card-code.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { allowBurning } from '#src/core/members/answer-identity.ts';
import { UNTIL_STAFF_DECIDE } from '#src/core/members/link-identity.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { findMemberByPhone, readMember } from '#src/core/members/read-member.ts';
import { transaction } from '#src/db/client.ts';
import { event } from '#src/db/schema/events.ts';
import { auditLog } from '#src/db/schema/staff.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import {
  aPerson,
  aPhone,
  contact,
  type Person,
  registers,
  SECRET_KEY,
  writtenDown,
  wrong,
} from './person.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db, { welcomePoints: 50n, burnWaitHours: 72 }));

const HOUR = 3_600_000;
const memberIdOf = async (person: Person) => {
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('not a member');
  return memberId;
};
const burnAllowedFrom = async (person: Person) =>
  (await readMember(database.db, await memberIdOf(person))).burnAllowedFrom;

/** A known member's second chat: Telegram first, then Viber with the code from the SMS. */
async function inBoth() {
  const phone = aPhone();
  const telegram = aPerson(database.db);
  await registers(telegram, phone);
  const viber = aPerson(database.db, {
    messenger: 'viber',
    clock: fixedClock(new Date(NOON.getTime() + 60_000)),
  });
  await viber.does({ kind: 'start' });
  await viber.does(contact(phone, 'claimed'));
  const answer = await viber.types(viber.code());
  return { telegram, viber, phone, answer };
}

describe('a known number', () => {
  it('brings back the card and the balance at once when nobody else holds it', async () => {
    const phone = aPhone();
    const { memberId, cardNumber } = await aMember(database.db, { phone, balance: 1240n });
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    const [back] = await person.does(contact(phone));
    expect(back?.text).toContain('З поверненням! Ваша картка та 1\u00a0240\u00a0балів на місці.');
    expect(back?.picture).toMatchObject({ cardNumber });
    expect(await memberIdOf(person)).toBe(memberId);
    expect(await burnAllowedFrom(person)).toBeNull();
  });

  it('shows nothing in Viber before the code, then the same member, balance and a wait for burning', async () => {
    const phone = aPhone();
    const { memberId } = await aMember(database.db, { phone, balance: 777n });
    const telegram = aPerson(database.db);
    await telegram.does({ kind: 'start' });
    await telegram.does(contact(phone));
    const viber = aPerson(database.db, { messenger: 'viber' });
    await viber.does({ kind: 'start' });
    const asked = await viber.does(contact(phone, 'claimed'));
    expect(JSON.stringify(asked)).not.toContain('777');
    expect((await viber.identity()).memberId).toBeNull();
    expect(await viber.types(wrong(viber.code()))).toContain('Лишилося 4 спроби');

    const answer = await viber.types(viber.code());
    expect(answer).toContain('777');
    expect(answer).toContain('Списувати бали можна буде з 5 березня');
    expect(await memberIdOf(viber)).toBe(memberId);
    expect(await burnAllowedFrom(viber)).toEqual(new Date(NOON.getTime() + 72 * HOUR));
    const [told] = await database.db.select().from(event).where(eq(event.memberId, memberId));
    expect(told).toMatchObject({
      kind: 'identity.linked',
      data: {
        identityId: (await viber.identity()).identityId,
        known: [(await telegram.identity()).identityId],
      },
    });
  });

  it('may burn at once when the old chat says "that is me"', async () => {
    const { telegram, viber } = await inBoth();
    const { identityId } = await viber.identity();
    expect(await telegram.presses(`identity.yes:${identityId}`)).toContain('з обох чатів');
    expect(await burnAllowedFrom(telegram)).toBeNull();
    expect((await viber.lastMessage()).text).toContain('вже можна');
  });

  it('is unlinked again, and burning stops until staff decide, when the old chat says "not me"', async () => {
    const { telegram, viber, phone } = await inBoth();
    const { identityId } = await viber.identity();
    await telegram.presses(`identity.no:${identityId}`);
    expect(await viber.identity()).toMatchObject({ memberId: null, scene: 'start' });
    expect((await viber.lastMessage()).text).toContain('від’єднано');
    expect(await burnAllowedFrom(telegram)).toEqual(UNTIL_STAFF_DECIDE);
    const memberId = await memberIdOf(telegram);
    const audit = await database.db.select().from(auditLog).where(eq(auditLog.subject, memberId));
    expect(audit).toMatchObject([{ action: 'identity.rejected', detail: { identityId } }]);

    const again = aPerson(database.db);
    await again.does({ kind: 'start' });
    expect((await again.does(contact(phone)))[0]?.text).toContain('Зверніться до магазину');
    expect((await again.identity()).memberId).toBeNull();
    await transaction(database.db, (tx) => allowBurning(tx, { memberId, actor: 'stf_1', at: NOON }));
    expect(await burnAllowedFrom(telegram)).toBeNull();
  });

  it('cannot vouch for itself, for an older chat, or through a third one of the same newcomer', async () => {
    const { telegram, viber, phone } = await inBoth();
    const third = aPerson(database.db, { clock: fixedClock(new Date(NOON.getTime() + HOUR)) });
    await third.does({ kind: 'start' });
    await third.does(contact(phone));
    const ids = {
      telegram: (await telegram.identity()).identityId,
      viber: (await viber.identity()).identityId,
      third: (await third.identity()).identityId,
    };
    for (const [who, about] of [
      [viber, ids.viber],
      [viber, ids.telegram],
      [viber, ids.third],
      [third, ids.viber],
    ] as const) {
      expect(await who.presses(`identity.yes:${about}`)).toContain('немає дозволу');
      expect(await who.presses(`identity.no:${about}`)).toContain('немає дозволу');
    }
    const stranger = aPerson(database.db);
    await registers(stranger, aPhone());
    expect(await stranger.presses(`identity.no:${ids.viber}`)).toContain('немає дозволу');
    expect(await burnAllowedFrom(telegram)).not.toBeNull();
    expect(await telegram.presses(`identity.yes:${ids.third}`)).toContain('Дякуємо');
  });
});

describe('a number that was only claimed', () => {
  it('gives way to whoever proves it, who learns nothing of the claimer', async () => {
    const phone = aPhone();
    const claimer = aPerson(database.db, { messenger: 'viber' });
    await registers(claimer, phone, 'claimed');
    await transaction(database.db, async (tx) =>
      give(tx, { memberId: await memberIdOf(claimer), amount: 333n }),
    );
    const owner = aPerson(database.db);
    await owner.does({ kind: 'start' });
    const [asked] = await owner.does(contact(phone));
    expect(asked?.text).toContain('Як до вас звертатися?');
    await owner.types('Власниця');
    const done = await owner.presses('consent.programme');
    expect(done).not.toContain('333');
    expect(await memberIdOf(owner)).not.toBe(await memberIdOf(claimer));
    expect((await readMember(database.db, await memberIdOf(claimer))).phone).toBeNull();
    expect((await claimer.lastMessage()).text).toContain('підтвердили в іншому чаті');
  });

  it('becomes one card with the proven one when the claimer proves it too: points, cards and turnover together', async () => {
    const phone = aPhone();
    const viber = aPerson(database.db, { messenger: 'viber' });
    await registers(viber, phone, 'claimed');
    const from = await memberIdOf(viber);
    await transaction(database.db, (tx) => give(tx, { memberId: from, amount: 300n }));
    const telegram = aPerson(database.db);
    await registers(telegram, phone);
    const into = await memberIdOf(telegram);

    expect(await viber.presses('phone.confirm')).toContain('Поділіться своїм номером');
    await viber.does(contact(phone, 'claimed'));
    expect(await viber.types(viber.code())).toContain('350\u00a0балів');
    expect(await memberIdOf(viber)).toBe(into);
    expect((await readBalance(database.db, into, NOON)).balance).toBe(350n);
    const cards = await listCards(database.db, into);
    expect(cards).toHaveLength(2);
    for (const card of cards) {
      const found = await resolveCardCode(database.db, card.cardNumber, { secretKey: SECRET_KEY, at: NOON });
      expect(found.memberId).toBe(into);
    }
    expect(await burnAllowedFrom(telegram)).not.toBeNull();
    await expect(readMember(database.db, from)).rejects.toMatchObject({ code: 'member_erased' });
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('becomes one card with the one that staff wrote down when the claimer proves that one: welcomed, and nobody takes it off', async () => {
    const phone = aPhone();
    const { memberId } = await writtenDown(database.db, phone);
    const waits = { kind: 'adjust', account: 'adjusted', amount: 20n, key: 'waits' } as const;
    await transaction(database.db, (tx) =>
      postTransfer(tx, {
        ...waits,
        memberId,
        lots: [{ amount: 20n, waitsFor: 'phone' }],
        occurredAt: NOON,
        recordedAt: NOON,
      }),
    );
    const claimer = aPerson(database.db);
    await registers(claimer, aPhone(), 'claimed');
    const joined = (await claimer.does(contact(phone)))[0]?.text;
    expect(joined).toContain('70\u00a0балів, разом із балами за знайомство');
    expect(await memberIdOf(claimer)).toBe(memberId);
    expect(await readBalance(database.db, memberId, NOON)).toMatchObject({ balance: 70n, pending: [] });
    // Agreed to in the chat that has come over.
    expect(await readMember(database.db, memberId)).toMatchObject({ marketingConsent: true });
    expect(await findMemberByPhone(database.db, readPhone(phone))).toMatchObject({ memberId });
    const told = await database.db.select().from(event).where(eq(event.memberId, memberId));
    expect(told.filter(({ kind }) => kind === 'phone.proven')).toHaveLength(1);

    const second = aPerson(database.db, { messenger: 'viber' });
    await second.does({ kind: 'start' });
    await second.does(contact(phone, 'claimed'));
    await second.types(second.code());
    expect(await memberIdOf(second)).toBe(memberId);
    expect((await readMember(database.db, memberId)).phone).toBe(phone);
    expect((await readBalance(database.db, memberId, NOON)).balance).toBe(70n);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });

  it('asks a second claimer for the code, and tells them nothing before', async () => {
    const phone = aPhone();
    await registers(aPerson(database.db, { messenger: 'viber' }), phone, 'claimed');
    const second = aPerson(database.db, { messenger: 'viber' });
    await second.does({ kind: 'start' });
    expect((await second.does(contact(phone, 'claimed')))[0]?.text).toContain('Код у SMS');
    expect((await second.identity()).memberId).toBeNull();
  });
});

describe('a member', () => {
  it('who shares another own number in Telegram moves to it', async () => {
    const [before, after] = [aPhone(), aPhone()];
    const person = aPerson(database.db);
    await registers(person, before);
    expect((await person.does(contact(after)))[0]?.text).toBe('✅ Номер підтверджено.');
    expect((await readMember(database.db, await memberIdOf(person))).phone).toBe(after);
    const late = aPerson(database.db);
    await late.does({ kind: 'start' });
    expect((await late.does(contact(before)))[0]?.text).toContain('Як до вас звертатися');
  });

  it('who has a proven number cannot take over another member through theirs', async () => {
    const phone = aPhone();
    await aMember(database.db, { phone, balance: 900n });
    const person = aPerson(database.db);
    await registers(person, aPhone());
    const mine = await memberIdOf(person);
    expect((await person.does(contact(phone)))[0]?.text).toBe('Цей номер уже має картку.');
    expect(await memberIdOf(person)).toBe(mine);
  });
});

describe('one-time codes', () => {
  async function waiting(clock = fixedClock(NOON)) {
    const person = aPerson(database.db, { messenger: 'viber', clock });
    const phone = aPhone();
    await person.does({ kind: 'start' });
    await person.types(phone);
    return { person, phone, clock };
  }

  it('die after five wrong guesses, even for the right digits', async () => {
    const { person } = await waiting();
    const code = person.code();
    for (const left of ['4 спроби', '3 спроби', '2 спроби', '1 спроба'])
      expect(await person.types(wrong(code))).toContain(left);
    expect(await person.types(wrong(code))).toContain('уже не діє');
    expect(await person.types(code)).toContain('уже не діє');
  });

  it('die after five minutes', async () => {
    const { person, clock } = await waiting();
    clock.advance(5 * 60_000);
    expect(await person.types(person.code())).toContain('уже не діє');
  });

  it('work once, and only the last one sent', async () => {
    const { person } = await waiting();
    const first = person.code();
    await person.presses('code.again');
    if (person.code() !== first) expect(await person.types(first)).toContain('Код не той');
    expect(await person.types(person.code())).toContain('звертатися');
  });

  it('are sent to one number three times an hour at most, whoever asks', async () => {
    const { person, phone, clock } = await waiting();
    await person.presses('code.again');
    await person.presses('code.again');
    expect(await person.presses('code.again')).toContain('Спробуйте за годину');
    expect(person.last().sms).toEqual([]);
    const other = aPerson(database.db, { messenger: 'viber', clock });
    await other.does({ kind: 'start' });
    expect(await other.types(phone)).toContain('Спробуйте за годину');
    clock.advance(HOUR + 1);
    expect(await other.types(phone)).toContain('Код у SMS');
  });

  it('are asked for by one person five times an hour at most, whatever the number', async () => {
    const { person } = await waiting();
    for (let i = 0; i < 4; i++) expect(await person.types(aPhone())).toContain('Код у SMS');
    expect(await person.types(aPhone())).toContain('Спробуйте за годину');
  });

  it('are stored neither as digits nor beside the phone in a counter', async () => {
    const { person, phone } = await waiting();
    const [kept] = await database.sql`select (select json_agg(o) from one_time_code o)::text as codes,
      (select json_agg(a) from attempt_count a)::text as counts, (select json_agg(d) from delivery d)::text as sent`;
    expect(kept?.codes).not.toContain(person.code());
    expect(kept?.sent).not.toContain(person.code());
    expect(kept?.counts).not.toContain(phone.slice(1));
  });
});
