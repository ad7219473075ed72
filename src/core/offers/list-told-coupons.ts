import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { CouponId, MemberId, OfferId } from '#src/lib/id.ts';
import type { OfferContent } from './offer-content.ts';

/** What a member is told of a coupon of theirs. */
export interface ToldOffer {
  couponId: CouponId;
  offerId: OfferId;
  /** Theirs once they take it; works by itself. */
  state: 'issued' | 'taken';
  content: OfferContent;
  expiresAt: Date | null;
}

/** Coupons that can be used, or taken, as they are now, by id; others are absent. */
export async function listToldCoupons(
  db: Reader,
  coupons: readonly { memberId: MemberId; couponId: string }[],
): Promise<Map<string, ToldOffer>> {
  if (coupons.length === 0) return new Map();
  const rows = await db.execute<ToldOffer & Record<string, unknown>>(sql`
    select c.coupon_id as "couponId", c.offer_id as "offerId", c.status as state, v.content, c.expires_at as "expiresAt"
    from jsonb_to_recordset(${JSON.stringify(coupons)}::jsonb) as asked("memberId" text, "couponId" text)
      join coupon c on c.member_id = asked."memberId" and c.coupon_id = asked."couponId"
      join offer_version v on v.offer_id = c.offer_id and v.version = c.version
    where c.status in ('issued', 'taken')`);
  return new Map(rows.map((row) => [row.couponId, row]));
}
