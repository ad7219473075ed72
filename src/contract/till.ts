// What a till needs: find the member, say what a receipt would bring, accept it, wait for a burn that the member
// confirms in the chat. Finding a member gives a ticket; the ticket stands for the scan in what follows, so that a live
// card code that was fresh when it was scanned still counts when the sum has been typed.
import { z } from 'zod';
import { couponFields, couponLeft, couponUsed } from './coupons.ts';
import { problem } from './problem.ts';
import { route } from './route.ts';
import {
  amountMinor,
  burnRequestId,
  burnWaitsFor,
  errorBody,
  instant,
  memberCode,
  memberId,
  points,
  receiptId,
  signedPoints,
  storeId,
  tierShown,
  tillId,
} from './words.ts';

const ticket = z
  .string()
  .min(20)
  .max(600)
  .meta({ description: 'Stands for the scan. From the answer to finding the member; good for ten minutes.' });

export const tillMember = z.object({
  memberId,
  ticket,
  ticketExpiresAt: instant,
  /** `live`: a live card code was shown, points burn at once. `number`: the member is asked in the chat first. */
  proof: z.enum(['number', 'live']),
  shownName: z.string().meta({ description: 'First name and initial.', examples: ['Олена К.'] }),
  balance: signedPoints,
  spendable: points.meta({ description: 'What can be burnt now.' }),
  /** What can be burnt later, soonest first; `activeAt` null: once the member has done something. */
  pending: z.array(z.object({ points, activeAt: instant.nullable() })),
  tier: tierShown,
  /** A blocked card is refused. */
  cardStatus: z.literal('active'),
  /** Burning is refused until then. */
  burnAllowedFrom: instant.nullable(),
  burnWaitsFor: burnWaitsFor.nullable(),
  /** Whether the member can be asked in a chat. False: without a live code nothing can be burnt. */
  reachable: z.boolean(),
});
export type TillMember = z.output<typeof tillMember>;

/** What a receipt brings besides points: `later` says when points become active, `trimmed` why there are fewer. */
const brings = z.object({
  kind: z.enum(['gift', 'discount', 'award', 'later', 'trimmed']),
  /** In the language of the member of staff. */
  words: z.string(),
});
export type Brings = z.output<typeof brings>;

export const quote = z.object({
  earn: points.meta({ description: 'What the receipt would earn without a burn.' }),
  maximumBurn: points.meta({ description: 'The most that may be burnt on this receipt now.' }),
  /** After the receipt, when nothing is burnt. */
  balanceAfter: signedPoints,
  /** What one burnt point pays, in minor units. */
  pointValueMinor: z.int(),
  /** What the rules take off, and the sum after that: points and money pay it. */
  discountMinor: amountMinor,
  toPayMinor: amountMinor,
  brings: z.array(brings),
  coupons: z.array(couponUsed).meta({ description: 'Coupons that would work, and what each brings.' }),
  couponsLeft: z.array(couponLeft).meta({ description: 'Coupons that would not, and why.' }),
});
export type Quote = z.output<typeof quote>;

export const receiptNumber = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}/._-]{0,39}$/u, problem('receiptNumber'))
  .meta({ description: 'The number on the paper receipt.', examples: ['214'] });

export const receiptToAccept = z.strictObject({
  storeId,
  tillId: tillId.optional(),
  ticket,
  receiptNumber,
  amountMinor: amountMinor.min(1),
  burn: points.default(0),
  /** A number that was undone is accepted anew as its second, third … attempt: what `receipt_undone` says. */
  attempt: z.int().min(1).max(99).default(1),
  ...couponFields,
});

export const acceptedReceipt = z.object({
  outcome: z.literal('accepted'),
  /** True: this very receipt had been accepted before; nothing was booked again. */
  replayed: z.boolean(),
  receiptId,
  earned: points,
  burnt: points,
  balance: signedPoints,
  discountMinor: amountMinor,
  /** What is left to pay in money, after discounts and points. */
  payMinor: amountMinor,
  brings: z.array(brings),
  coupons: z.array(couponUsed),
  couponsLeft: z.array(couponLeft),
  /** One sentence for the screen, in the language of the member of staff. */
  words: z.string(),
});
export type AcceptedReceipt = z.output<typeof acceptedReceipt>;

export const waitingReceipt = z.object({
  outcome: z.literal('waiting'),
  burnRequestId,
  expiresAt: instant,
  words: z.string(),
});
export type WaitingReceipt = z.output<typeof waitingReceipt>;

export const burnRequestState = z.object({
  burnRequestId,
  status: z.enum(['waiting', 'accepted', 'refused', 'expired', 'failed']),
  points,
  expiresAt: instant,
  /** With `accepted`. */
  result: acceptedReceipt.nullable(),
  /** With `refused`, `expired` and `failed`: why, for the screen. */
  refusal: errorBody.shape.error.nullable(),
});
export type BurnRequestState = z.output<typeof burnRequestState>;

export const tillReceipt = z.object({
  receiptId,
  receiptNumber: z.string(),
  tillId: tillId.nullable(),
  amountMinor,
  earned: points,
  burnt: points,
  shownName: z.string(),
  state: z.enum(['closed', 'partly_returned', 'returned', 'cancelled']),
  occurredAt: instant,
});
export type TillReceipt = z.output<typeof tillReceipt>;

const burnRequestParams = z.strictObject({ burnRequestId });

export const tillRoutes = {
  findMember: route({
    method: 'POST',
    url: '/api/till/members/find',
    summary: 'Find a member by card number, live card code or phone',
    body: z.strictObject({ code: memberCode }),
    reply: tillMember,
  }),
  quoteReceipt: route({
    method: 'POST',
    url: '/api/till/quotes',
    summary: 'Say what a receipt would earn and how much may be burnt on it',
    body: z.strictObject({
      ticket,
      storeId,
      tillId: tillId.optional(),
      amountMinor: amountMinor.min(1),
      ...couponFields,
    }),
    reply: quote,
  }),
  acceptReceipt: route({
    method: 'POST',
    url: '/api/till/receipts',
    summary: 'Accept a receipt; 202 when a burn waits for the member',
    body: receiptToAccept,
    reply: z.discriminatedUnion('outcome', [acceptedReceipt, waitingReceipt]),
    statuses: [200, 202],
  }),
  listReceipts: route({
    method: 'GET',
    url: '/api/till/receipts',
    summary: 'The latest receipts of today at this store or till',
    query: z.strictObject({ storeId, tillId: tillId.optional() }),
    reply: z.object({ receipts: z.array(tillReceipt) }),
  }),
  readBurnRequest: route({
    method: 'GET',
    url: '/api/till/burn-requests/:burnRequestId',
    summary: 'How a burn that waits for the member stands',
    params: burnRequestParams,
    reply: burnRequestState,
  }),
  cancelBurnRequest: route({
    method: 'POST',
    url: '/api/till/burn-requests/:burnRequestId/cancel',
    summary: 'Take back a burn that still waits',
    params: burnRequestParams,
    reply: burnRequestState,
  }),
};
