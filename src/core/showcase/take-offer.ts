import type { Tx } from '#src/db/client.ts';
import type { MemberId, OfferId } from '#src/lib/id.ts';
import { findOpenCoupon } from '../offers/find-coupon.ts';
import { offersOf } from '../offers/known-offers.ts';
import { type HandedOut, handOut, whyNotLive } from '../offers/take-coupon.ts';
import { readReceiptMemberIn } from '../receipts/receipt-member.ts';
import { Refusal } from '../refusal.ts';
import { triggerFacts } from '../rules/facts.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';

export interface TakeOffer {
  memberId: MemberId;
  offerId: OfferId;
  at: Date;
  known: KnownProgramme;
  rules: KnownRules;
}

/**
 * A member takes an offer: one of everybody who fulfils its condition, or one that was given to them by name. Taking it
 * again gives the same coupon. Throws Refusal `offer_not_for_you` and those of handOut.
 */
export async function takeOffer(
  tx: Tx,
  { memberId, offerId, at, known, rules }: TakeOffer,
): Promise<HandedOut> {
  const held = await findOpenCoupon(tx, { memberId, offerId, at });
  const offer = offersOf(rules).live.find((each) => each.offerId === offerId);
  if (!held) {
    if (!offer) throw await whyNotLive(tx, offerId);
    if (offer.content.reach !== 'public') throw new Refusal('offer_not_for_you');
    if (offer.audience) {
      const { timeZone } = known.programme;
      const member = await readReceiptMemberIn(tx, memberId, { moments: [at], timeZone, rules, at });
      const facts = triggerFacts({ member: member.facts, at: at.getTime(), timeZone, eventName: null });
      if (!offer.audience(facts)) throw new Refusal('offer_not_for_you');
    }
  }
  return await handOut(tx, { memberId, offerId, issuedBy: memberId, at });
}
