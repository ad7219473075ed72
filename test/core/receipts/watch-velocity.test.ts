import { beforeAll, expect, test } from 'vitest';
import { answerBurn } from '#src/core/receipts/answer-burn.ts';
import { requestBurn } from '#src/core/receipts/request-burn.ts';
import { transaction } from '#src/db/client.ts';
import type { StaffId } from '#src/lib/id.ts';
import { aMember, anIdentity, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const staffId: StaffId = 'stf_00000000000000000001';
const DAY_MS = 24 * 3_600_000;

beforeAll(() => aShop(database.db));

test('when a cashier burns from one card again and again, then it is noted once a day', async () => {
  const { memberId } = await aMember(database.db, { balance: 1_000n });
  await anIdentity(database.db, { memberId });
  const { known: knowing, rules } = fresh(database.db);
  const known = await knowing();
  const burn = async (number: string, at: Date) => {
    const receipt = aReceipt({
      number,
      externalId: number,
      burn: 1n,
      acceptedBy: staffId,
      amountMinor: 100_00n,
      occurredAt: at,
    });
    const { burnRequestId } = await transaction(database.db, (tx) =>
      requestBurn(tx, { memberId, receipt, staffId, at, known, rules }),
    );
    const settled = await transaction(database.db, (tx) =>
      answerBurn(tx, { memberId, burnRequestId, identityId: 'idn_1', answer: 'yes', at, known, rules }),
    );
    expect(settled.status).toBe('accepted');
  };
  const notes = async () =>
    (
      await database.sql<{ receipts: number }[]>`
        select (detail->>'receipts')::integer as receipts from audit_log
        where action = 'till.velocity' and subject = ${memberId} and actor = ${staffId} order by audit_id`
    ).map((row) => row.receipts);
  for (let n = 1; n <= 4; n++) await burn(`a${n}`, NOON);
  expect(await notes()).toEqual([]);
  for (let n = 5; n <= 10; n++) await burn(`a${n}`, NOON);
  expect(await notes()).toEqual([5]);
  const nextDay = new Date(NOON.getTime() + DAY_MS + 1);
  for (let n = 1; n <= 5; n++) await burn(`b${n}`, nextDay);
  expect(await notes()).toEqual([5, 5]);
});
