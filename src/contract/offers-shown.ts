// Offers and coupons as a member has them: what works now, taking one, checking a code, giving one to a member.
import { z } from 'zod';
import { couponCode } from './coupons.ts';
import { basketLine } from './receipt-basket.ts';
import { route } from './route.ts';
import { amountMinor, idOf, instant, line, memberCode, memberId, points, storeId, tillId } from './words.ts';

export const offerId = idOf('off', 'The offer.');
export const couponId = idOf('cpn', 'The coupon.');

const offerExample = {
  offerId: 'off_06bv2k3h9q4w8x0y7z1a',
  couponId: 'cpn_06bv2k3h9q4w8x0y7z1a',
  code: '7KQ2M9XDT4',
  state: 'taken' as const,
  title: '−20 % на сири',
  terms: 'На всі сири, щодня.',
  picture: null,
  worksNow: true,
  why: null,
  elsewhere: false,
  ofGoods: true,
  until: '2026-12-31T22:00:00Z',
  stores: null,
  savedMinor: 2598,
  points: 0,
};

export const offerShown = z
  .object({
    offerId,
    couponId: couponId.nullable().meta({ description: 'Of one that the member has.' }),
    code: z.string().nullable().meta({ description: 'Of the coupon.' }),
    state: z.enum(['free', 'issued', 'taken']).meta({
      description:
        '`free`: can be taken. `issued`: theirs once they take it. `taken`: works at the till by itself.',
    }),
    title: z.string(),
    terms: z.string(),
    picture: z.string().nullable().meta({ description: 'The address of its picture.' }),
    worksNow: z.boolean().meta({ description: 'On this basket, or in this store at this hour.' }),
    why: z
      .object({ code: z.string(), sentence: z.string() })
      .nullable()
      .meta({ description: 'Why it does not work now.' }),
    elsewhere: z.boolean().meta({ description: 'Its code is used somewhere else than at the till.' }),
    ofGoods: z.boolean().meta({
      description: 'It depends on the goods: without lines nobody can say whether it works.',
    }),
    until: instant.nullable().meta({ description: 'When it ends; null: no end.' }),
    stores: z.array(storeId).nullable().meta({ description: 'Where it works; null: everywhere.' }),
    savedMinor: amountMinor.meta({ description: 'With a basket: what it takes off.' }),
    points: points.meta({ description: 'With a basket: what it earns.' }),
  })
  .meta({ examples: [offerExample] });
export type OfferShown = z.output<typeof offerShown>;

const memberParams = z.strictObject({ memberId });
const basketTold = {
  storeId,
  tillId: tillId.optional(),
  amountMinor: amountMinor.optional().meta({ description: 'The sum; that of the lines when left out.' }),
  lines: z.array(basketLine).max(500).default([]),
};
const offersAnswer = z
  .object({ memberId, offers: z.array(offerShown) })
  .meta({ examples: [{ memberId: 'mem_06bv2k3h9q4w8x0y7z1a', offers: [offerExample] }] });

export const couponAnswer = z
  .object({
    couponId,
    offerId,
    code: z.string(),
    state: z.string(),
    again: z.boolean(),
    until: instant.nullable(),
  })
  .meta({
    examples: [
      {
        couponId: offerExample.couponId,
        offerId: offerExample.offerId,
        code: offerExample.code,
        state: 'taken',
        again: false,
        until: offerExample.until,
      },
    ],
  });

export const codeAnswer = z
  .object({
    valid: z.boolean(),
    why: offerShown.shape.why,
    offerId: offerId.nullable(),
    couponId: couponId.nullable(),
    title: z.string(),
    until: instant.nullable(),
    savedMinor: amountMinor,
    points,
  })
  .meta({
    examples: [
      {
        valid: true,
        why: null,
        offerId: offerExample.offerId,
        couponId: offerExample.couponId,
        title: offerExample.title,
        until: offerExample.until,
        savedMinor: 2598,
        points: 0,
      },
    ],
  });

export const memberOfferRoutes = {
  listMemberOffers: route({
    method: 'GET',
    url: '/api/v1/members/:memberId/offers',
    summary: 'What a member can use now, best first',
    description:
      'Coupons that they have and offers that they can take: what works in this store at this hour first. ' +
      'Needs the scope `offers:read`.',
    params: memberParams,
    query: z.strictObject({
      storeId: storeId.optional(),
      worksNow: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Only those that work now.', examples: ['true'] }),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(500)
        .default(50)
        .meta({ description: 'At most so many.', examples: [20] }),
    }),
    reply: offersAnswer,
  }),
  qualify: route({
    method: 'POST',
    url: '/api/v1/qualifications',
    summary: 'What a member can use on this basket, best first',
    description:
      'Each offer is asked of the rules with the basket: what it takes off or earns there, or why it does not work. ' +
      'Nothing is stored. Needs the scope `offers:read`.',
    body: z.strictObject({ memberCode, ...basketTold }).meta({
      examples: [{ memberCode: '2901234567896', storeId: 'str_khreshchatyk12', amountMinor: 12990 }],
    }),
    reply: offersAnswer,
  }),
  takeOffer: route({
    method: 'POST',
    url: '/api/v1/members/:memberId/offers/:offerId/take',
    summary: 'Take an offer for a member',
    description:
      'Counts the stock; what is taken works at the till by itself. Taking again answers the same coupon. Needs the ' +
      'scope `offers:write`.',
    params: z.strictObject({ memberId, offerId }),
    reply: couponAnswer,
    statuses: [201, 200],
  }),
  issueCoupon: route({
    method: 'POST',
    url: '/api/v1/offers/:offerId/coupons',
    summary: 'Give a personal offer to a member',
    description: 'Once for each key of yours. Needs the scope `offers:write`.',
    params: z.strictObject({ offerId }),
    body: z
      .strictObject({
        memberId,
        key: line(100).meta({
          description: 'Your own key of it, unique for the member.',
          examples: ['ticket-77'],
        }),
        silent: z
          .boolean()
          .optional()
          .meta({ description: 'Not a word about it in the chat: you tell them.' }),
      })
      .meta({ examples: [{ memberId: 'mem_06bv2k3h9q4w8x0y7z1a', key: 'ticket-77' }] }),
    reply: couponAnswer,
    statuses: [201, 200],
  }),
  validateCode: route({
    method: 'POST',
    url: '/api/v1/coupons/validate',
    summary: 'Check a code, on a basket or alone',
    description:
      'Nothing is used: a code is redeemed by the receipt that names it (`coupons`), and given back by the return. ' +
      'Needs the scope `offers:read`.',
    body: z.strictObject({ code: couponCode, memberCode, ...basketTold }).meta({
      examples: [
        {
          code: '7KQ2M-9XDT4',
          memberCode: '2901234567896',
          storeId: 'str_khreshchatyk12',
          amountMinor: 12990,
        },
      ],
    }),
    reply: codeAnswer,
  }),
};

export const tillOfferRoutes = {
  listTillOffers: route({
    method: 'POST',
    url: '/api/till/offers',
    summary: 'What the member can use here now, best first; with a basket, on the basket',
    body: z.strictObject({
      ticket: z.string().min(20).max(600),
      ...basketTold,
    }),
    reply: z.object({ offers: z.array(offerShown) }),
  }),
  takeTillOffer: route({
    method: 'POST',
    url: '/api/till/offers/:offerId/take',
    summary: 'Take an offer for the member whose card was scanned',
    params: z.strictObject({ offerId }),
    body: z.strictObject({ ticket: z.string().min(20).max(600) }),
    reply: couponAnswer,
    statuses: [201, 200],
  }),
};
