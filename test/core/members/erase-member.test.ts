import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { exportMember } from '#src/core/members/export-member.ts';
import { sendOneTimeCode } from '#src/core/members/one-time-code.ts';
import { sweepWords } from '#src/core/members/sweep-words.ts';
import { transaction } from '#src/db/client.ts';
import { actionsOf, aPerson, contact, SECRET_KEY } from '#test/bots/dialogue/person.ts';
import { aShop, give, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db, { welcomePoints: 50n }));

const NAME = 'Примітна Незабутенко';
const PHONE = '+380671239876';

/** Every row of every table as text, with where it was found. */
async function rowsWith(words: string): Promise<string[]> {
  const tables = await database.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.sql<{ row: string }[]>`
      select t::text as row from ${database.sql(name)} t where t::text like ${`%${words}%`}`;
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

async function aRememberedMember() {
  const person = aPerson(database.db, { shownName: NAME });
  await person.does({ kind: 'start' });
  await person.does(contact(PHONE));
  await person.presses('name.shown');
  await person.presses('consent.all');
  await person.presses('card');
  const { memberId, identityId, externalId } = await person.identity();
  if (!memberId) throw new Error('not a member');
  await transaction(database.db, async (tx) => {
    await give(tx, { memberId, amount: 10n });
    await sendOneTimeCode(tx, { identityId, phone: PHONE, secretKey: SECRET_KEY, at: NOON });
  });
  const payload = JSON.stringify({
    message: { from: { first_name: NAME }, contact: { phone_number: PHONE } },
  });
  await database.sql`insert into inbox (messenger, update_key, external_id, payload, received_at)
    values ('telegram', 'u1', ${externalId}, ${payload}::text::jsonb, ${NOON})`;
  return { person, memberId };
}

describe('erasing a member', () => {
  it('who types the word leaves neither name nor phone in any table, and the books as they were', async () => {
    const { person, memberId } = await aRememberedMember();
    expect((await rowsWith(NAME)).length).toBeGreaterThan(2);
    expect((await rowsWith(PHONE)).length).toBeGreaterThan(2);
    const books = await database.sql`select * from entry order by transfer_id, account`;
    const archive = await exportMember(database.db, memberId);
    expect(archive).toMatchObject({
      member: { name: NAME, phone: PHONE },
      balance: 60,
      consents: [{}, {}],
      cards: [{}],
    });

    expect(await person.presses('data.erase')).toContain('60\u00a0балів');
    expect(await person.types('ні, передумала')).toBe('Нічого не видалено.');
    const [asked] = await person.does({ kind: 'action', action: 'data.erase' }, true);
    expect(actionsOf([asked ?? {}])).toEqual(['cancel']);
    expect(await person.types('видалити')).toContain('ми вас забули');

    // Kept apart until the messages of others are swept.
    expect((await rowsWith(NAME)).map((row) => row.split(':')[0])).toEqual(['erased_words']);
    const later = new Date(NOON.getTime() + 5 * 60_000 + 1);
    expect(await transaction(database.db, (tx) => sweepWords(tx, NOON))).toBe(0);
    expect(await transaction(database.db, (tx) => sweepWords(tx, later))).toBe(1);
    expect(await rowsWith(NAME)).toEqual([]);
    expect(await rowsWith(PHONE)).toEqual([]);
    expect(await rowsWith(PHONE.slice(1))).toEqual([]);
    expect(await database.sql`select * from entry order by transfer_id, account`).toEqual(books);
    expect((await auditLedger(database.db)).findings).toEqual([]);
    await expect(exportMember(database.db, memberId)).rejects.toMatchObject({ code: 'member_erased' });
    await expect(transaction(database.db, (tx) => eraseMember(tx, memberId, NOON))).rejects.toMatchObject({
      code: 'member_erased',
    });
  });

  it('lets the same person and phone begin anew, as somebody new', async () => {
    const person = aPerson(database.db);
    await person.does({ kind: 'start' });
    expect((await person.does(contact(PHONE)))[0]?.text).toContain('Як до вас звертатися?');
  });
});
