// A shop whose members take offers, buy with them and bring goods back.

import { eq } from 'drizzle-orm';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { type ReturnInput, returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { takeOffer } from '#src/core/showcase/take-offer.ts';
import { transaction } from '#src/db/client.ts';
import { coupon } from '#src/db/schema/offers.ts';
import type { FixedClock } from '#src/lib/clock.ts';
import type { MemberId, OfferId } from '#src/lib/id.ts';
import { aReceipt, STORE } from './a-shop.ts';
import { MARKETER } from './an-offer.ts';
import type { TestDatabase } from './database.ts';
import { fresh } from './fresh.ts';

let returns = 0;

export function couponShop(database: Pick<TestDatabase, 'db' | 'sql'>, clock: FixedClock) {
  async function take(memberId: MemberId, offerId: OfferId) {
    const { known, rules } = fresh(database.db);
    const asked = { memberId, offerId, at: clock.now(), known: await known(), rules: await rules() };
    return await transaction(database.db, (tx) => takeOffer(tx, asked));
  }

  function accept(memberId: MemberId, receipt: Partial<ReceiptInput> = {}) {
    const { known, rules } = fresh(database.db);
    const desk = receiptDesk({ db: database.db, sql: database.sql, known, rules, clock });
    return desk.accept(aReceipt({ occurredAt: clock.now(), ...receipt }), { memberId });
  }

  async function giveBack(externalId: string, what: ReturnInput['what'] = 'all') {
    const known = await fresh(database.db).known();
    const at = clock.now();
    const told = { storeId: STORE, receiptExternalId: externalId, externalId: `ret-${++returns}`, what };
    return await transaction(database.db, (tx) =>
      returnReceipt(tx, { ...told, acceptedBy: MARKETER, occurredAt: at, at, known }),
    );
  }

  async function couponsOf(memberId: MemberId) {
    return await database.db
      .select()
      .from(coupon)
      .where(eq(coupon.memberId, memberId))
      .orderBy(coupon.couponId);
  }

  return { take, accept, giveBack, couponsOf };
}

export const milk = (amountMinor: number) => ({
  sku: 'milk',
  name: 'Milk',
  category: 'milk',
  quantityMilli: 1_000,
  priceMinor: amountMinor,
  discountMinor: 0,
  amountMinor,
});
export const bread = (amountMinor: number) => ({
  ...milk(amountMinor),
  sku: 'bread',
  name: 'Bread',
  category: 'bread',
});
