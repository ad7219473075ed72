// Partners of the programme, as admins see them: who they are, on which terms, and what they have given today.
import { z } from 'zod';
import { problem } from './problem.ts';
import { route } from './route.ts';
import { amountMinor, instant, line, partnerId, points } from './words.ts';

export const partnerParams = z.strictObject({ partnerId });
export const currencyCode = z.string().regex(/^[a-z][a-z0-9_]{1,30}$/, problem('latinWord', 'points'));
/** Minor units for one point: up to 1,000.00. */
const price = amountMinor.max(100_000);

const termFields = z.strictObject({
  /** Points of the partner's own: whoever else gives them pays the partner. */
  isOwner: z.boolean(),
  mayIssue: z.boolean(),
  mayRedeem: z.boolean(),
  /** Points on one day. */
  dayCap: points.min(1).max(1_000_000_000),
  issueMinor: price,
  redeemMinor: price,
});

export const partnerTerms = termFields.extend({ currency: currencyCode, issuedToday: points });
export type PartnerTerms = z.output<typeof partnerTerms>;

export const partner = z.object({
  partnerId,
  name: z.string(),
  contact: z.string(),
  status: z.enum(['active', 'suspended']),
  createdAt: instant,
  suspendedAt: instant.nullable(),
  terms: z.array(partnerTerms),
  /** When the count of the day begins anew. */
  startsAnewAt: instant,
});
export type Partner = z.output<typeof partner>;

const fields = z.strictObject({
  name: line(80),
  /** Whom to call there. */
  contact: z.string().trim().max(300),
});

export const partnerRoutes = {
  listPartners: route({
    method: 'GET',
    url: '/api/admin/partners',
    summary: 'Partners, with what they have given today',
    reply: z.object({ partners: z.array(partner) }),
  }),
  createPartner: route({
    method: 'POST',
    url: '/api/admin/partners',
    summary: 'Take in a partner; it may do nothing yet',
    body: fields.extend({ contact: fields.shape.contact.default('') }),
    reply: partner,
    statuses: [201],
  }),
  readPartner: route({
    method: 'GET',
    url: '/api/admin/partners/:partnerId',
    summary: 'One partner',
    params: partnerParams,
    reply: partner,
  }),
  changePartner: route({
    method: 'PATCH',
    url: '/api/admin/partners/:partnerId',
    summary: 'Change a partner, suspend it or let it go on',
    params: partnerParams,
    body: fields.partial().extend({ status: z.enum(['active', 'suspended']).optional() }),
    reply: partner,
  }),
  setTerms: route({
    method: 'PUT',
    url: '/api/admin/partners/:partnerId/currencies/:currency',
    summary: 'On which terms it gives and takes points of a currency; prices hold from now on',
    params: partnerParams.extend({ currency: currencyCode }),
    body: termFields,
    reply: partner,
  }),
};
