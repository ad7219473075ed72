import { beforeAll, expect, test } from 'vitest';
import { listReceiptStories } from '#src/core/receipts/read-receipt-stories.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();

beforeAll(() => aShop(database.db));

test('a story tells what moved; why, and the lines, when it is asked for in full', async () => {
  const { memberId } = await aMember(database.db);
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock: fixedClock(NOON) });
  const line = {
    sku: '1',
    name: 'Хліб',
    category: 'Хліб',
    quantityMilli: 1_000,
    priceMinor: 862_40,
    discountMinor: 0,
    amountMinor: 862_40,
  };
  const { receiptId } = await desk.accept(aReceipt({ amountMinor: 862_40n, lines: [line] }), { memberId });
  const asked = [{ memberId, receiptId }];

  const short = (await listReceiptStories(database.db, asked)).get(receiptId);
  expect(short).toMatchObject({ moves: [{ amount: 43n, balanceAfter: 43n, reason: null }], lines: [] });
  const full = (await listReceiptStories(database.db, asked, { inFull: true })).get(receiptId);
  expect(full).toMatchObject({
    moves: [{ amount: 43n, balanceAfter: 43n, reason: { parts: [{ points: 43 }] } }],
    lines: [{ lineNo: 1, name: 'Хліб' }],
  });
});
