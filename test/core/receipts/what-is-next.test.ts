import { beforeAll, expect, test } from 'vitest';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aReceipt, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db, { tierPeriod: 'months', tierMonths: 1 }));

test('when it is already another month here and not yet by the world clock, then the receipt counts for this month', async () => {
  const { memberId } = await aMember(database.db);
  // Half past midnight of the 1st of April in Kyiv.
  const at = new Date('2026-03-31T21:30:00Z');
  const { known, rules } = fresh(database.db);
  const receipt = aReceipt({ occurredAt: at, amountMinor: 100_00n });
  const asked = { memberId, receipt, at, known: await known(), rules: await rules() };
  const { next } = await transaction(database.db, (tx) => quoteReceipt(tx, asked));
  expect(next).toMatchObject([{ kind: 'tier', tierKey: 'silver', missing: 9_900_00n }]);
});
