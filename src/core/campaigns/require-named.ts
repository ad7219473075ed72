import type { Reader } from '#src/db/client.ts';
import { requireOffers } from '../offers/require-offers.ts';
import { requirePicture } from '../pictures/find-picture.ts';
import type { CampaignContent } from './campaign-content.ts';
import { offersNamed } from './content/prepare-content.ts';

/** Throws Refusal not_found {what: 'picture'} or {what: 'offer', id} when a campaign names what there is not. */
export async function requireNamed(db: Reader, content: CampaignContent): Promise<void> {
  if (content.pictureId) await requirePicture(db, content.pictureId);
  await requireOffers(db, offersNamed(content));
}
