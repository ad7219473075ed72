import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

/** What the shop's own catalogue says of a product. */
export interface Goods {
  category: string;
  /** '' when it has none. */
  brand: string;
}

/** By sku, of those that are in the catalogue with a category. */
export async function listGoods(db: Reader, skus: readonly string[]): Promise<Map<string, Goods>> {
  const rows = await db.execute<Goods & { sku: string } & Record<string, unknown>>(sql`
    select sku, category, brand from product
    where sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb)) and category <> ''`);
  return new Map(rows.map(({ sku, category, brand }) => [sku, { category, brand }]));
}
