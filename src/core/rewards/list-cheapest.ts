import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { reward } from '#src/db/schema/rewards.ts';

/** Points of the cheapest reward that can be ordered at that moment, by tier; a tier without any is absent. */
export async function listCheapest(
  db: Reader,
  { tierKeys, at }: { tierKeys: readonly string[]; at: Date },
): Promise<Map<string, bigint>> {
  const rows = await db
    .select({ price: reward.price, tierKeys: reward.tierKeys })
    .from(reward)
    .where(
      and(
        eq(reward.status, 'on'),
        eq(reward.currency, 'points'),
        sql`${reward.stock} is distinct from 0`,
        or(isNull(reward.ordersFrom), lte(reward.ordersFrom, at)),
        or(isNull(reward.ordersUntil), gt(reward.ordersUntil, at)),
      ),
    );
  const cheapest = new Map<string, bigint>();
  for (const tierKey of tierKeys) {
    for (const { price, tierKeys: allowed } of rows) {
      if (allowed.length > 0 && !allowed.includes(tierKey)) continue;
      const known = cheapest.get(tierKey);
      if (known === undefined || price < known) cheapest.set(tierKey, price);
    }
  }
  return cheapest;
}
