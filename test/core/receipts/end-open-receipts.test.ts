import { beforeAll, expect, test } from 'vitest';
import { openHold } from '#src/core/ledger/open-hold.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { endOpenReceipts } from '#src/core/receipts/end-open-receipts.ts';
import { transaction } from '#src/db/client.ts';
import { openReceipt } from '#src/db/schema/receipts.ts';
import { aMember, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

test('when more old baskets wait than one go ends, then none is forgotten before its points are free', async () => {
  const later = new Date(NOON.getTime() + 30 * 86_400_000);
  const holders = await Promise.all([1, 2].map(() => aMember(database.db, { balance: 100n })));
  for (const { memberId } of holders)
    await transaction(database.db, async (tx) => {
      const asked = { memberId, key: memberId, amount: 10n, minutes: 1_440, askedBy: 'key', at: NOON };
      const { holdId, expiresAt } = await openHold(tx, asked);
      const hold = { holdId, points: '10', minutes: 1_440, expiresAt: expiresAt.toISOString() };
      await tx.insert(openReceipt).values({
        storeId: STORE,
        externalId: memberId,
        memberId,
        holdId,
        input: { hold },
        openedAt: NOON,
        changedAt: NOON,
      });
    });
  const end = (at: Date) => transaction(database.db, (tx) => endOpenReceipts(tx, at, 1));
  const left = async () => {
    const balances = await Promise.all(
      holders.map(({ memberId }) => readBalance(database.db, memberId, NOON)),
    );
    const baskets = await database.db.select().from(openReceipt);
    return { held: balances.reduce((sum, { held }) => sum + held, 0n), baskets: baskets.length };
  };
  await end(later);
  expect(await left()).toEqual({ held: 10n, baskets: 2 });
  await end(later);
  expect(await left()).toEqual({ held: 0n, baskets: 2 });
  await end(new Date(later.getTime() + 8 * 86_400_000));
  expect(await left()).toEqual({ held: 0n, baskets: 0 });
});
