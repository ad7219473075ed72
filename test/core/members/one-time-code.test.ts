import { beforeAll, expect, it } from 'vitest';
import {
  CODES_A_DAY,
  CODES_ABROAD_A_DAY,
  CODES_AN_HOUR,
  sendOneTimeCode,
} from '#src/core/members/one-time-code.ts';
import { transaction } from '#src/db/client.ts';
import { aPerson, aPhone, SECRET_KEY } from '#test/bots/dialogue/person.ts';
import { anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

const HOUR = 3_600_000;
const at = (days: number, hours = 0) => new Date(NOON.getTime() + (days * 24 + hours) * HOUR);
const sent = (key: string, attempts: number, when: Date) =>
  database.sql`insert into attempt_count (attempt_key, window_start, attempts) values (${key}, ${when}, ${attempts})`;

async function send(phone: string, when: Date): Promise<string> {
  const identityId = await anIdentity(database.db);
  return await transaction(database.db, async (tx) => {
    const { outcome } = await sendOneTimeCode(tx, { identityId, phone, secretKey: SECRET_KEY, at: when });
    return outcome;
  });
}

it('when the programme has sent its codes for the hour, then nobody gets one until it is over', async () => {
  await sent('codes:hour', CODES_AN_HOUR - 1, at(1));
  expect(await send(aPhone(), at(1))).toBe('sent');
  expect(await send(aPhone(), at(1))).toBe('paused');
  expect(await send(aPhone(), at(1, 2))).toBe('sent');
});

it('when it has sent those for the day, then nobody gets one, and a person is told so kindly', async () => {
  await sent('codes:day', CODES_A_DAY, new Date(NOON.getTime() - 1));
  const person = aPerson(database.db, { messenger: 'viber' });
  await person.does({ kind: 'start' });
  expect(await person.types(aPhone())).toContain('Зараз не можемо надіслати SMS');
  expect(person.last().sms).toEqual([]);
});

it('when numbers abroad have had theirs, then those at home still get codes', async () => {
  await sent('codes:abroad', CODES_ABROAD_A_DAY, at(5));
  expect(await send('+48501234567', at(5, 1))).toBe('paused');
  expect(await send(aPhone(), at(5, 1))).toBe('sent');
});
