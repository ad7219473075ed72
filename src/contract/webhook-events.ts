// What other systems are told: every type of event with its data and an example. A type is never renamed and its data
// only ever gain fields, so a receiver reads over what it does not know.
import { z } from 'zod';
import { capKind } from './rule-basket.ts';
import { WEBHOOK_EXAMPLES } from './webhook-examples.ts';
import { amountMinor, idOf, instant, memberId, points, receiptId, signedPoints, storeId } from './words.ts';

const currency = z.string().meta({ description: 'The kind of points.', examples: ['points'] });
const balance = signedPoints.meta({ description: 'What the member has afterwards.' });
const ofMember = z.object({ memberId });
const moved = ofMember.extend({ currency, amount: points });
const gift = moved.extend({ giftId: idOf('gft', 'The gift.') });
const order = ofMember.extend({
  orderId: idOf('ord', 'The order.'),
  rewardId: idOf('rwd', 'The reward.'),
});
const coupon = ofMember.extend({
  couponId: idOf('cpn', 'The coupon.'),
  offerId: idOf('off', 'The offer.'),
});
const friend = ofMember.extend({ friendId: memberId.meta({ description: 'The member who is the friend.' }) });
const friendly = friend.extend({
  role: z.enum(['friend', 'inviter']),
  amount: points,
  activeAt: instant.nullable().meta({ description: 'From when the points can be spent.' }),
});
const externalId = z.string().nullable().meta({
  description:
    'Your own key of the receipt: with `storeId` it can be looked up. Null: the receipt is no more.',
});
const segment = ofMember.extend({ segmentId: idOf('seg', 'The segment.') });
const tierKey = z.string().meta({ description: 'The tier.', examples: ['gold'] });

const DATA = {
  'member.registered': ofMember.extend({ welcomePoints: points }),
  'receipt.accepted': ofMember.extend({
    receiptId,
    storeId,
    externalId,
    number: z.string().meta({ description: 'The number on the paper.' }),
    amountMinor,
    earned: points,
    burnt: points,
    balance,
  }),
  'receipt.returned': ofMember.extend({
    receiptId,
    returnId: idOf('ret', 'The return.'),
    storeId: storeId.meta({
      description: 'The store that sold the goods.',
      examples: ['str_khreshchatyk12'],
    }),
    returnedIn: storeId.meta({
      description: 'The store that took them back.',
      examples: ['str_khreshchatyk12'],
    }),
    externalId,
    amountMinor,
    takenBack: points.meta({ description: 'Of what the receipt has earned.' }),
    givenBack: points.meta({ description: 'Of what was burnt on it.' }),
    owed: points.meta({ description: 'Of what was taken back, how much had been spent already.' }),
    coupons: z.array(z.string()).meta({ description: 'Coupons that can be used again.' }),
  }),
  'receipt.rated': ofMember.extend({ receiptId, rating: z.int().min(1).max(5) }),
  'points.activated': moved.extend({ receiptIds: z.array(receiptId), balance }),
  'points.expiring': moved.extend({
    expiresOn: z.iso.date().meta({ description: 'The last day, in the time zone of the programme.' }),
    daysBefore: z.int().min(0),
  }),
  'points.expired': moved.extend({ transferId: idOf('trf', 'The transfer.'), balance }),
  'points.adjusted': moved.extend({
    amount: signedPoints.meta({ description: 'Below zero: taken away.' }),
    balance,
  }),
  'partner.points': moved.extend({
    by: z.string().meta({ description: 'The partner, or the API key of a system of the shop.' }),
    what: z.enum(['issue', 'redeem', 'issueReturn', 'redeemReturn']),
    balance,
  }),
  'tier.changed': ofMember.extend({ from: tierKey, to: tierKey }),
  'tier.at_risk': ofMember.extend({ tierKey, missingMinor: amountMinor, keptUntil: instant }),
  'gift.given': gift,
  'gift.accepted': gift,
  'gift.returned': gift,
  'reward.ordered': order,
  'reward.undone': order,
  'reward.kept': order,
  'reward.ready': order,
  'reward.handed_over': order,
  'reward.cancelled': order,
  'reward.expiring': order,
  'reward.expired': order,
  'friend.joined': friend,
  'friend.rewarded': friendly,
  'friend.taken_back': friendly,
  'coupon.issued': coupon,
  'coupon.taken': coupon,
  'coupon.expiring': coupon.extend({ expiresAt: instant }),
  'card.blocked': ofMember.extend({ cardId: idOf('crd', 'The card.'), reason: z.string() }),
  'rule.points': moved.extend({
    balance,
    ruleIds: z.array(z.string()).meta({ description: 'The rules that have given them.' }),
    trimmed: z
      .array(z.object({ cap: capKind, wanted: points, given: points, limit: points }))
      .meta({ description: 'What limits took off; where they left nothing, `amount` is 0.' }),
    activeAt: instant.nullable().meta({
      description: 'From when they can be spent. Null: at once, or while they wait for something else.',
    }),
  }),
  'rule.event': ofMember.extend({
    ruleId: z.string().meta({ description: 'The rule, or the offer.' }),
    name: z.string().meta({ description: 'As the rule calls it.' }),
    receiptId: receiptId.nullable(),
  }),
  'segment.entered': segment,
  'segment.left': segment,
} as const;

