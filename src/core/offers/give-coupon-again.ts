import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { coupon } from '#src/db/schema/offers.ts';
import type { CouponId, MemberId } from '#src/lib/id.ts';
import { listSelves } from '../members/list-selves.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { type HandedOut, handOut, isOpen } from './take-coupon.ts';

/** Why staff change what a member holds. */
export type CouponReason = 'asked' | 'not_applied' | 'mistake' | 'other';

export interface HelpWithCoupon {
  memberId: MemberId;
  couponId: CouponId;
  reason: CouponReason;
  /** A staff id. */
  actor: string;
  at: Date;
}

/** The word under which the one in place of this is handed out: there is one. */
export function keyOfAgain(couponId: CouponId): string {
  return `again:${couponId}`;
}

/**
 * Gives a member another coupon in place of one that is used up, ran out or went back, past the limit for one member: the
 * old one stays what it was, so that the offer's figures stay true. The same for the same coupon again. Throws Refusal
 * `coupon_not_found`, `coupon_usable` while it still works, and those of `handOut`.
 */
export async function giveCouponAgain(
  tx: Tx,
  { memberId, couponId, reason, actor, at }: HelpWithCoupon,
): Promise<HandedOut> {
  const holder = await memberNow(tx, memberId);
  await lockStandings(tx, holder);
  // What whoever became part of them has used stays under the old name.
  const [old] = await tx
    .select({ status: coupon.status, expiresAt: coupon.expiresAt, offerId: coupon.offerId })
    .from(coupon)
    .where(and(inArray(coupon.memberId, await listSelves(tx, holder)), eq(coupon.couponId, couponId)));
  if (!old) throw new Refusal('coupon_not_found');
  const { offerId } = old;
  if (isOpen(old, at)) throw new Refusal('coupon_usable');
  const key = keyOfAgain(couponId);
  const handed = await handOut(tx, { memberId: holder, offerId, issuedBy: actor, key, at });
  if (!handed.again) {
    const detail = { couponId, offerId, reason };
    await recordAudit(tx, { actor, action: 'coupon.again', subject: holder, detail, at });
  }
  return handed;
}
