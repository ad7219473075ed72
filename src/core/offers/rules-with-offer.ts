import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';
import type { KnownRules, KnownRulesReader } from '../rules/known-rules.ts';
import { offersOf } from './known-offers.ts';

/**
 * The rules in force, this offer among them if it is live: one that went live after the rules were last read has them
 * read again, so that nobody is told that it is not there.
 */
export async function rulesWithOffer(
  db: Reader,
  rules: KnownRulesReader,
  offerId: OfferId,
): Promise<KnownRules> {
  const known = await rules();
  if (offersOf(known).live.some((each) => each.offerId === offerId)) return known;
  const [live] = await db
    .select({ offerId: offer.offerId })
    .from(offer)
    .where(and(eq(offer.offerId, offerId), eq(offer.status, 'live')));
  return live ? await rules.refresh() : known;
}
