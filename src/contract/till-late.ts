// Receipts that a till took while it had no network: they earn by the rules of their time, and nothing is burnt.
import { z } from 'zod';
import { route } from './route.ts';
import { receiptNumber } from './till.ts';
import { amountMinor, errorBody, instant, memberCode, points, storeId, tillId } from './words.ts';

/** One message holds as many. */
export const MOST_LATE = 50;

export const lateReceipt = z.strictObject({
  /** Made by the till when the receipt was typed; the answer names it. */
  key: z.uuid(),
  /** As it was scanned or typed. A live code counts as of then. */
  code: memberCode,
  receiptNumber,
  amountMinor: amountMinor.min(1),
  occurredAt: instant,
});
export type LateReceipt = z.output<typeof lateReceipt>;

export const lateOutcome = z.object({
  key: z.uuid(),
  /** `replayed`: it had been booked before, and was not booked again. */
  outcome: z.enum(['accepted', 'replayed', 'refused']),
  earned: points,
  shownName: z.string(),
  /** Why it was refused, in the language of the member of staff. */
  error: errorBody.shape.error.nullable(),
});
export type LateOutcome = z.output<typeof lateOutcome>;

export const tillLateRoutes = {
  sendLate: route({
    method: 'POST',
    url: '/api/till/receipts/late',
    summary: 'Bring receipts that were taken without a network',
    body: z.strictObject({
      storeId,
      tillId: tillId.optional(),
      receipts: z.array(lateReceipt).min(1).max(MOST_LATE),
    }),
    reply: z.object({ receipts: z.array(lateOutcome) }),
  }),
};
