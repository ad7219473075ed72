// A member's points as the office sees them: what they have of each kind and why, gifts, and members who turn out to be
// one person.
import { z } from 'zod';
import { memberFound } from './member.ts';
import { currencyCode, currencyNames } from './programme.ts';
import { noReply, route } from './route.ts';
import { amountMinor, idOf, instant, memberId, points, receiptId, signedPoints } from './words.ts';

const transferId = idOf('trf', 'The transfer.');
const giftId = idOf('gft', 'The gift.');
const mergeId = idOf('mrg', 'The merge.');
/** A person's name, or the sign of a machine. */
const who = z.string();

/** A kind of points as it is shown: `names` is null for the programme's own points. */
const currencyShown = z.object({ currency: currencyCode, names: currencyNames.nullable() });
export type CurrencyShown = z.output<typeof currencyShown>;

export const accountShown = currencyShown.extend({
  closed: z.boolean(),
  balance: signedPoints,
  /** Taken back by returns after it had been spent; the next points pay it. */
  debt: points,
  spendable: points,
  /** Set aside by open holds. */
  held: points,
  /** What becomes active later; a moment of null waits for an action. */
  pending: z.array(
    z.object({ amount: points, activeAt: instant.nullable(), waitsFor: z.string().nullable() }),
  ),
  nextExpiry: z.object({ amount: points, expiresAt: instant }).nullable(),
});
export type AccountShown = z.output<typeof accountShown>;

const tierGap = z.object({
  tierKey: z.string(),
  missing: z.int().min(0),
  /** The last day that counts; null: no end. */
  by: instant.nullable(),
});
export const tierProgress = z.object({
  tierKey: z.string(),
  basis: z.enum(['spend', 'points']),
  /** What counts now: minor units of money or points, as `basis` says. */
  value: z.int(),
  /** From where the member's own tier counts, to where the next one does. */
  from: z.int(),
  next: tierGap.nullable(),
  /** What is missing to keep the tier, and until when it is kept. */
  keep: tierGap.nullable(),
  keptUntil: instant.nullable(),
});
export type TierProgress = z.output<typeof tierProgress>;

export const HOLD_STATUSES = ['open', 'captured', 'voided', 'expired'] as const;
const hold = z.object({
  holdId: idOf('hld', 'The hold.'),
  currency: currencyCode,
  amount: points,
  askedBy: who,
  openedAt: instant,
  expiresAt: instant,
});
export type Hold = z.output<typeof hold>;

export const GIFT_STATUSES = ['waiting', 'accepted', 'returned', 'cancelled', 'reversed'] as const;
const gift = z.object({
  giftId,
  direction: z.enum(['given', 'received']),
  currency: currencyCode,
  amount: points,
  status: z.enum(GIFT_STATUSES),
  /** The other member, where there is one yet. */
  other: z.object({ memberId, shownName: z.string() }).nullable(),
  note: z.string(),
  givenAt: instant,
  expiresAt: instant,
});
export type Gift = z.output<typeof gift>;

const merge = z.object({
  mergeId,
  /** `from`: this member became part of the other; `into`: the other became part of this one. */
  direction: z.enum(['from', 'into']),
  other: z.object({ memberId, shownName: z.string() }),
  status: z.enum(['merged', 'undone']),
  mergedBy: who,
  mergedAt: instant,
  undoneAt: instant.nullable(),
});
export type Merge = z.output<typeof merge>;

export const memberPoints = z.object({
  accounts: z.array(accountShown),
  tier: tierProgress.nullable(),
  holds: z.array(hold),
  gifts: z.array(gift),
  merges: z.array(merge),
  /** What whoever asks may still give or take by hand today, by currency; above it a second person has to agree. */
  adjustmentRoom: z.record(z.string(), points),
});
export type MemberPoints = z.output<typeof memberPoints>;

export const transferShown = z.object({
  transferId,
  currency: currencyCode,
  kind: z.string(),
  amount: z.int(),
  occurredAt: instant,
  recordedAt: instant.meta({
    description: 'The order of the list, and of the balances, is that of recording.',
  }),
  balanceAfter: signedPoints.nullable(),
  receiptId: receiptId.nullable(),
  reverses: transferId.nullable(),
  partner: z
    .string()
    .nullable()
    .meta({ description: 'The name of the partner that moved them; null where it was none.' }),
});
export type TransferShown = z.output<typeof transferShown>;

const held = {
  cards: z.int().min(0),
  chats: z.int().min(0),
  receipts: z.int().min(0),
  turnoverMinor: amountMinor,
};
export const mergePreview = z.object({
  from: memberFound,
  into: memberFound,
  /** Points of each kind that go over, those that the other has already, and what comes of both; each with what is owed of it. */
  points: z.array(
    currencyShown.extend({
      amount: points,
      debt: points,
      has: points,
      hasDebt: points,
      after: points,
      debtAfter: points,
    }),
  ),
  ...held,
  /** What the other has of it already. */
  has: z.object(held),
  /** Who has agreed to offers, whether either has taken it back, and whether the other agrees afterwards. */
  consent: z.object({ from: z.boolean(), into: z.boolean(), takenBack: z.boolean(), after: z.boolean() }),
  /** The tier that the other has afterwards. */
  tierKey: z.string(),
});
export type MergePreview = z.output<typeof mergePreview>;

const memberParams = z.strictObject({ memberId });

export const pointsRoutes = {
  readPoints: route({
    method: 'GET',
    url: '/api/office/members/:memberId/points',
    summary: 'A member’s points of each kind, their tier, holds, gifts and merges',
    params: memberParams,
    reply: memberPoints,
  }),
  listTransfers: route({
    method: 'GET',
    url: '/api/office/members/:memberId/transfers',
    summary: 'A member’s transfers, the newest first, page by page',
    params: memberParams,
    query: z.strictObject({ before: transferId.optional(), currency: currencyCode.optional() }),
    reply: z.object({ transfers: z.array(transferShown), more: z.boolean() }),
  }),
  explainTransfer: route({
    method: 'GET',
    url: '/api/office/members/:memberId/transfers/:transferId/why',
    summary: 'Why a transfer is what it is, in sentences',
    params: memberParams.extend({ transferId }),
    reply: z.object({ sentences: z.array(z.string()) }),
  }),
  cancelGift: route({
    method: 'POST',
    url: '/api/admin/members/:memberId/gifts/:giftId/cancel',
    summary: 'Give a gift that still waits back to the giver',
    params: memberParams.extend({ giftId }),
    reply: noReply,
    statuses: [204],
  }),
  reverseGift: route({
    method: 'POST',
    url: '/api/admin/members/:memberId/gifts/:giftId/reverse',
    summary: 'Take an accepted gift from the one who has it and give it back to the giver',
    params: memberParams.extend({ giftId }),
    reply: noReply,
    statuses: [204],
  }),
  previewMerge: route({
    method: 'GET',
    url: '/api/admin/members/:memberId/merge-preview',
    summary: 'What goes over when this member becomes part of another',
    params: memberParams,
    query: z.strictObject({ into: memberId }),
    reply: mergePreview,
  }),
  mergeMembers: route({
    method: 'POST',
    url: '/api/admin/members/:memberId/merge',
    summary: 'Make this member part of another; can be undone for a while',
    params: memberParams,
    body: z.strictObject({ into: memberId }),
    reply: z.object({ mergeId }),
    statuses: [201],
  }),
  undoMerge: route({
    method: 'POST',
    url: '/api/admin/merges/:mergeId/undo',
    summary: 'Make two members of one again, each with their own points',
    params: z.strictObject({ mergeId }),
    reply: noReply,
    statuses: [204],
  }),
};
