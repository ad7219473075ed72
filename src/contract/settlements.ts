// What partners and the programme owe each other, and the transfers that it is made of.
import { z } from 'zod';
import { currencyCode, partnerParams } from './partners.ts';
import { problem } from './problem.ts';
import { route } from './route.ts';
import { amountMinor, idOf, instant, memberId, partnerId, points, signedPoints } from './words.ts';

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, problem('month'))
  .meta({ examples: ['2026-11'] });
const transferId = idOf('trf', 'The transfer.');
const params = partnerParams.extend({ month });

export const settlementActor = z.enum(['partner', 'programme']);
export const settlementSide = z.enum([
  'issued',
  'issueReturned',
  'redeemed',
  'redeemReturned',
  'corrected',
  'expired',
  'moved',
]);
export type SettlementSide = z.output<typeof settlementSide>;

/** What the partner owes the programme; below zero the other way round. */
const owedMinor = z.int();

const settlementLine = z.object({
  currency: z.string(),
  /** `programme`: with points that are the partner's own. */
  actor: settlementActor,
  side: settlementSide,
  transfers: z.int().min(0),
  /** Signed: what members gained. */
  points: signedPoints,
  priceMinor: amountMinor,
  owedMinor,
});
export type SettlementLine = z.output<typeof settlementLine>;

export const settlement = z.object({
  month,
  /** The month is not over yet. */
  isOpen: z.boolean(),
  lines: z.array(settlementLine),
  /** Of the programme's points that the partner has given: what has expired unused. */
  expired: z.array(z.object({ currency: z.string(), points })),
  owedMinor,
});
export type Settlement = z.output<typeof settlement>;

const settledTransfer = z.object({
  transferId,
  memberId,
  at: instant,
  currency: z.string(),
  actor: settlementActor,
  side: settlementSide,
  points: signedPoints,
  priceMinor: amountMinor,
  owedMinor,
  keyName: z.string().nullable(),
  reference: z.string(),
});
export type SettledTransfer = z.output<typeof settledTransfer>;

const side = z.object({ points: signedPoints, transfers: z.int().min(0) });

/** One line of a month over all: a partner's, or what is settled with nobody (`partnerId` null). */
const monthRow = z.object({
  partnerId: partnerId.nullable(),
  name: z.string().nullable(),
  currency: z.string(),
  issued: side,
  redeemed: side,
  /** Corrections, expiry and merges. */
  other: side,
  owedMinor,
});
export type MonthRow = z.output<typeof monthRow>;

export const settlementRoutes = {
  listSettlements: route({
    method: 'GET',
    url: '/api/admin/partners/:partnerId/settlements',
    summary: 'What a partner and the programme owe each other, this month and the twelve before',
    params: partnerParams,
    reply: z.object({ settlements: z.array(settlement) }),
  }),
  listSettledTransfers: route({
    method: 'GET',
    url: '/api/admin/partners/:partnerId/settlements/:month/transfers',
    summary: 'The transfers that a line of a settlement is made of',
    params,
    query: z.strictObject({
      currency: currencyCode,
      actor: settlementActor,
      side: settlementSide,
      after: transferId.optional(),
      afterAt: instant.optional(),
    }),
    reply: z.object({ transfers: z.array(settledTransfer), more: z.boolean() }),
  }),
  /** Streamed as it is. */
  takeSettlement: route({
    method: 'GET',
    url: '/api/admin/partners/:partnerId/settlements/:month/transfers.csv',
    summary: 'All transfers of a settlement as CSV',
    params,
    query: z.strictObject({ delimiter: z.enum(['comma', 'semicolon']).default('semicolon') }),
    reply: z.string(),
  }),
  readMonth: route({
    method: 'GET',
    url: '/api/admin/settlements/:month',
    summary: 'A month over all partners and the programme itself; together they are the books of the month',
    params: z.strictObject({ month }),
    reply: z.object({ rows: z.array(monthRow) }),
  }),
};
