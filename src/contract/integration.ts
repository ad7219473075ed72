// The public API for tills, shops' own systems and partners: /api/v1. An API key goes into `Authorization: Bearer`.
// What is told here is what the reference page shows.
import { z } from 'zod';
import { basketRoutes } from './basket-routes.ts';
import { holdRoutes } from './holds.ts';
import { memberFactRoutes } from './member-facts.ts';
import { memberOfferRoutes } from './offers-shown.ts';
import { partnerPointsRoutes } from './partner-points.ts';
import { problem } from './problem.ts';
import { questCheckRoutes } from './quest-checks.ts';
import { basketLine } from './receipt-basket.ts';
import { returnRoutes } from './receipt-returns.ts';
import { rewardOrderRoutes } from './reward-orders.ts';
import { route } from './route.ts';
import { receiptNumber } from './till.ts';
import {
  amountMinor,
  debt,
  instant,
  line,
  memberCode,
  memberId,
  points,
  receiptId,
  signedPoints,
  storeId,
  tierShown,
  tillId,
} from './words.ts';

const receiptExample = {
  externalId: '2026-11-21/1/214',
  storeId: 'str_khreshchatyk12',
  tillId: 'til_1',
  number: '214',
  memberCode: '2901234567896',
  amountMinor: 12990,
  burn: 0,
  occurredAt: '2026-11-21T14:05:00Z',
  lines: [
    {
      sku: '4820000001',
      name: 'Сир камамбер 125 г',
      category: 'Молочне',
      quantityMilli: 1000,
      priceMinor: 12990,
      discountMinor: 0,
      amountMinor: 12990,
    },
  ],
};

export const newReceipt = z
  .strictObject({
    externalId: line(120).meta({
      description:
        'Your own key of this receipt, unique within the store. Sending the same receipt again is harmless; ' +
        'another receipt under the same key is refused.',
      examples: ['2026-11-21/1/214'],
    }),
    storeId,
    tillId: tillId.optional(),
    number: receiptNumber,
    memberCode: memberCode.meta({
      description:
        'A card number, a live card code, a phone number, `ext:` with the identifier of your own system, or a memberId.',
      examples: ['2901234567896'],
    }),
    amountMinor: amountMinor.min(1).meta({
      description: 'The sum of the receipt before any burn; at most 100000000 (₴1,000,000).',
      examples: [12990],
    }),
    burn: points.default(0).meta({
      description: 'Points to burn on it. Needs a live card code in memberCode.',
      examples: [0],
    }),
    occurredAt: instant.optional().meta({
      description:
        'When it was printed; now when left out. At most 10 minutes ahead of our clock, and 31 days ago.',
    }),
    lines: z.array(basketLine).max(500).default([]),
  })
  .meta({ description: 'A receipt to accept.', examples: [receiptExample] });

export const receiptAnswer = z
  .object({
    receiptId,
    replayed: z.boolean().meta({
      description: 'True: this very receipt had been accepted before and nothing was booked again.',
      examples: [false],
    }),
    memberId,
    earned: points.meta({ description: 'Points earned.', examples: [6] }),
    burnt: points.meta({ description: 'Points burnt.', examples: [0] }),
    balance: signedPoints.meta({ description: 'The balance right after this receipt.', examples: [1246] }),
    debt,
  })
  .meta({
    examples: [
      {
        receiptId: 'rcp_06bv2k3h9q4w8x0y7z1a',
        replayed: false,
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        earned: 6,
        burnt: 0,
        balance: 1246,
        debt: 0,
      },
    ],
  });

export const memberAnswer = z
  .object({
    memberId,
    shownName: z.string().meta({ description: 'First name and initial.', examples: ['Олена К.'] }),
    tier: tierShown,
    cardStatus: z.literal('active').meta({ description: 'A blocked card is refused.', examples: ['active'] }),
  })
  .meta({
    examples: [
      {
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        shownName: 'Олена К.',
        tier: { tierKey: 'gold', earnBp: 500 },
        cardStatus: 'active',
      },
    ],
  });

export const balanceAnswer = z
  .object({
    memberId,
    balance: signedPoints.meta({ description: 'Everything on the account.' }),
    debt,
    spendable: points.meta({ description: 'What can be burnt now.', examples: [1180] }),
    pending: z
      .array(
        z.object({
          amount: points,
          activeAt: instant.nullable().meta({ description: 'Null: after the action they wait for.' }),
          waitsFor: z.string().nullable(),
        }),
      )
      .meta({ description: 'Earned, but to be burnt only later.' }),
    nextExpiry: z
      .object({ amount: points, expiresAt: instant })
      .nullable()
      .meta({ description: 'What expires first, if anything does.' }),
  })
  .meta({
    examples: [
      {
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        balance: 1240,
        debt: 0,
        spendable: 1180,
        pending: [{ amount: 60, activeAt: '2026-11-22T00:00:00Z', waitsFor: null }],
        nextExpiry: { amount: 300, expiresAt: '2026-12-31T22:00:00Z' },
      },
    ],
  });

export const integrationRoutes = {
  acceptReceipt: route({
    method: 'POST',
    url: '/api/v1/receipts',
    summary: 'Accept a receipt',
    description:
      'Books what the receipt earns and burns, in one step; nothing is taken off it (PUT does that). Idempotent by storeId and externalId: the same receipt ' +
      'again answers 200 with `replayed: true` and the first answer; another receipt under that key answers 422 ' +
      '`receipt_differs`. A new receipt answers 201. Needs the scope `receipts:write`.',
    body: newReceipt,
    reply: receiptAnswer,
    statuses: [201, 200],
  }),
  findMember: route({
    method: 'GET',
    url: '/api/v1/members',
    summary: 'Find a member by card code or phone',
    description:
      "Give exactly one of `code` and `phone`. Needs the scope `members:read`. A partner's key opens it too.",
    query: z
      .strictObject({
        code: memberCode.optional().meta({
          description:
            'A card number, a live card code, a phone number, `ext:` with the identifier of your own system (not for partners), ' +
            'or a memberId.',
        }),
        phone: z
          .string()
          .trim()
          .min(5)
          .max(32)
          .optional()
          .meta({ description: 'A phone number in international form.', examples: ['+380671234567'] }),
      })
      .refine((query) => (query.code === undefined) !== (query.phone === undefined), {
        message: problem('codeOrPhone'),
        path: ['code'],
      }),
    reply: memberAnswer,
  }),
  readBalance: route({
    method: 'GET',
    url: '/api/v1/members/:memberId/balance',
    summary: "A member's balance",
    description: "Needs the scope `balance:read`. A partner's key opens it too, for its own currencies.",
    params: z.strictObject({ memberId }),
    query: z.strictObject({
      currency: z
        .string()
        .regex(/^[a-z][a-z0-9_]{1,30}$/, problem('latinWord', 'points'))
        .optional()
        .meta({ description: 'The kind of points; `points` when left out.', examples: ['points'] }),
    }),
    reply: balanceAnswer,
  }),
  ...basketRoutes,
  ...returnRoutes,
  ...holdRoutes,
  ...memberFactRoutes,
  ...memberOfferRoutes,
  ...rewardOrderRoutes,
  ...partnerPointsRoutes,
  ...questCheckRoutes,
};
