// What the neighbours bought in a year, visit by visit.
import type { ReceiptInput, ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { maximumBurn } from '#src/core/rules/base-points.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { DemoPerson } from './people.ts';
import { PRODUCTS } from './products.ts';
import type { Random } from './random.ts';
import { STORES, tillId } from './shop.ts';

const DAY_MS = 86_400_000;

/** The moments of a person's visits, oldest first, all before `until`. */
export function visits(person: DemoPerson, { until, random }: { until: Date; random: Random }): Date[] {
  const { everyDays, firstDay, lastDay } = person.habit;
  const moments: Date[] = [];
  let daysAgo = firstDay - random.next() * everyDays;
  while (daysAgo > lastDay + 0.2) {
    // Shops are full towards the evening: between 8:00 and 21:00 in Kyiv, most of all at six.
    const hour = Math.min(19, Math.max(6, random.around(15, 4, 6)));
    const day = Math.floor((until.getTime() - daysAgo * DAY_MS) / DAY_MS) * DAY_MS;
    const moment = new Date(day + Math.floor(hour * 3_600_000) + random.whole(0, 59_999));
    if (moment < until) moments.push(moment);
    daysAgo -= Math.max(1, random.around(everyDays, everyDays / 2, 1));
  }
  return moments;
}

/** A basket of lines with its sum in kopiykas. */
export function basket(person: DemoPerson, random: Random): { lines: ReceiptLine[]; amountMinor: bigint } {
  const count = Math.round(random.around(person.habit.basket, 4, 1));
  const lines: ReceiptLine[] = [];
  let sum = 0;
  for (let line = 0; line < count; line++) {
    const product = random.pick(PRODUCTS);
    const quantityMilli = product.weighed ? random.whole(200, 1_800) : 1_000 * (random.chance(0.2) ? 2 : 1);
    const full = Math.round((product.priceMinor * quantityMilli) / 1_000);
    const discountMinor = random.chance(0.12) ? Math.round(full * 0.15) : 0;
    const amountMinor = full - discountMinor;
    const { sku, name, category, priceMinor } = product;
    lines.push({ sku, name, category, quantityMilli, priceMinor, discountMinor, amountMinor });
    sum += amountMinor;
  }
  return { lines, amountMinor: BigInt(sum) };
}

/** The receipt of one visit. `spendable` is what the person could burn; some do. */
export function demoReceipt(
  person: DemoPerson,
  input: { visit: number; occurredAt: Date; spendable: bigint; known: KnownProgramme; random: Random },
): ReceiptInput {
  const { visit, occurredAt, spendable, known, random } = input;
  const store = STORES.find((each) => each.storeId === person.habit.homeStore);
  const shop = store && random.chance(0.9) ? store : random.pick(STORES);
  const { lines, amountMinor } = basket(person, random);
  const { maxBurnBp, pointValueMinor } = known.programme;
  const wants = spendable >= 50n && random.chance(person.habit.burns * 0.12);
  const number = String(1_000 + ((person.number * 7 + visit * 131) % 9_000));
  return {
    storeId: shop.storeId,
    tillId: tillId(shop.storeId, random.whole(1, shop.tills)),
    externalId: `demo/${person.number}/${visit}`,
    number,
    amountMinor,
    burn: wants ? maximumBurn({ amountMinor, spendable, maxBurnBp, pointValueMinor }) : 0n,
    occurredAt,
    lines,
    acceptedBy: 'demo',
  };
}
