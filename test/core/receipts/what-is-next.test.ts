import { beforeAll, expect, test } from 'vitest';
import { quoteReceipt } from '#src/core/receipts/quote-receipt.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aReceipt, aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { publishRule } from '#test/support/publish-rule.ts';

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

test('when goods that the law keeps out push the sum past a threshold, then what is still missing is told', async () => {
  const { memberId } = await aMember(database.db);
  await database.sql`insert into category (category, excluded) values ('wine', true)`;
  await publishRule(database, 'rul_00000000000000000081', {
    effects: [{ kind: 'fixed', currency: 'points', points: 50 }],
    when: { field: 'receipt.amount', is: 'atLeast', value: 1_000_00 },
  });
  const at = new Date('2026-04-10T09:00:00Z');
  const { known, rules } = fresh(database.db);
  const line = (category: string, amountMinor: number) => ({
    sku: category,
    name: category,
    category,
    quantityMilli: 1_000,
    priceMinor: amountMinor,
    discountMinor: 0,
    amountMinor,
  });
  const nextOf = async (...lines: ReturnType<typeof line>[]) => {
    const amountMinor = lines.reduce((sum, each) => sum + BigInt(each.amountMinor), 0n);
    const receipt = aReceipt({ occurredAt: at, amountMinor, lines });
    const asked = { memberId, receipt, at, known: await known(), rules: await rules() };
    const { next } = await transaction(database.db, (tx) => quoteReceipt(tx, asked));
    return next.filter(({ kind }) => kind === 'threshold');
  };
  const hint = { kind: 'threshold', missingMinor: 100_00, currency: 'points', points: 55 };
  expect(await nextOf(line('cheese', 900_00))).toMatchObject([hint]);
  expect(await nextOf(line('cheese', 900_00), line('wine', 300_00))).toMatchObject([hint]);
  expect(await nextOf(line('cheese', 1_000_00), line('wine', 300_00))).toEqual([]);
});
