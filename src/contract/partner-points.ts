// Points that other systems give and take without a receipt: partners of the programme, and the shop's own.
import { z } from 'zod';
import { stepOf } from './examples/flow.ts';
import { partnerFlow } from './examples/partner-flow.ts';
import { problem } from './problem.ts';
import { route } from './route.ts';
import {
  debt,
  idOf,
  instant,
  LIVE_CODE_ORIGIN,
  line,
  memberCode,
  memberId,
  points,
  signedPoints,
} from './words.ts';

// What is written here stands in the books for good, also after a member is erased. Slips numbered by digits alone stay allowed.
const noPerson =
  /^(?!.*\S@\S+\.\S)(?!.*\+\s*\d(?:[\s().-]*\d){8})(?!.*(?<!\d)(?:3?8[\s(-]*)?0[\s()-]*(?:39|50|6[3678]|7[357]|89|9[1-9])(?:[\s()-]*\d){7}(?!\d))/;
const slip = (most: number) => line(most).regex(noPerson, problem('slipNumber'));

const key = slip(100).meta({
  description:
    'Your own key of it, unique among all you ask for; such as the number of the slip, never a phone or an email address. ' +
    'The same again answers as the first time.',
  examples: ['2026-11-21/3/88'],
});
const currency = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,30}$/, problem('latinWord', 'points'))
  .default('points')
  .meta({ description: 'The kind of points.', examples: ['points'] });
const amount = points
  .min(1)
  .max(1_000_000)
  .meta({ description: 'Points, whole.', examples: [8] });
const reference = slip(80)
  .optional()
  .meta({
    description:
      'The number of your own slip, for people; nothing about a person, which could not be erased.',
    examples: ['88'],
  });

export const pointsToIssue = z
  .strictObject({
    key,
    memberCode: memberCode.meta({
      description: 'A card number, a live card code, a phone number, or a memberId.',
      examples: ['2901234567896'],
    }),
    currency,
    points: amount,
    reference,
  })
  .meta({ description: 'Points to give.', examples: [stepOf(partnerFlow, 1).body] });

export const pointsToRedeem = pointsToIssue
  .extend({
    memberCode: memberCode.meta({
      description: `A live card code: a number alone pays nothing. ${LIVE_CODE_ORIGIN}`,
      examples: ['K1-…'],
    }),
  })
  .meta({ description: 'Points that pay.', examples: [stepOf(partnerFlow, 2).body] });

export const pointsToReturn = z
  .strictObject({
    key,
    returns: key.meta({ description: 'The key under which they were asked for.' }),
    points: amount.optional().meta({ description: 'All that is left when left out.' }),
  })
  .meta({ description: 'What comes back.', examples: [stepOf(partnerFlow, 4).body] });

export const pointsAnswer = z
  .object({
    transferId: idOf('trf', 'The transfer.'),
    replayed: z.boolean().meta({ description: 'True: asked for before, and nothing was booked again.' }),
    memberId,
    currency: z.string(),
    points: points.meta({ description: 'What was given, taken or brought back.' }),
    balance: signedPoints.nullable().meta({
      description: 'Of the member in this currency, now; null for a key without the scope `balance:read`.',
    }),
    debt: debt.nullable().meta({
      description: `${debt.meta()?.description} Null for a key without the scope \`balance:read\`.`,
    }),
    leftToday: points.nullable().meta({
      description: 'What you may still give today in this currency; null where nothing limits it.',
      examples: [4992],
    }),
  })
  .meta({ examples: [stepOf(partnerFlow, 1).answer] });
export type PointsAnswer = z.output<typeof pointsAnswer>;

export const limitsAnswer = z
  .object({
    /** The day in the programme's time zone. */
    day: z.iso.date(),
    startsAnewAt: instant.meta({ description: 'When the count of the day begins anew.' }),
    currencies: z.array(
      z.object({
        currency: z.string(),
        mayIssue: z.boolean(),
        mayRedeem: z.boolean(),
        cap: points.nullable().meta({ description: 'Points on one day; null: no cap.' }),
        issued: points.meta({ description: 'Given today.' }),
        left: points.nullable(),
      }),
    ),
  })
  .meta({ examples: [stepOf(partnerFlow, 0).answer] });

const PARTNERS = "A partner's key opens it too, for its own currencies.";

export const partnerPointsRoutes = {
  readLimits: route({
    method: 'GET',
    url: '/api/v1/points/limits',
    summary: 'What you may give today',
    description: `Needs the scope \`points:issue\`. ${PARTNERS}`,
    reply: limitsAnswer,
  }),
  issuePoints: route({
    method: 'POST',
    url: '/api/v1/points/issue',
    summary: 'Give points',
    description:
      'Counted towards the caps of the day: past one of them the answer is 429 `issuing_cap` with `details.left`, ' +
      '`details.startsAnewAt` and `Retry-After`, and nothing is given. New points answer 201, the same key again 200. ' +
      `Needs the scope \`points:issue\`. ${PARTNERS}`,
    body: pointsToIssue,
    reply: pointsAnswer,
    statuses: [201, 200],
  }),
  returnIssued: route({
    method: 'POST',
    url: '/api/v1/points/issue/returns',
    summary: 'Take given points back, all or part',
    description:
      'What is spent by then is owed by the member; what has expired is not taken twice. The cap of the day gets no room ' +
      `back. Needs the scope \`points:issue\`. ${PARTNERS}`,
    body: pointsToReturn,
    reply: pointsAnswer,
    statuses: [201, 200],
  }),
  redeemPoints: route({
    method: 'POST',
    url: '/api/v1/points/redeem',
    summary: 'Take points as payment',
    description: `Needs the scope \`points:redeem\`. ${PARTNERS}`,
    body: pointsToRedeem,
    reply: pointsAnswer,
    statuses: [201, 200],
  }),
  returnRedeemed: route({
    method: 'POST',
    url: '/api/v1/points/redeem/returns',
    summary: 'Give redeemed points back, all or part',
    description: `They come back with the expiry they had. Needs the scope \`points:redeem\`. ${PARTNERS}`,
    body: pointsToReturn,
    reply: pointsAnswer,
    statuses: [201, 200],
  }),
};
