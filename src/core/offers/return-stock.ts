import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';

/**
 * Somebody else can have what these coupons were: one for each mention of their offer. Offers are locked in the order of
 * their ids. Codes of a pool that were shown to somebody stay with them, so the next one gets another code.
 */
export async function returnStock(tx: Tx, offerIds: readonly OfferId[]): Promise<void> {
  for (const [offerId, { length }] of Map.groupBy(offerIds.toSorted(), (id) => id))
    await tx
      .update(offer)
      .set({ taken: sql`greatest(0, ${offer.taken} - ${length}::bigint)` })
      .where(eq(offer.offerId, offerId));
}
