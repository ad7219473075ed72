import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';

export interface Category {
  category: string;
  /** By law: neither earns, nor is discounted, nor paid with points. */
  excluded: boolean;
  products: number;
  changedBy: string | null;
  changedAt: Date | null;
}

/** Every category that a product is in or that was spoken of, by name. */
export async function listCategories(db: Reader): Promise<Category[]> {
  return await db.execute<Category & Record<string, unknown>>(sql`
    select category, coalesce(c.excluded, false) as excluded, coalesce(p.products, 0)::integer as products,
      c.changed_by as "changedBy", c.changed_at as "changedAt"
    from category c full join (select category, count(*) as products from product group by category) p using (category)
    where category <> ''
    order by category`);
}
