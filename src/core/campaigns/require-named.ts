import { inArray } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import { requirePicture } from '../pictures/find-picture.ts';
import { Refusal } from '../refusal.ts';
import type { CampaignContent } from './campaign-content.ts';
import { offersNamed } from './prepare-content.ts';

/** Throws Refusal not_found {what: 'picture'} or {what: 'offer', id} when a campaign names what there is not. */
export async function requireNamed(db: Reader, content: CampaignContent): Promise<void> {
  if (content.pictureId) await requirePicture(db, content.pictureId);
  const named = offersNamed(content);
  if (named.length === 0) return;
  const rows = await db.select({ offerId: offer.offerId }).from(offer).where(inArray(offer.offerId, named));
  const known = new Set(rows.map(({ offerId }) => offerId));
  const missing = named.find((offerId) => !known.has(offerId));
  if (missing) throw new Refusal('not_found', { what: 'offer', id: missing });
}
