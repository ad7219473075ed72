// What a member holds besides points, and where: coupons, orders of rewards, chats, cards, and passes in wallets.
import { z } from 'zod';
import { offerId } from './offers-shown.ts';
import { order } from './rewards.ts';
import { route } from './route.ts';
import { amountMinor, idOf, instant, language, memberId, messengerName, points } from './words.ts';

export const couponId = idOf('cpn', 'The coupon.');
const memberParams = z.strictObject({ memberId });
const couponParams = z.strictObject({ memberId, couponId });

export const COUPON_REASONS = ['asked', 'not_applied', 'mistake', 'other'] as const;
const because = z.strictObject({ reason: z.enum(COUPON_REASONS) });

export const memberCoupon = z.object({
  couponId,
  offerId,
  /** For staff. */
  offerName: z.string(),
  /** As the member reads it, in the language of the member of staff. */
  title: z.string(),
  /** The end of the code: enough to tell one from another. */
  codeEnd: z.string(),
  status: z.enum(['issued', 'taken', 'used', 'expired', 'withdrawn']),
  issuedAt: instant,
  /** By name, where it was staff or a key and not the member. */
  issuedBy: z.string().nullable(),
  usedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** When goods last came back and brought it back. */
  returnedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  savedMinor: amountMinor,
  earned: points,
  /** Whether another can be given in its place. */
  canComeAgain: z.boolean(),
});
export type MemberCoupon = z.output<typeof memberCoupon>;

const maskedNumber = z.string().meta({ examples: ['29•••8964'] });

export const memberDevices = z.object({
  messengers: z.array(
    z.object({
      messenger: messengerName,
      reachable: z.boolean(),
      language,
      linkedAt: instant.nullable(),
      lastSeenAt: instant,
    }),
  ),
  cards: z.array(
    z.object({
      maskedNumber,
      kind: z.enum(['virtual', 'plastic']),
      status: z.enum(['active', 'blocked']),
      issuedAt: instant,
    }),
  ),
  passes: z.array(
    z.object({
      maskedNumber,
      wallets: z.array(z.enum(['apple', 'google'])),
      /** Phones that show it in Apple's wallet. */
      applePhones: z.int().min(0),
      addedAt: instant,
      changedAt: instant,
      /** Whether its wallets have yet to hear of the last change. */
      isStale: z.boolean(),
    }),
  ),
});
export type MemberDevices = z.output<typeof memberDevices>;

export const holdingRoutes = {
  listCoupons: route({
    method: 'GET',
    url: '/api/office/members/:memberId/coupons',
    summary: 'Offers that a member has taken or been given, and what became of each',
    params: memberParams,
    reply: z.object({ coupons: z.array(memberCoupon) }),
  }),
  giveCouponAgain: route({
    method: 'POST',
    url: '/api/office/members/:memberId/coupons/:couponId/again',
    summary: 'Give another coupon in place of one that is used up, ran out or went back; once for each',
    params: couponParams,
    body: because,
    reply: memberCoupon,
    statuses: [201],
  }),
  withdrawCoupon: route({
    method: 'POST',
    url: '/api/office/members/:memberId/coupons/:couponId/withdraw',
    summary: 'Give a member’s unused coupon back to the shop',
    params: couponParams,
    body: because,
    reply: memberCoupon,
  }),
  listOrders: route({
    method: 'GET',
    url: '/api/office/members/:memberId/orders',
    summary: 'Rewards that a member has ordered: open ones first',
    params: memberParams,
    reply: z.object({ orders: z.array(order) }),
  }),
  listDevices: route({
    method: 'GET',
    url: '/api/office/members/:memberId/devices',
    summary: 'Chats, cards, and passes in wallets of a member',
    params: memberParams,
    reply: memberDevices,
  }),
};
