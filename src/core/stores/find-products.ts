import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

export interface ProductFound {
  sku: string;
  name: string;
  category: string;
  brand: string;
  priceMinor: number;
}

/** Products whose sku begins with the words, or whose name or brand holds them; by name. All of them when there are none. */
export async function findProducts(
  db: Reader,
  { search, limit }: { search: string; limit: number },
): Promise<ProductFound[]> {
  const words = search.trim().replace(/[\\%_]/g, '\\$&');
  return await db.execute<ProductFound & Record<string, unknown>>(sql`
    select sku, name, category, brand, price_minor::float8 as "priceMinor" from product
    where sku like ${`${words}%`} or name ilike ${`%${words}%`} or brand ilike ${`%${words}%`}
    order by name, sku limit ${limit}`);
}

/** Every brand that a product has, by name. */
export async function listBrands(db: Reader): Promise<string[]> {
  const rows = await db.execute<{ brand: string }>(
    sql`select distinct brand from product where brand <> '' order by brand limit 1000`,
  );
  return rows.map(({ brand }) => brand);
}

/** What products are called, by sku; those that are not known are left out. */
export async function findProductNames(db: Reader, skus: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.execute<{ sku: string; name: string }>(
    sql`select sku, name from product where sku = any (${sql.param(skus)}::text[])`,
  );
  return new Map(rows.map(({ sku, name }) => [sku, name]));
}
