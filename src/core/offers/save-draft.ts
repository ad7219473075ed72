import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { checkOffer } from './check-offer.ts';
import { checkOfferName } from './create-offer.ts';
import { lockOffer, type OfferChange } from './lock-offer.ts';

export interface OfferDraft extends OfferChange {
  name?: string | undefined;
  /** Left out: as it was. */
  content?: unknown;
}

/**
 * Saves a draft; what is published stays as it is. Throws Refusal rule_not_valid, offer_changed, offer_state, not_found,
 * invalid_input {field: 'name'}.
 */
export async function saveOfferDraft(tx: Tx, change: OfferDraft): Promise<void> {
  const before = await lockOffer(tx, change, ['draft', 'live', 'paused']);
  const { offerId, actor, at } = change;
  await tx
    .update(offer)
    .set({
      changedAt: before.nextChangedAt,
      ...(change.name !== undefined && { name: checkOfferName(change.name) }),
      ...(change.content !== undefined && { draft: checkOffer(change.content) }),
    })
    .where(eq(offer.offerId, offerId));
  await recordAudit(tx, { actor, action: 'offer.save', subject: offerId, at });
}
