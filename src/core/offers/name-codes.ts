// Codes that are brought to a till, on paper or from somewhere else: a code that is nobody's becomes the coupon of the
// member who brings it, and then works as any other of theirs.
import type { Reader, Tx } from '#src/db/client.ts';
import { savepoint } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { KnownRules } from '../rules/known-rules.ts';
import { readCouponCode } from './coupon-code.ts';
import { type FoundCode, findCode } from './find-coupon.ts';
import type { CouponLeft, HeldCoupon, LeftCoupon } from './held-coupon.ts';
import { type KnownOffer, offersOf } from './known-offers.ts';
import { handOut } from './take-coupon.ts';

export interface NamedCodes {
  codes: readonly string[];
  /** Null: nobody has shown a card. */
  memberId: MemberId | null;
  at: Date;
  rules: KnownRules;
}

export interface LookedAt {
  /** What the codes would add to the member's own coupons. */
  coupons: HeldCoupon[];
  left: LeftCoupon[];
}

/** What the codes would do, without taking any. */
export async function lookAtCodes(db: Reader, { codes, memberId, at, rules }: NamedCodes): Promise<LookedAt> {
  const looked: LookedAt = { coupons: [], left: [] };
  for (const text of codes) {
    const found = await findCode(db, text);
    const offer = found && liveOffer(rules, found);
    const why = whyNot(found, { offer, memberId, at });
    if (why) looked.left.push({ code: text, title: {}, why });
    // Their own are among what they hold.
    else if (found && offer && !found.coupon)
      looked.coupons.push({
        couponId: 'cpn_not_taken_yet',
        offerId: offer.offerId,
        key: offer.key,
        code: found.code,
        takenAt: Number.NEGATIVE_INFINITY,
        expiresAt: offer.until,
      });
  }
  return looked;
}

/** Makes the codes the member's that can be. Says of the others why not; a code that is theirs already is neither. */
export async function takeCodes(
  tx: Tx,
  { codes, memberId, at, rules, by }: NamedCodes & { by: string },
): Promise<LeftCoupon[]> {
  const left: LeftCoupon[] = [];
  for (const text of codes) {
    const found = await findCode(tx, text);
    const offer = found && liveOffer(rules, found);
    const why = whyNot(found, { offer, memberId, at });
    if (why) left.push({ code: text, title: {}, why });
    if (why || !found || found.coupon || memberId === null) continue;
    const { offerId, code } = found;
    try {
      await savepoint(tx, (inner) => handOut(inner, { memberId, offerId, code, issuedBy: by, at }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      left.push({ code: text, title: {}, why: LEFT_BY[error.code] ?? 'ended' });
    }
  }
  return left;
}

const LEFT_BY: Partial<Record<Refusal['code'], CouponLeft>> = {
  offer_limit: 'limit',
  offer_gone: 'gone',
  offer_ended: 'ended',
  offer_not_live: 'paused',
  coupon_used: 'used',
};

function liveOffer(rules: KnownRules, { offerId }: FoundCode): KnownOffer | null {
  return offersOf(rules).live.find((each) => each.offerId === offerId) ?? null;
}

/** Null: it can be used, as far as can be told before the basket is looked at. */
function whyNot(
  found: FoundCode | null,
  { offer, memberId, at }: { offer: KnownOffer | null; memberId: MemberId | null; at: Date },
): CouponLeft | null {
  if (!found) return 'unknown';
  if (memberId === null) return 'needsCard';
  const { coupon } = found;
  if (coupon === null) {
    if (!offer || offer.content.reach !== 'code') return 'ended';
    return at.getTime() >= offer.until ? 'ended' : null;
  }
  if (coupon.memberId !== memberId) return coupon.status === 'used' ? 'used' : 'ofAnother';
  if (coupon.status === 'used') return 'used';
  const isOver = coupon.expiresAt !== null && coupon.expiresAt <= at;
  if (isOver || coupon.status === 'expired' || coupon.status === 'withdrawn') return 'expired';
  return null;
}

/** Codes as they are kept with a receipt: in one way of writing, each once. */
export function tidyCodes(codes: readonly string[]): string[] {
  return [...new Set(codes.map((code) => readCouponCode(code) ?? code.trim()))];
}
