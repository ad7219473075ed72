// Points that staff give or take by hand. Above the programme's limit a second person has to agree.
import { z } from 'zod';
import { currencyCode, currencyNames } from './programme.ts';
import { route } from './route.ts';
import { idOf, instant, line, memberId, points } from './words.ts';

export const adjustmentId = idOf('adj', 'The adjustment.');
/** A person's name, or the sign of a machine. */
const who = z.string();

export const ADJUSTMENT_REASONS = [
  'apology',
  'correction',
  'lost_receipt',
  'contest',
  'fraud',
  'other',
] as const;
export const ADJUSTMENT_STATUSES = ['waiting', 'posted', 'refused', 'reversed'] as const;
export const adjustment = z.object({
  adjustmentId,
  memberId,
  shownName: z.string().meta({ description: 'First name and initial.', examples: ['Олена К.'] }),
  currency: currencyCode,
  names: currencyNames.nullable(),
  amount: z.int(),
  reason: z.enum(ADJUSTMENT_REASONS),
  note: z.string(),
  status: z.enum(ADJUSTMENT_STATUSES),
  askedBy: who,
  /** Asked by the person who looks: somebody else decides. */
  mine: z.boolean(),
  askedAt: instant,
  decidedBy: who.nullable(),
  decidedAt: instant.nullable(),
  /** Refused by the one who asked. */
  withdrawn: z.boolean(),
  reversedBy: who.nullable(),
  reversedAt: instant.nullable(),
});
export type Adjustment = z.output<typeof adjustment>;

const adjustmentParams = z.strictObject({ adjustmentId });

export const adjustmentRoutes = {
  askAdjustment: route({
    method: 'POST',
    url: '/api/office/members/:memberId/adjustments',
    summary: 'Give or take points with a reason; above the limit they wait for a second person',
    params: z.strictObject({ memberId }),
    body: z.strictObject({
      currency: currencyCode.default('points'),
      amount: z.int().min(-1_000_000).max(1_000_000),
      reason: z.enum(ADJUSTMENT_REASONS),
      note: z.union([z.literal(''), line(300)]).default(''),
      /** Made by the form once: pressing twice asks once. */
      requestKey: z.string().regex(/^[\w-]{8,64}$/),
    }),
    reply: adjustment,
    statuses: [201],
  }),
  listAdjustments: route({
    method: 'GET',
    url: '/api/office/adjustments',
    summary: 'Adjustments that wait, or the latest that were decided',
    query: z.strictObject({
      which: z.enum(['waiting', 'decided']).default('waiting'),
      memberId: memberId.optional(),
    }),
    reply: z.object({ adjustments: z.array(adjustment), limit: points }),
  }),
  withdrawAdjustment: route({
    method: 'POST',
    url: '/api/office/adjustments/:adjustmentId/withdraw',
    summary: 'Take back what oneself has asked, while it waits',
    params: adjustmentParams,
    reply: adjustment,
  }),
  agreeToAdjustment: route({
    method: 'POST',
    url: '/api/admin/adjustments/:adjustmentId/agree',
    summary: 'Agree to what somebody else has asked; the points move at once',
    params: adjustmentParams,
    reply: adjustment,
  }),
  refuseAdjustment: route({
    method: 'POST',
    url: '/api/admin/adjustments/:adjustmentId/refuse',
    summary: 'Refuse what was asked; nothing moves',
    params: adjustmentParams,
    reply: adjustment,
  }),
  reverseAdjustment: route({
    method: 'POST',
    url: '/api/admin/adjustments/:adjustmentId/reverse',
    summary: 'Take an adjustment back with a transfer of the other sign',
    params: adjustmentParams,
    reply: adjustment,
  }),
};
