// What was won turned out not to be: goods came back, or staff have found that something was wrong.
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { memberBadge } from '#src/db/schema/prizes.ts';
import type { CouponId, MemberId, OrderId, TransferId } from '#src/lib/id.ts';
import { takeBack } from '../ledger/take-back.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { listSelves } from '../members/list-selves.ts';
import { withdrawCoupon } from '../offers/withdraw-coupon.ts';
import { Refusal } from '../refusal.ts';
import { readOrder } from '../rewards/find-order.ts';
import { giveOrderBack } from '../rewards/give-order-back.ts';
import { type GivePrize, prizeTransferKey, transferReason } from './give-prize.ts';

/** `used`: it is gone for good, as a coupon that was used or a gift that was handed over. */
export type TakenBack = 'taken' | 'used';

export interface TakePrizeBack extends Pick<GivePrize, 'memberId' | 'prize' | 'key' | 'reason' | 'at'> {
  /** What givePrize has answered. */
  givenAs: string;
  /** A staff id, or `system`. */
  by: string;
}

/**
 * Takes it back as far as that is possible: points that are spent already are owed, as after a return of goods. Doing it again is
 * harmless. The caller tells the member.
 */
export async function takePrizeBack(tx: Tx, taken: TakePrizeBack): Promise<TakenBack> {
  const { prize, key, reason, givenAs, by, at } = taken;
  const memberId = await holdMemberNow(tx, taken.memberId);
  switch (prize.kind) {
    case 'points':
      await takeBack(tx, {
        memberId,
        of: { transferId: givenAs as TransferId },
        key: `${prizeTransferKey(key)}:back`,
        reason: { ...transferReason(reason), back: true },
        at,
      });
      return 'taken';
    case 'coupon':
      return await takeCoupon(tx, { memberId, couponId: givenAs as CouponId, at });
    case 'gift': {
      const { order } = await readOrder(tx, givenAs as OrderId);
      await giveOrderBack(tx, order, { status: 'cancelled', by, reason: 'other', at });
      return order.status === 'handed_over' ? 'used' : 'taken';
    }
    case 'badge': {
      const theirs = inArray(memberBadge.memberId, await listSelves(tx, memberId));
      await tx.delete(memberBadge).where(and(theirs, eq(memberBadge.badgeKey, givenAs)));
      return 'taken';
    }
  }
}

async function takeCoupon(
  tx: Tx,
  taken: { memberId: MemberId; couponId: CouponId; at: Date },
): Promise<TakenBack> {
  try {
    await withdrawCoupon(tx, taken);
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Over, used, or out of our sight in another shop: nobody can take those back.
    return error.code === 'coupon_expired' ? 'taken' : 'used';
  }
}
