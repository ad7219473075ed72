// What has happened today, and what needs a person.
import { z } from 'zod';
import { adjustmentId } from './adjustments.ts';
import { offerId } from './offers-shown.ts';
import { currencyNames } from './programme.ts';
import { returnMisfit } from './returned-goods.ts';
import { rewardId } from './rewards.ts';
import { ruleId } from './rule-replays.ts';
import { amountMinor, campaignId, instant, memberId, partnerId, points, storeId } from './words.ts';

const count = z.int().min(0);

const memberConcern = z.object({
  /**
   * `velocity`: one card on many receipts of one cashier. `friends`: many friends by one link in a day. `burnRefused`: a member did not know of a burn. `identityRejected`:
   * a member did not know of a new chat.
   */
  kind: z.enum(['velocity', 'friends', 'burnRefused', 'identityRejected']),
  at: instant,
  memberId,
  shownName: z.string().meta({ description: 'First name and initial.', examples: ['Олена К.'] }),
  staffName: z.string().nullable(),
  storeName: z.string().nullable(),
  receipts: count.nullable(),
});

const budgetConcern = z.object({
  /** 80 % of a rule's budget are spent, or all of it. */
  kind: z.enum(['budgetLow', 'budgetSpent']),
  at: instant,
  ruleId,
  ruleName: z.string(),
  pointsLeft: count,
});

/** Why a return could not be booked; `no_sale` while it waits for its sale. */
export const returnFailure = z.enum([...returnMisfit.options, 'no_sale']);

const returnConcern = z.object({
  /** A return waited for its sale and could not be booked once it was there, or the sale does not come. */
  kind: z.literal('returnFailed'),
  at: instant,
  storeId,
  storeName: z.string().nullable(),
  /** The store's own word for the return. */
  externalId: z.string(),
  receiptNumber: z.string(),
  memberId: memberId.nullable(),
  why: returnFailure,
});

const ofEndpoint = { at: instant, endpointId: z.string(), name: z.string() };
/** Another system is told nothing any more: it said that it is gone, or has not answered for days. */
const webhookStopped = z.object({
  kind: z.literal('webhookStopped'),
  ...ofEndpoint,
  why: z.enum(['gone', 'failing']),
});
/** It has not answered since; what it is told is tried again. */
const webhookFailing = z.object({ kind: z.literal('webhookFailing'), ...ofEndpoint });
/** Messages that are tried no more; they can be sent again. */
const webhookDead = z.object({ kind: z.literal('webhookDead'), ...ofEndpoint, messages: count });

const offerConcern = z.object({
  /** A tenth and less is left; nothing is; what it may cost is given. */
  kind: z.enum(['offerLow', 'offerGone', 'offerSpent']),
  at: instant,
  offerId,
  offerName: z.string(),
  left: count.nullable(),
});

const rewardConcern = z.object({
  /** The same of a reward; `ordersWait`: orders have been waiting to be prepared for a day and longer. */
  kind: z.enum(['rewardLow', 'rewardGone', 'ordersWait']),
  at: instant,
  rewardId,
  rewardName: z.string(),
  count: count.meta({ description: 'Pieces that are left, or orders that wait.' }),
});

const capConcern = z.object({
  /** A partner has given four fifths, or all, of what it may give today. */
  kind: z.literal('capNear'),
  at: instant,
  partnerId,
  name: z.string(),
  currency: z.string(),
  issued: points,
  cap: points,
});

const campaignConcern = z.object({
  /** A second person has to agree to it; it has paused by itself. */
  kind: z.enum(['campaignWaits', 'campaignPaused']),
  at: instant,
  campaignId,
  name: z.string(),
  people: count,
});

const adjustmentConcern = z.object({
  /** Points that somebody else has asked to give or take; the reader may agree or refuse. */
  kind: z.literal('adjustmentWaits'),
  at: instant,
  adjustmentId,
  shownName: z.string(),
  amount: z.int(),
  names: currencyNames.nullable(),
  askedBy: z.string(),
});

export const concern = z.discriminatedUnion('kind', [
  adjustmentConcern,
  campaignConcern,
  capConcern,
  webhookStopped,
  webhookFailing,
  webhookDead,
  offerConcern,
  rewardConcern,
  memberConcern,
  budgetConcern,
  returnConcern,
]);
export type Concern = z.output<typeof concern>;

export const today = z.object({
  /** The day in the shop's time zone, such as 2026-11-21. */
  date: z.iso.date(),
  members: count,
  registered: count,
  /** With a card and of this day; what was printed before and told today is of its own day. */
  receipts: count,
  turnoverMinor: amountMinor,
  /** Returns of this day, whenever it was bought; they are not taken off the sum above. */
  returns: count,
  returnedMinor: amountMinor,
  earned: points,
  burnt: points,
  messagesSent: count,
  messagesFailed: count,
  messagesUnknown: count,
  messagesWaiting: count,
  campaignsRunning: count,
  /** What needs a person, of the last two weeks or for as long as it is so, the newest first. */
  concerns: z.array(concern),
});
export type Today = z.output<typeof today>;
