// A receipt as the rules look at it.
import type { Basket, BasketLine } from '../rules/basket.ts';
import { spreadPoints } from '../rules/spread-points.ts';
import { type FoldedCategory, foldCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { ReceiptInput } from './receipt-input.ts';

/** `excluded`: the categories that the law keeps out. */
export function basketOf(
  input: ReceiptInput,
  { known, excluded }: { known: KnownProgramme; excluded: ReadonlySet<FoldedCategory> },
): Basket {
  const amountMinor = Number(input.amountMinor);
  return {
    storeId: input.storeId,
    tillId: input.tillId,
    timeZone: known.zones.get(input.storeId) ?? known.programme.timeZone,
    occurredAt: input.occurredAt.getTime(),
    lines: linesOf(input, { amountMinor, excluded }),
    amountMinor,
    paidByPointsMinor: Number(input.burn * known.programme.pointValueMinor),
  };
}

/**
 * The lines sum to the receipt: what it holds beyond them stands as line 0, and what a till has taken off the whole
 * of it comes off each line by its share.
 */
function linesOf(
  { lines, amountMinor: _sum }: ReceiptInput,
  { amountMinor, excluded }: { amountMinor: number; excluded: ReadonlySet<FoldedCategory> },
): BasketLine[] {
  const listed = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const paid =
    listed > amountMinor
      ? spreadPoints(
          amountMinor,
          lines.map((line) => line.amountMinor),
        )
      : null;
  const basket = lines.map((line, place) => {
    const category = foldCategory(line.category);
    return {
      lineNo: place + 1,
      sku: line.sku,
      name: line.name,
      category,
      brand: line.brand ?? '',
      quantityMilli: line.quantityMilli,
      priceMinor: line.priceMinor,
      amountMinor: paid?.[place] ?? line.amountMinor,
      excluded: excluded.has(category),
    };
  });
  if (listed >= amountMinor) return basket;
  const rest = amountMinor - listed;
  const nameless = { sku: '', name: '', category: '', brand: '', quantityMilli: 1_000, excluded: false };
  return [...basket, { lineNo: 0, ...nameless, priceMinor: rest, amountMinor: rest }];
}
