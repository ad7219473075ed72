// A till that leaves out the category of a line has it from the shop's own catalogue, which is kept in memory for a moment,
// sku by sku. Lines that say their category cost nothing.
import { type ReceiptLine, UNTOLD_CATEGORY } from '#src/core/receipts/receipt-input.ts';
import { type Goods, listGoods } from '#src/core/stores/list-goods.ts';
import type { Db } from '#src/db/client.ts';

const KEPT_MS = 10_000;
const MOST_KEPT = 50_000;

export type ToldLine = Omit<ReceiptLine, 'category'> & { category?: string | undefined };

export interface KnownGoods {
  /** The lines, each with a category: its own, that of the catalogue (and its brand, where none is told), or `other`. */
  complete(lines: ToldLine[]): Promise<ReceiptLine[]>;
}

export function knownGoods(db: Db, now: () => number = () => performance.now()): KnownGoods {
  const kept = new Map<string, { goods: Goods | null; readAt: number }>();

  async function learn(skus: ReadonlySet<string>): Promise<void> {
    const readAt = now();
    const unknown = [...skus].filter((sku) => {
      const known = kept.get(sku);
      return !known || readAt - known.readAt > KEPT_MS;
    });
    if (unknown.length === 0) return;
    const found = await listGoods(db, unknown);
    if (kept.size + unknown.length > MOST_KEPT) kept.clear();
    for (const sku of unknown) kept.set(sku, { goods: found.get(sku) ?? null, readAt });
  }

  return {
    async complete(lines) {
      if (areWhole(lines)) return lines;
      const untold = lines.filter(({ category }) => category === undefined);
      await learn(new Set(untold.map(({ sku }) => sku)));
      return lines.map((line) => completed(line, kept.get(line.sku)?.goods ?? null));
    },
  };
}

function areWhole(lines: ToldLine[]): lines is ReceiptLine[] {
  return lines.every(({ category }) => category !== undefined);
}

function completed({ sku, name, category, ...rest }: ToldLine, goods: Goods | null): ReceiptLine {
  if (category !== undefined || !goods) return { sku, name, category: category ?? UNTOLD_CATEGORY, ...rest };
  const { brand = goods.brand } = rest;
  const fromCatalogue: ReceiptLine['fromCatalogue'] =
    rest.brand === undefined ? ['category', 'brand'] : ['category'];
  return { sku, name, category: goods.category, ...rest, brand, fromCatalogue };
}
