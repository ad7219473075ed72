import { and, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import type { OfferId } from '#src/lib/id.ts';
import type { KnownRules, KnownRulesReader } from '../rules/known-rules.ts';
import { offersOf } from './known-offers.ts';

/**
 * The rules in force for whoever looks at an offer or takes it: with the version of it that is handed out now. One that went
 * live after the rules were last read has them read again, so that nobody is told that it is over before they saw it.
 */
export async function rulesWithOffer(
  db: Reader,
  rules: KnownRulesReader,
  offerId: OfferId,
): Promise<KnownRules> {
  const [known, [live]] = await Promise.all([
    rules(),
    db
      .select({ version: offer.version })
      .from(offer)
      .where(and(eq(offer.offerId, offerId), eq(offer.status, 'live'))),
  ]);
  const has = offersOf(known).live.find((each) => each.offerId === offerId);
  return !live || has?.version === live.version ? known : await rules.refresh();
}
