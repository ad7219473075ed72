import type { Tx } from '#src/db/client.ts';
import { product, programme, store, tier, till } from '#src/db/schema/stores.ts';
import { PRODUCTS } from './products.ts';
import { PROGRAMME, STORES, TIERS, tillId } from './shop.ts';

/** The programme, tiers, stores, tills and products of the demo shop. Harmless when they are there. */
export async function storeShop(tx: Tx): Promise<void> {
  await tx.insert(programme).values(PROGRAMME).onConflictDoNothing();
  await tx
    .insert(tier)
    .values([...TIERS])
    .onConflictDoNothing();
  await tx
    .insert(store)
    .values(STORES.map(({ tills: _tills, ...each }) => each))
    .onConflictDoNothing();
  const tills = STORES.flatMap(({ storeId, tills: count }) =>
    Array.from({ length: count }, (_, index) => ({
      storeId,
      tillId: tillId(storeId, index + 1),
      name: `Каса ${index + 1}`,
    })),
  );
  await tx.insert(till).values(tills).onConflictDoNothing();
  await tx
    .insert(product)
    .values(
      PRODUCTS.map(({ weighed: _weighed, ...each }) => ({ ...each, priceMinor: BigInt(each.priceMinor) })),
    )
    .onConflictDoNothing();
}