export type WebhookType = keyof typeof DATA;
export const webhookType = z.enum(Object.keys(DATA) as [WebhookType, ...WebhookType[]]);
export const WEBHOOK_TYPES = webhookType.options;
/** What the button of the console sends. */
export const TEST_TYPE = 'webhook.test';

/** What a type means, for the reference. */
const MEANINGS: Record<WebhookType, string> = {
  'member.registered': 'A person has joined the programme.',
  'receipt.accepted': 'A receipt of a member was accepted.',
  'receipt.returned': 'Goods of a receipt came back.',
  'receipt.rated': 'A member has rated a purchase.',
  'points.activated': 'Points that waited can be spent now.',
  'points.expiring': 'Points are about to expire.',
  'points.expired': 'Points have expired.',
  'points.adjusted':
    'Staff have added or taken away points, or expired ones came back because the member had bought in time.',
  'partner.points': 'Another system has given or taken points, or taken that back.',
  'tier.changed': 'A member is in another tier.',
  'tier.at_risk': 'A member is about to lose a tier.',
  'gift.given': 'A member is given points by another one; it waits for their yes.',
  'gift.accepted': 'A gift was accepted; told of the giver.',
  'gift.returned': 'A gift went back; told of the giver.',
  'reward.ordered': 'A reward was ordered.',
  'reward.undone': 'The member took the order back within minutes.',
  'reward.kept': 'The minutes for taking it back are over: it can be prepared.',
  'reward.ready': 'The order can be fetched.',
  'reward.handed_over': 'The order was fetched.',
  'reward.cancelled': 'Staff have cancelled the order.',
  'reward.expiring': 'The order is about to run out.',
  'reward.expired': 'The order was not fetched in time.',
  'friend.joined': 'A friend came by the link of this member.',
  'friend.rewarded': 'Points for a friend, to either side.',
  'friend.taken_back': 'Points for a friend went with the return of the first purchase.',
  'coupon.issued': 'A member was given a coupon.',
  'coupon.taken': 'A member has taken a coupon.',
  'coupon.expiring': 'A coupon that works ends within two days.',
  'card.blocked': 'A card was blocked.',
  'rule.points':
    'Rules have given points for something that is no receipt, such as a registration or a birthday.',
  'rule.event': 'A rule has asked to tell this event.',
  'segment.entered': 'A member has come into a segment that is followed.',
  'segment.left': 'A member has gone out of a segment that is followed.',
};

export interface CatalogueEntry {
  type: WebhookType;
  meaning: string;
  /** Of the whole body. */
  body: z.ZodType;
  example: { type: string; timestamp: string; data: object };
}

const EXAMPLE_AT = '2026-11-21T14:05:00.000Z';

export const WEBHOOK_CATALOGUE: readonly CatalogueEntry[] = WEBHOOK_TYPES.map((type) => ({
  type,
  meaning: MEANINGS[type],
  body: z.object({ type: z.literal(type), timestamp: instant, data: DATA[type] }),
  example: { type, timestamp: EXAMPLE_AT, data: WEBHOOK_EXAMPLES[type] },
}));
