import { beforeAll, expect, test } from 'vitest';
import { recordAnonymous } from '#src/core/receipts/record-anonymous.ts';
import { sweepReceipts } from '#src/core/receipts/sweep-receipts.ts';
import { waitWithReturn } from '#src/core/receipts/wait-with-return.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const day = (count: number) => new Date(NOON.getTime() + count * 86_400_000);

beforeAll(() => aShop(database.db, { claimDays: 14 }));

async function aSlip(): Promise<string> {
  const { known, rules } = fresh(database.db);
  const receipt = aReceipt();
  const input = { receipt, timed: true, at: NOON, known: await known(), rules: await rules() };
  await transaction(database.db, (tx) => recordAnonymous(tx, input));
  return receipt.externalId;
}

const comesBack = (receiptExternalId: string) =>
  transaction(database.db, (tx) =>
    waitWithReturn(tx, {
      storeId: STORE,
      receiptExternalId,
      externalId: `back of ${receiptExternalId}`,
      what: { amountMinor: 10_00 },
      acceptedBy: 'key',
      occurredAt: NOON,
      at: NOON,
    }),
  );

const sweep = (at: Date) => transaction(database.db, (tx) => sweepReceipts(tx, at));
const left = async () => {
  const slips = await database.sql<{ id: string }[]>`select external_id as id from anonymous_receipt`;
  const returns = await database.sql<{ id: string }[]>`select receipt_external_id as id from waiting_return`;
  return { slips: slips.map(({ id }) => id), returns: returns.map(({ id }) => id) };
};

test('what nobody claims and no sale can come for is kept as long as it may be asked for, then goes', async () => {
  const { memberId } = await aMember(database.db);
  const [claimed, nobodys] = [await aSlip(), await aSlip()];
  await database.sql`
    update anonymous_receipt set claimed_by = ${memberId}, claimed_at = ${NOON} where external_id = ${claimed}`;
  await comesBack(nobodys);
  await comesBack('never came');

  expect(await sweep(day(14 + 89))).toBe(0);
  expect(await sweep(day(14 + 90))).toBe(2);
  expect(await left()).toEqual({ slips: [claimed], returns: ['never came'] });
  expect(await sweep(day(399))).toBe(0);
  expect(await sweep(day(400))).toBe(1);
  expect(await left()).toEqual({ slips: [claimed], returns: [] });
});
