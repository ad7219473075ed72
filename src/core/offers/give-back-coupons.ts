// Coupons of goods that came back.
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { coupon, couponCode, offer, offerVersion } from '#src/db/schema/offers.ts';
import type { CouponId, MemberId, OfferId, ReceiptId } from '#src/lib/id.ts';
import { memberNow } from '../members/member-now.ts';
import type { OfferContent } from './offer-content.ts';
import { returnStock } from './return-stock.ts';

const DAY_MS = 86_400_000;

export interface GiveBack {
  /** Whose receipt it was. */
  memberId: MemberId;
  receiptId: ReceiptId;
  couponIds: CouponId[];
  at: Date;
}

/**
 * Makes coupons that were used on the receipt usable again. One whose end has passed meanwhile stays expired, so that
 * somebody else can have it, unless its offer gives it a few days more. The caller holds the standing of whoever has them
 * now. Returns those that were given back; doing it again gives back nothing.
 */
export async function giveBackCoupons(
  tx: Tx,
  { memberId, receiptId, couponIds, at }: GiveBack,
): Promise<CouponId[]> {
  const back: CouponId[] = [];
  const over: OfferId[] = [];
  const again: OfferId[] = [];
  const holder = await memberNow(tx, memberId);
  for (const couponId of couponIds) {
    const used = and(
      eq(coupon.memberId, memberId),
      eq(coupon.couponId, couponId),
      eq(coupon.receiptId, receiptId),
      eq(coupon.status, 'used'),
    );
    const [row] = await tx
      .select({ offerId: coupon.offerId, expiresAt: coupon.expiresAt, content: offerVersion.content })
      .from(coupon)
      .innerJoin(
        offerVersion,
        and(eq(offerVersion.offerId, coupon.offerId), eq(offerVersion.version, coupon.version)),
      )
      .where(used)
      .for('update', { of: coupon });
    if (!row) continue;
    const expiresAt = endAgain(row.expiresAt, (row.content as OfferContent).reviveDays, at);
    const expired = expiresAt !== null && expiresAt <= at;
    await tx
      .update(coupon)
      .set({
        // Whoever the buyer has become part of meanwhile has what they had.
        memberId: holder,
        status: expired ? 'expired' : 'taken',
        returnedAt: at,
        expiresAt,
        // An end that has moved is told of anew.
        ...(expiresAt?.getTime() !== row.expiresAt?.getTime() && { warnedAt: null }),
        savedMinor: sql`0`,
        earned: sql`0`,
        ...(expired && { endedAt: at }),
      })
      .where(used);
    if (holder !== memberId)
      await tx.update(couponCode).set({ memberId: holder }).where(eq(couponCode.couponId, couponId));
    if (expired) over.push(row.offerId);
    else {
      back.push(couponId);
      again.push(row.offerId);
    }
  }
  await lockOffers(tx, [...over, ...again]);
  for (const offerId of again) await noteUsableAgain(tx, offerId, at);
  await returnStock(tx, over);
  return back;
}

/** In the order of their ids, so that two returns never wait for one another. */
async function lockOffers(tx: Tx, offerIds: OfferId[]): Promise<void> {
  if (offerIds.length < 2) return;
  await tx
    .select({ offerId: offer.offerId })
    .from(offer)
    .where(inArray(offer.offerId, offerIds))
    .orderBy(asc(offer.offerId))
    .for('update');
}

/**
 * Its version may be one that nobody held a coupon of any more, and that tills have forgotten. The time grows with every
 * return, also with one that began earlier than the last.
 */
async function noteUsableAgain(tx: Tx, offerId: OfferId, at: Date): Promise<void> {
  await tx
    .update(offer)
    .set({
      againAt: sql`greatest(${offer.againAt} + interval '1 microsecond', ${at.toISOString()}::timestamptz)`,
    })
    .where(eq(offer.offerId, offerId));
}

function endAgain(expiresAt: Date | null, reviveDays: number | null, at: Date): Date | null {
  if (expiresAt === null || reviveDays === null) return expiresAt;
  const revived = new Date(at.getTime() + reviveDays * DAY_MS);
  return revived > expiresAt ? revived : expiresAt;
}
