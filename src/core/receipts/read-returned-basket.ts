// What came back with one return, as the rules look at it: the goods with the money that went back for them.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { receipt, receiptLine, receiptReturn, receiptReturnLine } from '#src/db/schema/receipts.ts';
import type { MemberId, ReturnId } from '#src/lib/id.ts';
import { listSelves } from '../members/list-selves.ts';
import type { Basket, BasketLine } from '../rules/basket.ts';
import { foldCategory } from '../stores/fold-category.ts';
import { readTimeZones } from '../stores/read-store.ts';

/** `memberId`: whose points it concerned. Null when the two have parted since. */
export async function readReturnedBasket(
  db: Reader,
  { memberId, returnId, timeZone }: { memberId: MemberId; returnId: ReturnId; timeZone: string },
): Promise<Basket | null> {
  const selves = await listSelves(db, memberId);
  const [row] = await db
    .select({ back: receiptReturn, soldIn: receipt.storeId, tillId: receipt.tillId })
    .from(receiptReturn)
    .innerJoin(
      receipt,
      and(eq(receipt.memberId, receiptReturn.memberId), eq(receipt.receiptId, receiptReturn.receiptId)),
    )
    .where(and(inArray(receiptReturn.memberId, selves), eq(receiptReturn.returnId, returnId)));
  if (!row) return null;
  const { back, soldIn, tillId } = row;
  const lines = await readLines(db, back);
  const amountMinor = Number(back.amountMinor);
  const rest = amountMinor - lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const zones = await readTimeZones(db);
  return {
    storeId: back.storeId,
    // Which till took the goods back is not told; that of the sale stands in the same store.
    tillId: soldIn === back.storeId ? tillId : null,
    timeZone: zones.get(back.storeId) ?? timeZone,
    occurredAt: back.occurredAt.getTime(),
    lines: rest > 0 ? [...lines, nameless(rest)] : lines,
    amountMinor,
    paidByPointsMinor: 0,
  };
}

async function readLines(
  db: Reader,
  { memberId, returnId, receiptId }: typeof receiptReturn.$inferSelect,
): Promise<BasketLine[]> {
  const rows = await db
    .select({ back: receiptReturnLine, sold: receiptLine })
    .from(receiptReturnLine)
    .innerJoin(
      receiptLine,
      and(
        eq(receiptLine.memberId, receiptReturnLine.memberId),
        eq(receiptLine.receiptId, receiptId),
        eq(receiptLine.lineNo, receiptReturnLine.lineNo),
      ),
    )
    .where(and(eq(receiptReturnLine.memberId, memberId), eq(receiptReturnLine.returnId, returnId)))
    .orderBy(asc(receiptReturnLine.lineNo));
  return rows.map(({ back, sold: { sku, name, category, brand, priceMinor, excluded } }) => ({
    lineNo: back.lineNo,
    sku,
    name,
    category: foldCategory(category),
    brand,
    excluded,
    quantityMilli: Number(back.quantityMilli),
    priceMinor: Number(priceMinor),
    amountMinor: Number(back.amountMinor),
  }));
}

/** What a receipt holds beyond its lines. */
function nameless(amountMinor: number): BasketLine {
  const blank = { sku: '', name: '', category: '', brand: '', excluded: false };
  return { lineNo: 0, ...blank, quantityMilli: 1_000, priceMinor: amountMinor, amountMinor };
}
