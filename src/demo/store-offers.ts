import { eq } from 'drizzle-orm';
import { addCodes } from '#src/core/offers/add-codes.ts';
import { createOffer } from '#src/core/offers/create-offer.ts';
import { publishOffer } from '#src/core/offers/publish-offer.ts';
import { storePicture } from '#src/core/pictures/store-picture.ts';
import type { Tx } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import { drawOfferPicture } from './offer-pictures.ts';
import { OFFERS } from './offers.ts';

const ACTOR = 'demo';
const DAY_MS = 86_400_000;

/** The offers, with pictures, before the members from now on. Call it once. */
export async function storeOffers(tx: Tx, at: Date): Promise<void> {
  for (const { name, picture, gives, days, codes, ...content } of OFFERS) {
    const bytes = await drawOfferPicture(picture);
    const { pictureId } = await storePicture(tx, { bytes, actor: ACTOR, at });
    const validUntil = new Date(at.getTime() + days * DAY_MS).toISOString();
    const offerId = await createOffer(tx, {
      name,
      content: {
        ...content,
        pictureId,
        gives: gives && { ...gives, validUntil },
        codes: codes ? 'pool' : 'made',
      },
      actor: ACTOR,
      at,
    });
    const [made] = await tx.select().from(offer).where(eq(offer.offerId, offerId));
    await publishOffer(tx, { offerId, changedAt: made?.changedAt ?? at, actor: ACTOR, at });
    if (codes) await addCodes(tx, { offerId, csv: codes.join('\n'), actor: ACTOR, at });
  }
}
