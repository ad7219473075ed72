import type { Tx } from '#src/db/client.ts';
import { holdMemberNow } from '../members/hold-member-now.ts';
import { readMember } from '../members/read-member.ts';
import { type HandedOut, handOut, type NewCoupon } from './take-coupon.ts';

/**
 * Staff or another system give somebody a coupon: whoever became part of another has it as that one. Throws Refusal
 * `member_not_found`, `member_erased`, and those of `handOut`.
 */
export async function giveCoupon(tx: Tx, wanted: NewCoupon): Promise<HandedOut> {
  const memberId = await holdMemberNow(tx, wanted.memberId);
  await readMember(tx, memberId);
  return await handOut(tx, { ...wanted, memberId });
}
