import { beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '#src/db/client.ts';
import { type FixedClock, fixedClock } from '#src/lib/clock.ts';
import { aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aPerson, aPhone, contact, type Person, registers } from './person.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db, { burnWaitHours: 72 }));

const HOUR = 3_600_000;
const later = (ms: number) => fixedClock(new Date(NOON.getTime() + ms));
const WAITS = 'Хочете одразу? Натисніть «Так, це я» в іншому вашому чаті';

async function connects(phone: string, clock: FixedClock): Promise<Person> {
  const person = aPerson(database.db, { messenger: 'viber', clock });
  await person.does({ kind: 'start' });
  await person.does(contact(phone, 'claimed'));
  await person.types(person.code());
  return person;
}

async function ownerAndNewcomer() {
  const phone = aPhone();
  const owner = aPerson(database.db);
  await registers(owner, phone);
  const clock = later(60_000);
  return { owner, phone, clock, newcomer: await connects(phone, clock) };
}

async function erases(person: Person): Promise<string> {
  await person.presses('data.erase');
  return await person.types('видалити');
}

describe('a chat that was connected while the member had another', () => {
  it('may neither take the data, erase, change the card, the messenger nor the phone, and hears how to end that', async () => {
    const { owner, newcomer, clock } = await ownerAndNewcomer();
    clock.advance(30 * 60_000);
    for (const action of ['data.get', 'card.new', 'messenger:viber']) {
      const answer = await newcomer.presses(action);
      expect(answer).toContain('за 72 год');
      expect(answer).toContain(WAITS);
    }
    expect(await erases(newcomer)).toContain(WAITS);
    expect((await newcomer.identity()).scene).toBe('menu');
    const other = aPhone();
    expect((await newcomer.does(contact(other)))[0]?.text).toContain(WAITS);
    expect((await newcomer.identity()).memberId).toBe((await owner.identity()).memberId);
  });

  it('may look at the card and block it, which only protects', async () => {
    const { newcomer } = await ownerAndNewcomer();
    expect((await newcomer.does({ kind: 'action', action: 'card' }))[0]).toHaveProperty('picture');
    expect(await newcomer.presses('block.yes')).toContain('Картку заблоковано');
    expect(await newcomer.presses('card.new')).toContain(WAITS);
  });

  it('does not hinder the older one', async () => {
    const { owner } = await ownerAndNewcomer();
    expect(await owner.presses('card.new')).toContain('нова картка');
    expect(await owner.presses('data.get')).toContain('Ваші дані');
    expect(await erases(owner)).toContain('ми вас забули');
  });

  it('may do everything once the older one has said that it is the same person', async () => {
    const { owner, newcomer } = await ownerAndNewcomer();
    await owner.presses(`identity.yes:${(await newcomer.identity()).identityId}`);
    expect(await newcomer.presses('card.new')).toContain('нова картка');
  });

  it('stays in doubt when the older one vouches for another new one', async () => {
    const { owner, phone, newcomer } = await ownerAndNewcomer();
    const third = await connects(phone, later(2 * 60_000));
    await owner.presses(`identity.yes:${(await third.identity()).identityId}`);
    expect(await third.presses('data.get')).toContain('Ваші дані');
    expect(await newcomer.presses('data.get')).toContain(WAITS);
  });

  it('may do everything when the wait is over', async () => {
    const { newcomer, clock } = await ownerAndNewcomer();
    clock.advance(72 * HOUR);
    expect(await newcomer.presses('data.get')).toContain('Ваші дані');
  });
});

it('when a member has one chat only, then nothing waits', async () => {
  const person = aPerson(database.db);
  await registers(person, aPhone());
  const { memberId } = await person.identity();
  if (memberId) await transaction(database.db, (tx) => give(tx, { memberId, amount: 5n }));
  expect(await person.presses('card.new')).toContain('нова картка');
});
