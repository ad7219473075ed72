// Members with an open chat and points to look at: what the tests about points share.
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { transaction } from '#src/db/client.ts';
import type { FixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aReceipt, give, STORE } from '#test/support/a-shop.ts';
import type { TestDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';
import { aPerson, aPhone, type Person, registers } from './person.ts';

/** Without no-break spaces. */
export const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

export const line = (fields: Partial<ReceiptLine> = {}): ReceiptLine => ({
  sku: '1',
  name: 'Молоко',
  category: 'Молочне',
  quantityMilli: 1_000,
  priceMinor: 100_00,
  discountMinor: 0,
  amountMinor: 100_00,
  ...fields,
});
export const coffee = (pieces: number) =>
  line({
    sku: '2',
    name: 'Кава',
    category: 'Кава',
    quantityMilli: pieces * 1_000,
    priceMinor: 50_00,
    amountMinor: pieces * 50_00,
  });
export const tobacco = line({ sku: '3', name: 'Цигарки', category: 'Тютюн' });

/** What members do in a shop of one test file. */
export function theShop(database: Pick<TestDatabase, 'db' | 'sql'>, clock: FixedClock) {
  async function aMemberInChat(
    fields: Parameters<typeof aPerson>[1] = {},
  ): Promise<Person & { memberId: MemberId }> {
    const person = aPerson(database.db, { clock, ...fields });
    await registers(person, aPhone());
    const { memberId } = await person.identity();
    if (!memberId) throw new Error('registration made no member');
    return { ...person, memberId };
  }

  async function buys(memberId: MemberId, lines: ReceiptLine[], burn = 0n) {
    const amountMinor = lines.reduce((sum, each) => sum + BigInt(each.amountMinor), 0n);
    const input = aReceipt({ amountMinor, burn, lines, occurredAt: clock.now() });
    const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
    const { receiptId } = await desk.accept(input, { memberId });
    return { receiptId, externalId: input.externalId, number: input.number };
  }

  async function brings(receiptExternalId: string, lineNo: number) {
    const known = await fresh(database.db).known();
    const at = clock.now();
    const what = { lines: [{ lineNo, quantityMilli: 1_000 }] };
    const input = {
      storeId: STORE,
      receiptExternalId,
      externalId: `back-${receiptExternalId}`,
      what,
      acceptedBy: 'stf_1',
      occurredAt: at,
    };
    await transaction(database.db, (tx) => returnReceipt(tx, { ...input, at, known }));
  }

  const gives = (memberId: MemberId, amount: bigint) =>
    transaction(database.db, (tx) =>
      give(tx, { memberId, amount, at: clock.now(), expiresAt: new Date('2026-12-31T22:00:00Z') }),
    );

  return { aMemberInChat, buys, brings, gives };
}
