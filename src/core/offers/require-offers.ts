import { inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/** Throws Refusal not_found {what: 'offer', id} when one of them is not there. */
export async function requireOffers(db: Reader, offerIds: readonly OfferId[]): Promise<void> {
  if (offerIds.length === 0) return;
  const rows = await db
    .select({ offerId: offer.offerId })
    .from(offer)
    .where(inArray(offer.offerId, [...offerIds]));
  const known = new Set(rows.map(({ offerId }) => offerId));
  const missing = offerIds.find((offerId) => !known.has(offerId));
  if (missing) throw new Refusal('not_found', { what: 'offer', id: missing });
}
