import { beforeAll, expect, it } from 'vitest';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { acceptReceiptIn } from '#src/core/receipts/accept-burn.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

it('when a till’s clock is ahead of ours, then its points are there at once, and nothing says that they come later', async () => {
  const { memberId } = await aMember(database.db);
  const { known, rules } = fresh(database.db);
  const receipt = aReceipt({ amountMinor: 200_00n, occurredAt: new Date(NOON.getTime() + 120_000) });
  const settings = await known();
  const { told } = await transaction(database.db, (tx) =>
    acceptReceiptIn(tx, { memberId, receipt, at: NOON, known: settings, rules }),
  );
  expect(told.awards).toMatchObject([{ points: 10, activeAt: NOON.toISOString() }]);
  expect(await readBalance(database.db, memberId, NOON)).toMatchObject({ spendable: 10n, pending: [] });
});
