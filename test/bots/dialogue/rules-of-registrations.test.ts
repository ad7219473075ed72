// What rules give for a registration in a chat waits for a proven number, as welcome points do; gifts too.
import { beforeAll, expect, it } from 'vitest';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { listOrdersOf } from '#src/core/rewards/find-order.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { triggeredRules } from '#test/support/triggered-rules.ts';
import { aPerson, aPhone, contact, type Person, registers, writtenDown } from './person.ts';

const database = useDatabase();
const { publish, follow } = triggeredRules(database);

beforeAll(async () => {
  await aShop(database.db, { welcomePoints: 0n });
  await publish({
    trigger: { on: 'registration' },
    effects: [
      { kind: 'fixed', currency: 'points', points: 12 },
      { kind: 'gift', name: { uk: 'Горнятко' } },
    ],
  });
});

const memberIdOf = async (person: Person) => {
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('not a member');
  return memberId;
};
/** Points and gifts, once the rules have heard of everything. */
const given = async (memberId: MemberId) => {
  await follow();
  const { balance } = await readBalance(database.db, memberId, NOON);
  return [balance, (await listOrdersOf(database.db, memberId, 10)).length];
};

it('when a number is only claimed in Viber, then nothing is given before the code, and once after it', async () => {
  const phone = aPhone();
  const person = aPerson(database.db, { messenger: 'viber' });
  await registers(person, phone, 'claimed');
  const memberId = await memberIdOf(person);
  expect(await given(memberId)).toEqual([0n, 0]);
  await person.presses('phone.confirm');
  await person.types(person.code());
  expect(await given(memberId)).toEqual([12n, 1]);
  expect(await given(memberId)).toEqual([12n, 1]);
});

it('when a number is only claimed and then proven by somebody else, then nothing is given to whoever claimed it', async () => {
  const phone = aPhone();
  const claimer = aPerson(database.db, { messenger: 'viber' });
  await registers(claimer, phone, 'claimed');
  await registers(aPerson(database.db), phone);
  expect(await given(await memberIdOf(claimer))).toEqual([0n, 0]);
});

it('when the messenger vouches for the number, then it is given at once', async () => {
  const person = aPerson(database.db);
  await registers(person, aPhone());
  expect(await given(await memberIdOf(person))).toEqual([12n, 1]);
});

it('when staff write somebody down, then it is given at once, and no second time in the chat', async () => {
  const phone = aPhone();
  const { memberId } = await writtenDown(database.db, phone);
  expect(await given(memberId)).toEqual([12n, 1]);
  const person = aPerson(database.db);
  await person.does({ kind: 'start' });
  await person.does(contact(phone));
  expect(await memberIdOf(person)).toBe(memberId);
  expect(await given(memberId)).toEqual([12n, 1]);
});
