import { desc, ne } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';

/** What offers are called, the newest first; those that nobody has ever seen are left out. */
export async function listOfferNames(
  db: Reader,
): Promise<{ offerId: OfferId; name: string; status: 'live' | 'paused' | 'ended' | 'draft' }[]> {
  return await db
    .select({ offerId: offer.offerId, name: offer.name, status: offer.status })
    .from(offer)
    .where(ne(offer.status, 'draft'))
    .orderBy(desc(offer.createdAt));
}
