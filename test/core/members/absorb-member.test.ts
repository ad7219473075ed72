import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { useLiveCode } from '#src/core/cards/use-live-code.ts';
import { exportMember } from '#src/core/members/export-member.ts';
import { lockStandings } from '#src/core/members/lock-standings.ts';
import { findMemberByPhone } from '#src/core/members/read-member.ts';
import { transaction } from '#src/db/client.ts';
import { aPerson, aPhone, contact, registers } from '#test/bots/dialogue/person.ts';
import { aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

/** One person as two members: a claimed number in Viber, the same one proven in Telegram. */
async function twoOfOne() {
  const phone = aPhone();
  const viber = aPerson(database.db, { messenger: 'viber' });
  await registers(viber, phone, 'claimed');
  const { memberId: from } = await viber.identity();
  const telegram = aPerson(database.db);
  await registers(telegram, phone);
  const { memberId: into } = await telegram.identity();
  if (!from || !into) throw new Error('not a member');
  await transaction(database.db, (tx) => give(tx, { memberId: from, amount: 300n }));
  await viber.presses('phone.confirm');
  await viber.does(contact(phone, 'claimed'));
  return { viber, from, into, merges: () => viber.types(viber.code()) };
}

describe('a member who becomes part of another', () => {
  it('leaves used live codes used', async () => {
    const { from, into, merges } = await twoOfOne();
    await transaction(database.db, (tx) => useLiveCode(tx, { memberId: from, nonce: 'seen', at: NOON }));
    await merges();
    const again = transaction(database.db, (tx) =>
      useLiveCode(tx, { memberId: into, nonce: 'seen', at: NOON }),
    );
    await expect(again).rejects.toMatchObject({ code: 'live_code_used' });
  });

  it('has their transfers and consents in the archive of the other', async () => {
    const { into, merges } = await twoOfOne();
    await merges();
    const archive = await exportMember(database.db, into);
    expect(archive).toMatchObject({ balance: 300 });
    const transfers = archive.transfers as { amount: number }[];
    expect(transfers.map((each) => each.amount).toSorted((a, b) => a - b)).toEqual([-300, 300, 300]);
    expect(archive.consents).toHaveLength(4);
  });

  it('waits for the accounts before any member is locked, as receipts do', async () => {
    const { from, into, merges } = await twoOfOne();
    let merging: Promise<string> | undefined;
    await transaction(database.db, async (tx) => {
      await lockStandings(tx, from, into);
      merging = merges();
      await until('it to wait', async () => {
        const waiting = await database.sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        return waiting.length === 1;
      });
      for (const id of [from, into])
        await tx.execute(sql`select 1 from member where member_id = ${id} for update nowait`);
    });
    expect(await merging).toContain('300');
  });
});

it('when a number is only claimed, then it finds nobody', async () => {
  const phone = aPhone();
  const person = aPerson(database.db, { messenger: 'viber' });
  await registers(person, phone, 'claimed');
  expect(await findMemberByPhone(database.db, phone)).toBeNull();
  await person.presses('phone.confirm');
  await person.types(person.code());
  expect((await findMemberByPhone(database.db, phone))?.memberId).toBe((await person.identity()).memberId);
});
