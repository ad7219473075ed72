// Taking an offer back and putting it before the members again. Paused it is neither taken nor used, which is the way to
// stop a mistake at once; ended it is taken no more, and who has a coupon uses it.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { offer } from '#src/db/schema/offers.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { lockOffer, type OfferChange } from './lock-offer.ts';
import { lastContent } from './read-offer.ts';

/** Neither taken nor used until it is resumed. Throws the Refusals of lockOffer. */
export async function pauseOffer(tx: Tx, change: OfferChange): Promise<void> {
  const { nextChangedAt } = await lockOffer(tx, change, ['live']);
  await settle(tx, change, { status: 'paused', changedAt: nextChangedAt }, 'offer.pause');
}

/** As it last was; a draft stays a draft. Throws the Refusals of lockOffer. */
export async function resumeOffer(tx: Tx, change: OfferChange): Promise<void> {
  const { nextChangedAt } = await lockOffer(tx, change, ['paused']);
  await settle(tx, change, { status: 'live', changedAt: nextChangedAt }, 'offer.resume');
}

/** Taken no more, for good; coupons that are there can be used. Throws the Refusals of lockOffer. */
export async function endOffer(tx: Tx, change: OfferChange): Promise<void> {
  const { nextChangedAt } = await lockOffer(tx, change, ['live', 'paused']);
  await settle(tx, change, { status: 'ended', draft: null, changedAt: nextChangedAt }, 'offer.end');
}

/** Throws the draft away; an offer that was never published ends. Throws Refusal `offer_same` besides those of lockOffer. */
export async function discardOfferDraft(tx: Tx, change: OfferChange): Promise<void> {
  const before = await lockOffer(tx, change, ['draft', 'live', 'paused']);
  const last = await lastContent(tx, change.offerId);
  const changedAt = before.nextChangedAt;
  if (!last) return await settle(tx, change, { status: 'ended', changedAt }, 'offer.discard');
  if (before.draft === null && last.name === before.name) throw new Refusal('offer_same');
  await settle(tx, change, { draft: null, name: last.name, changedAt }, 'offer.discard');
}

async function settle(
  tx: Tx,
  { offerId, actor, at }: OfferChange,
  fields: Partial<typeof offer.$inferInsert>,
  action: string,
): Promise<void> {
  await tx.update(offer).set(fields).where(eq(offer.offerId, offerId));
  await recordAudit(tx, { actor, action, subject: offerId, at });
}
