import { beforeAll, expect, it } from 'vitest';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { readToday } from '#src/core/reports/read-today.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;

beforeAll(() => aShop(database.db));

it('counts receipts by their own day, and tells what came back beside them', async () => {
  const clock = fixedClock(NOON);
  const desk = receiptDesk({ ...fresh(database.db), sql: database.sql, clock });
  const { cardNumber } = await aMember(database.db);
  const sold = aReceipt({ occurredAt: NOON, amountMinor: 300_00n });
  await desk.accept(sold, { cardNumber });
  await desk.accept(aReceipt({ occurredAt: new Date(NOON.getTime() - DAY_MS), amountMinor: 70_00n }), {
    cardNumber,
  });
  await database.sql`
    insert into receipt_return (member_id, return_id, receipt_id, store_id, external_id, input_hash, amount_minor,
      taken_back, given_back, owed, accepted_by, occurred_at, recorded_at)
    select member_id, 'ret_1', receipt_id, store_id, 'back', '', 12000, 0, 0, 0, 'key', ${NOON}, ${NOON}
    from receipt where amount_minor = 30000`;
  expect(await readToday(database.db, NOON)).toMatchObject({
    receipts: 1,
    turnoverMinor: 300_00,
    returns: 1,
    returnedMinor: 120_00,
  });
});
