import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { coupon, offer, offerVersion } from '#src/db/schema/offers.ts';
import type { MemberId } from '#src/lib/id.ts';
import { listSelves } from '../members/list-selves.ts';
import { keyOfAgain } from './give-coupon-again.ts';
import type { OfferContent } from './offer-content.ts';

export interface CouponListed {
  coupon: typeof coupon.$inferSelect;
  /** The offer's name for staff, and whether it is handed out now. */
  offerName: string;
  isLive: boolean;
  /** Staff have given another in its place. */
  wasGivenAgain: boolean;
  /** As it was when the coupon was taken. */
  content: OfferContent;
}

/**
 * Coupons of a member and of whoever became part of them, whatever has become of them: those that can be used first, each
 * the newest first.
 */
export async function listCouponsOf(
  db: Reader,
  { memberId, limit }: { memberId: MemberId; limit: number },
): Promise<CouponListed[]> {
  const rows = await db
    .select({ coupon, offerName: offer.name, status: offer.status, content: offerVersion.content })
    .from(coupon)
    .innerJoin(offer, eq(offer.offerId, coupon.offerId))
    .innerJoin(
      offerVersion,
      and(eq(offerVersion.offerId, coupon.offerId), eq(offerVersion.version, coupon.version)),
    )
    .where(inArray(coupon.memberId, await listSelves(db, memberId)))
    .orderBy(
      sql`${coupon.status} in ('issued', 'taken') desc`,
      desc(sql`coalesce(${coupon.usedAt}, ${coupon.endedAt}, ${coupon.issuedAt})`),
      desc(coupon.couponId),
    )
    .limit(limit);
  const keys = new Set(rows.map((row) => row.coupon.issueKey));
  return rows.map(({ status, content, ...row }) => ({
    ...row,
    isLive: status === 'live',
    wasGivenAgain: keys.has(keyOfAgain(row.coupon.couponId)),
    // Only this room writes versions, and only checked ones.
    content: content as OfferContent,
  }));
}
