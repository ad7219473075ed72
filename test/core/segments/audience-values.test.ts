// Fields that rules and segments share mean the same, and a count that takes too long becomes an estimate.
import { sql as drizzleSql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Condition } from '#src/core/rules/condition.ts';
import { triggerFacts } from '#src/core/rules/facts.ts';
import { NUMBERS } from '#src/core/rules/read-field.ts';
import { factKey } from '#src/core/segments/audience-facts.ts';
import { countAudience } from '#src/core/segments/count-audience.ts';
import { readAudienceKnown } from '#src/core/segments/read-audience.ts';
import { readAudienceFacts } from '#src/core/segments/read-audience-facts.ts';
import { aMember, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { someFacts } from '#test/support/some-rules.ts';

const database = useDatabase();
const BIRTHDAYS = ['0004-02-29', '1990-03-01', '1985-02-28', '1991-12-31', '0004-01-01', '2000-07-15'];
/** Midnight in Kyiv is two or three hours before that of UTC; 2028 is a leap year. */
const MOMENTS = [
  '2026-02-27T22:30:00Z',
  '2026-02-28T12:00:00Z',
  '2026-02-28T22:00:00Z',
  '2028-02-28T23:00:00Z',
  '2026-12-31T21:59:00Z',
  '2026-12-31T22:00:00Z',
  '2026-07-15T20:59:59Z',
];
const SHARED = ['member.birthdayInDays', 'member.daysSinceBirthday', 'member.daysRegistered'] as const;
const registeredAt = new Date('2025-06-01T10:00:00Z');

beforeAll(() => aShop(database.db));

test('birthdays and days in the programme are counted as rules count them', async () => {
  const conditions = SHARED.map((field): Condition => ({ field, is: 'atLeast', value: 0 }));
  for (const birthday of BIRTHDAYS) {
    const { memberId } = await aMember(database.db, { registeredAt });
    await database.sql`update member set birthday = ${birthday} where member_id = ${memberId}`;
    const [, month = 0, day = 0] = birthday.split('-').map(Number);
    for (const moment of MOMENTS) {
      const at = new Date(moment);
      const known = await readAudienceKnown(database.db, conditions, at);
      const facts = await readAudienceFacts(database.db, [memberId], { conditions, known });
      const member = someFacts({ birthday: { month, day }, registeredAt: registeredAt.getTime() });
      const asRules = triggerFacts({ member, at: at.getTime(), timeZone: 'Europe/Kyiv', eventName: null });
      for (const field of SHARED) {
        const told = facts.get(memberId)?.values.get(factKey(field, null));
        // Nothing is added so that minus nothing is nothing.
        const meant = (NUMBERS[field]?.(asRules) ?? Number.NaN) + 0;
        expect([birthday, moment, field, told]).toEqual([birthday, moment, field, meant]);
      }
    }
  }
});

test('a count that takes too long is carried over from a sample, and says so', async () => {
  await database.sql`
    insert into member (member_id, name, tier_key, registered_at)
    select 'mem_' || lpad(n::text, 20, '0'), '', 'base', ${registeredAt} from generate_series(1, 14) n`;
  // A tenth of a second a member, twenty of them: too long for the exact number, and not for the sample.
  const slow = drizzleSql`pg_sleep(0.1) is not null`;
  const [row] = await database.sql<{ members: number }[]>`select count(*)::integer as members from member`;
  const counted = await countAudience(database.db, slow);
  expect(counted).toEqual({ members: row?.members, reachable: 0, about: true });
});
