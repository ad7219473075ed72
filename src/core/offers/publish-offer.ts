import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { offer, offerVersion } from '#src/db/schema/offers.ts';
import { requirePicture } from '../pictures/find-picture.ts';
import { Refusal } from '../refusal.ts';
import { checkCurrencies } from '../rules/check-currencies.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { listCurrencies } from '../stores/list-currencies.ts';
import { checkOffer } from './check-offer.ts';
import { lockOffer, type OfferChange } from './lock-offer.ts';
import { lastContent } from './read-offer.ts';

/**
 * Puts the draft before the members from now on. Coupons that were taken before keep what they promised. Throws Refusal
 * `offer_same`, `offer_stock_below_taken` {taken}, `currency_not_found`, `currency_closed`, and those of lockOffer.
 */
export async function publishOffer(tx: Tx, change: OfferChange): Promise<{ version: number }> {
  const { offerId, actor, at } = change;
  const before = await lockOffer(tx, change, ['draft', 'live', 'paused']);
  const last = await lastContent(tx, offerId);
  if (before.draft === null && (last === null || last.name === before.name)) throw new Refusal('offer_same');
  const content = before.draft === null && last ? last.content : checkOffer(before.draft);
  if (content.stock !== null && content.stock < before.taken)
    throw new Refusal('offer_stock_below_taken', { taken: before.taken });
  if (content.pictureId !== null) await requirePicture(tx, content.pictureId);
  if (content.gives) checkCurrencies(content.gives, await listCurrencies(tx));
  const version = before.version + 1;
  await tx
    .insert(offerVersion)
    .values({ offerId, version, name: before.name, content, publishedBy: actor, publishedAt: at });
  await tx
    .update(offer)
    .set({
      status: 'live',
      draft: null,
      version,
      stock: content.stock === null ? null : BigInt(content.stock),
      lowAt: null,
      spentAt: null,
      changedAt: before.nextChangedAt,
    })
    .where(eq(offer.offerId, offerId));
  await recordAudit(tx, { actor, action: 'offer.publish', subject: offerId, detail: { version }, at });
  return { version };
}
