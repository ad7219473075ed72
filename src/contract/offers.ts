// Offers for marketers: drafts, what is before the members, how it is doing, and codes.
import { z } from 'zod';
import { couponCode } from './coupons.ts';
import { offerId } from './offers-shown.ts';
import { pictureId } from './pictures.ts';
import { route } from './route.ts';
import { condition, ruleDefinition } from './rule-language.ts';
import { amountMinor, instant, line, storeId } from './words.ts';

const params = z.strictObject({ offerId });
const name = line(100).meta({ description: 'For staff.', examples: ['Сири на вихідні'] });
const words = z.object({ title: z.string(), terms: z.string() });

export const offerContent = z.object({
  words: z.object({ uk: words.optional(), ru: words.optional(), en: words.optional() }),
  pictureId: pictureId.nullable(),
  reach: z.enum(['public', 'personal', 'code']),
  mustTake: z.boolean(),
  audience: condition.nullable(),
  stores: z.array(storeId).nullable(),
  gives: ruleDefinition.nullable(),
  codes: z.enum(['made', 'pool']),
  stock: z.int().nullable(),
  perMember: z.int(),
  lifeDays: z.int().nullable(),
  reviveDays: z.int().nullable(),
  budgetMinor: z.int().nullable(),
});
export type OfferContent = z.output<typeof offerContent>;

/** What is checked by the core, which says what is wrong in it. */
const contentSent = z.record(z.string().max(40), z.unknown());

const numbers = z.object({
  issued: z.int(),
  taken: z.int(),
  used: z.int(),
  expired: z.int(),
  withdrawn: z.int(),
  savedMinor: amountMinor,
  earned: z.int(),
  codesLeft: z.int().nullable().meta({ description: 'Codes that nobody has yet; null: codes are made.' }),
  codes: z.int(),
});

export const offerRow = z.object({
  offerId,
  name: z.string(),
  status: z.enum(['draft', 'live', 'paused', 'ended']),
  reach: offerContent.shape.reach,
  sentence: z.string().meta({ description: 'What it gives, in the reader’s language.' }),
  title: z.string(),
  pictureId: pictureId.nullable(),
  validFrom: instant.nullable(),
  validUntil: instant.nullable(),
  hasDraft: z.boolean(),
  version: z.int(),
  stock: z.int().nullable(),
  handedOut: z.int(),
  numbers,
  low: z.boolean(),
  spent: z.boolean(),
  changedAt: instant,
});
export type OfferRow = z.output<typeof offerRow>;

export const offer = offerRow.extend({
  draft: offerContent.nullable(),
  content: offerContent.nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
export type OfferTold = z.output<typeof offer>;

const act = (word: string, summary: string) =>
  route({
    method: 'POST',
    url: `/api/marketing/offers/:offerId/${word}`,
    summary,
    params,
    body: z.strictObject({ changedAt: instant }),
    reply: offer,
  });

export const checkedOffer = z.object({
  problem: z.object({ path: z.string(), sentence: z.string() }).nullable(),
  sentence: z.string().nullable(),
  audience: z.string().nullable().meta({ description: 'Who gets it, as a clause.' }),
});
export type CheckedOffer = z.output<typeof checkedOffer>;

export const issuedRow = z.object({
  code: z.string(),
  outcome: z.enum(['given', 'again', 'refused']),
  why: z.string().nullable(),
});

export const offerRoutes = {
  listOffers: route({
    method: 'GET',
    url: '/api/marketing/offers',
    summary: 'Every offer with how it is doing: live ones first',
    reply: z.object({ offers: z.array(offerRow) }),
  }),
  createOffer: route({
    method: 'POST',
    url: '/api/marketing/offers',
    summary: 'A new draft',
    body: z.strictObject({ name, content: contentSent }),
    reply: offer,
    statuses: [201],
  }),
  readOffer: route({
    method: 'GET',
    url: '/api/marketing/offers/:offerId',
    summary: 'One offer',
    params,
    reply: offer,
  }),
  saveOffer: route({
    method: 'PATCH',
    url: '/api/marketing/offers/:offerId',
    summary: 'Save a draft; what is published stays as it is',
    params,
    body: z.strictObject({ changedAt: instant, name: name.optional(), content: contentSent.optional() }),
    reply: offer,
  }),
  checkOffer: route({
    method: 'POST',
    url: '/api/marketing/offers/check',
    summary: 'What is wrong with an offer, and what it gives as a sentence; nothing is stored',
    body: z.strictObject({ content: contentSent }),
    reply: checkedOffer,
  }),
  publishOffer: act('publish', 'Put the draft before the members; what was taken before keeps its promise'),
  discardOffer: act('discard', 'Throw the draft away; an offer that was never published ends'),
  pauseOffer: act('pause', 'Neither taken nor used until it is resumed'),
  resumeOffer: act('resume', 'As it last was'),
  endOffer: act('end', 'Taken no more; who has a coupon uses it'),
  uploadCodes: route({
    method: 'POST',
    url: '/api/marketing/offers/:offerId/codes',
    summary: 'Add codes of a list (CSV: the first column); again is harmless',
    params,
    body: z.strictObject({ csv: z.string().min(1).max(8_000_000) }),
    reply: z.object({
      added: z.int(),
      again: z.int(),
      badCount: z.int(),
      bad: z.array(z.object({ line: z.int(), code: z.string(), why: z.string(), sentence: z.string() })),
    }),
  }),
  makeCodes: route({
    method: 'POST',
    url: '/api/marketing/offers/:offerId/codes/made',
    summary: 'Make codes to be printed',
    params,
    body: z.strictObject({ count: z.int().min(1).max(20_000) }),
    reply: z.object({ codes: z.array(couponCode) }),
    statuses: [201],
  }),
  issueToMembers: route({
    method: 'POST',
    url: '/api/marketing/offers/:offerId/members',
    summary: 'Give a personal offer to members of a list: card numbers, phones or member ids',
    params,
    body: z.strictObject({
      members: z.array(z.string().trim().min(1).max(200)).min(1).max(1_000),
      key: line(60).optional().meta({
        description: 'The same again with the same key is harmless; left out: the very list is the key.',
      }),
      silent: z
        .boolean()
        .optional()
        .meta({ description: 'Not a word about it in the chats: they are told in another way.' }),
    }),
    reply: z.object({ given: z.int(), again: z.int(), refused: z.array(issuedRow) }),
  }),
  listOfferAlerts: route({
    method: 'GET',
    url: '/api/marketing/offer-alerts',
    summary: 'Live offers of which little is left, or that have cost what they may',
    reply: z.object({
      alerts: z.array(
        z.object({
          offerId,
          name: z.string(),
          kind: z.enum(['low', 'gone', 'spent']),
          left: z.int().nullable(),
          at: instant,
        }),
      ),
    }),
  }),
};
