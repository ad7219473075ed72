import { expect, it } from 'vitest';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { noteTerms } from '#src/core/stores/note-terms.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();

it('what a shop sets up before anybody has bought by it is no history', async () => {
  await aShop(database.db);
  const kept = async () => {
    await transaction(database.db, (tx) => noteTerms(tx, NOON));
    return (await database.sql`select from programme_terms`).length;
  };
  expect(await kept()).toBe(0);
  const { memberId } = await aMember(database.db);
  const deps = { sql: database.sql, ...fresh(database.db), clock: fixedClock(NOON) };
  await acceptLate(deps, [{ input: aReceipt(), member: { memberId } }]);
  expect(await kept()).toBe(1);
});
