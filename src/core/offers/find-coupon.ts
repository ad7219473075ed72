// From a code to what it stands for.
import { and, eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { coupon, couponCode } from '#src/db/schema/offers.ts';
import type { CouponId, MemberId, OfferId } from '#src/lib/id.ts';
import { readCouponCode } from './coupon-code.ts';

export interface FoundCode {
  code: string;
  offerId: OfferId;
  /** Null: nobody has it yet. */
  coupon: typeof coupon.$inferSelect | null;
}

/** What a code stands for, or null when there is no such code. */
export async function findCode(db: Reader, text: string): Promise<FoundCode | null> {
  const code = readCouponCode(text);
  if (code === null) return null;
  const [row] = await db.select().from(couponCode).where(eq(couponCode.code, code));
  if (!row) return null;
  const { offerId, memberId, couponId } = row;
  if (memberId === null || couponId === null) return { code, offerId, coupon: null };
  const [held] = await db
    .select()
    .from(coupon)
    .where(and(eq(coupon.memberId, memberId), eq(coupon.couponId, couponId)));
  return { code, offerId, coupon: held ?? null };
}

/** Coupons of a member that are not used up, the next to expire first; and those that ended last. */
export async function listCoupons(
  db: Reader,
  { memberId, open, limit = 50 }: { memberId: MemberId; open: boolean; limit?: number },
): Promise<(typeof coupon.$inferSelect)[]> {
  const isOpen = sql`${coupon.status} in ('issued', 'taken')`;
  return await db
    .select()
    .from(coupon)
    .where(and(eq(coupon.memberId, memberId), open ? isOpen : sql`not ${isOpen}`))
    .orderBy(
      open
        ? sql`${coupon.expiresAt} nulls last, ${coupon.couponId}`
        : sql`coalesce(${coupon.endedAt}, ${coupon.usedAt}, ${coupon.issuedAt}) desc`,
    )
    .limit(limit);
}

/** One coupon of a member, or null. */
export async function findCoupon(
  db: Reader,
  { memberId, couponId }: { memberId: MemberId; couponId: CouponId },
): Promise<typeof coupon.$inferSelect | null> {
  const [row] = await db
    .select()
    .from(coupon)
    .where(and(eq(coupon.memberId, memberId), eq(coupon.couponId, couponId)));
  return row ?? null;
}

/** A coupon of the offer that the member has, has not used, and can use still, or null. */
export async function findOpenCoupon(
  db: Reader,
  { memberId, offerId, at }: { memberId: MemberId; offerId: OfferId; at: Date },
): Promise<typeof coupon.$inferSelect | null> {
  const open = sql`${coupon.status} in ('issued', 'taken')
    and (${coupon.expiresAt} is null or ${coupon.expiresAt} > ${at}::timestamptz)`;
  const [row] = await db
    .select()
    .from(coupon)
    .where(and(eq(coupon.memberId, memberId), eq(coupon.offerId, offerId), open));
  return row ?? null;
}
