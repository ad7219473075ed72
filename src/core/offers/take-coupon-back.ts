import type { Tx } from '#src/db/client.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { findCoupon } from './find-coupon.ts';
import type { HelpWithCoupon } from './give-coupon-again.ts';
import { withdrawCoupon } from './withdraw-coupon.ts';

/** Staff give a member's unused coupon back to the shop, and say why. Again is harmless. Throws as `withdrawCoupon`. */
export async function takeCouponBack(
  tx: Tx,
  { memberId: asked, couponId, reason, actor, at }: HelpWithCoupon,
): Promise<void> {
  const memberId = await memberNow(tx, asked);
  await lockStandings(tx, memberId);
  const before = await findCoupon(tx, { memberId, couponId });
  await withdrawCoupon(tx, { memberId, couponId, at });
  if (!before || before.status === 'withdrawn') return;
  const detail = { couponId, offerId: before.offerId, reason };
  await recordAudit(tx, { actor, action: 'coupon.withdraw', subject: memberId, detail, at });
}
