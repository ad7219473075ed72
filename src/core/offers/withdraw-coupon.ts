import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { coupon, offerVersion } from '#src/db/schema/offers.ts';
import type { CouponId, MemberId } from '#src/lib/id.ts';
import { lockStandings, touchStanding } from '../members/lock-standings.ts';
import { Refusal } from '../refusal.ts';
import { isUsedHere } from './offer-content.ts';
import { returnStock } from './return-stock.ts';

export interface WithdrawCoupon {
  memberId: MemberId;
  couponId: CouponId;
  at: Date;
}

/**
 * Gives a coupon that was not used back to the shop: somebody else can have it. Doing it again is harmless. Throws
 * Refusal `coupon_not_found`, `coupon_used`, `coupon_expired`, `coupon_elsewhere` (whether its
 * code was used is not known here).
 */
export async function withdrawCoupon(tx: Tx, { memberId, couponId, at }: WithdrawCoupon): Promise<void> {
  await lockStandings(tx, memberId);
  const mine = and(eq(coupon.memberId, memberId), eq(coupon.couponId, couponId));
  const [row] = await tx
    .select({ status: coupon.status, offerId: coupon.offerId, isOurs: isUsedHere(offerVersion.content) })
    .from(coupon)
    .innerJoin(
      offerVersion,
      and(eq(offerVersion.offerId, coupon.offerId), eq(offerVersion.version, coupon.version)),
    )
    .where(mine);
  if (!row) throw new Refusal('coupon_not_found');
  if (row.status === 'withdrawn') return;
  if (row.status === 'used') throw new Refusal('coupon_used');
  if (row.status === 'expired') throw new Refusal('coupon_expired');
  if (!row.isOurs) throw new Refusal('coupon_elsewhere');
  await tx.update(coupon).set({ status: 'withdrawn', endedAt: at }).where(mine);
  await returnStock(tx, [row.offerId]);
  // A receipt that is being worked out with it is worked out anew.
  await touchStanding(tx, memberId);
}
