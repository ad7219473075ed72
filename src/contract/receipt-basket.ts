// A basket as it is told and answered. What is told here is what the reference page shows.
import { z } from 'zod';
import { holdAsked, payment } from './basket-parts.ts';
import { couponFields, couponLeft, couponUsed } from './coupons.ts';
import { stepOf } from './examples/flow.ts';
import { saleFlow } from './examples/sale-flow.ts';
import { problem } from './problem.ts';
import { receiptNumber } from './till.ts';
import {
  amountMinor,
  debt,
  errorBody,
  idOf,
  instant,
  line,
  memberCode,
  memberId,
  points,
  receiptId,
  signedPoints,
  storeId,
  tillId,
} from './words.ts';

export const externalId = line(120).meta({
  description:
    'Your own key of the receipt, unique within the store. In an address it is URL-encoded, slashes too ' +
    '(`2026-11-21%2F1%2F214`).',
  examples: ['2026-11-21/1/214'],
});

export const basketLine = z
  .strictObject({
    sku: line(64).meta({ description: "The article's number in your system.", examples: ['4820000001'] }),
    name: line(200).meta({ description: 'As printed on the slip.', examples: ['Сир камамбер 125 г'] }),
    category: line(80)
      .optional()
      .meta({
        description:
          'Its category, by the exact name that the console shows under Rules, Categories (capitals and outer spaces ' +
          'do not matter): what the law keeps out and what rules ask for goes by it. Left out: that of your catalogue ' +
          '(the imported products) by `sku`, and `other` where it has none.',
        examples: ['Молочне'],
      }),
    brand: z
      .string()
      .trim()
      .max(80)
      .regex(/^[^\p{Cc}]*$/u, problem('plainLine'))
      .optional()
      .meta({
        description:
          'The brand, where rules look at it. Left out along with `category`: that of your catalogue.',
        examples: ['Пирятин'],
      }),
    quantityMilli: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .meta({ description: 'Thousandths of a piece or of a kilogram.', examples: [1000] }),
    priceMinor: amountMinor.meta({ description: 'The price of one, in minor units.', examples: [12990] }),
    discountMinor: amountMinor
      .default(0)
      .meta({ description: 'What you have taken off this line yourself.', examples: [0] }),
    amountMinor: amountMinor.meta({
      description: 'What this line costs before discounts of the programme.',
      examples: [12990],
    }),
  })
  .meta({ description: 'One line of the basket.' });

/** What a basket is made of, wherever it is told. */
export const basketFields = {
  storeId,
  tillId: tillId.optional(),
  number: receiptNumber.optional().meta({
    description: 'The number on the paper slip; the end of the external id when left out.',
    examples: ['214'],
  }),
  memberCode: memberCode.optional().meta({
    description:
      'A card number, a live card code, a phone number, `ext:` with the identifier of your own system, or a ' +
      'memberId. Left out: the receipt is nobody’s and can be claimed with the code of the answer. Told with a card after ' +
      'that, it brings what a claim brings: points, but no discount, no gift and no burn, as it is paid.',
    examples: ['2901234567896'],
  }),
  occurredAt: instant.optional().meta({
    description:
      'When it was printed; now when left out. At most 10 minutes ahead of our clock, and 31 days ago (400 in a batch).',
  }),
  amountMinor: amountMinor.optional().meta({
    description:
      'The sum before discounts of the programme; the sum of the lines when left out. At most 100000000 (₴1,000,000).',
    examples: [12990],
  }),
  lines: z.array(basketLine).max(500).default([]),
};

export const basket = z
  .strictObject({
    ...basketFields,
    state: z
      .enum(['open', 'closed', 'cancelled'])
      .default('closed')
      .meta({
        description:
          '`open`: still being rung up, send it again after each change. `closed`: paid, and booked. ' +
          '`cancelled`: the sale never was.',
        examples: ['closed'],
      }),
    payments: z.array(payment).max(20).default([]).meta({
      description: 'What money paid. When given, it must come to `moneyMinor`.',
    }),
    burn: points.default(0).meta({
      description: 'Points that pay. Needs a live card code, shown now or when the basket was opened.',
      examples: [0],
    }),
    hold: holdAsked.optional(),
    ...couponFields,
    quoteId: z
      .string()
      .max(40)
      .optional()
      .meta({ description: 'Of the last answer for this basket: closing answers 409 when it is stale.' }),
  })
  .meta({ description: 'A basket.', examples: [stepOf(saleFlow, 0).body] });

export const award = z.object({
  currency: z.string().meta({ examples: ['points'] }),
  points: points.meta({ examples: [6] }),
  activeAt: instant.nullable().meta({ description: 'From when they can be burnt; null: after an action.' }),
  waitsFor: z.string().nullable().meta({ description: 'The action that they wait for.' }),
  expiresAt: instant.nullable().meta({ description: 'Null: never, or not known yet.' }),
});

export const claim = z
  .object({
    code: z.string().meta({ description: 'To be printed on the slip.', examples: ['k7m29xqd4tvw'] }),
    url: z.string().meta({ description: 'What the QR code on the slip says.' }),
    qrUrl: z.string().meta({ description: 'A picture of that QR code.' }),
    until: instant,
    points: points.meta({
      description: 'What it brings a new member; in GET of the receipt less what has come back, about.',
    }),
  })
  .meta({ description: 'How whoever has the slip gets the points later.' });

export const receiptState = z.enum(['open', 'closed', 'partly_returned', 'returned', 'cancelled']);

export const basketAnswer = z
  .object({
    state: receiptState,
    dry: z.boolean().meta({ description: 'True: a preview, nothing was stored.' }),
    replayed: z.boolean().meta({ description: 'True: this very receipt had been accepted before.' }),
    receiptId: receiptId.nullable().meta({ description: 'Once it is closed and somebody’s.' }),
    memberId: memberId.nullable(),
    quoteId: z.string().nullable().meta({ description: 'Send it along when closing.' }),
    points: z.array(award).meta({ description: 'What it earns, by currency and moment.' }),
    discounts: z
      .array(
        z.object({
          lineNo: z.int().nullable().meta({ description: 'From 1; null: off the whole receipt.' }),
          rule: z.string(),
          amountMinor,
        }),
      )
      .meta({ description: 'What the rules take off.' }),
    gifts: z.array(z.string()).meta({ description: 'What to hand over.' }),
    coupons: z.array(couponUsed).meta({ description: 'Coupons that worked, and what each brought.' }),
    couponsLeft: z.array(couponLeft).meta({ description: 'Coupons and codes that did not, and why.' }),
    totalMinor: amountMinor.meta({ description: 'Before discounts of the programme.' }),
    discountMinor: amountMinor,
    toPayMinor: amountMinor.meta({ description: 'After them; points and money pay it.' }),
    burn: points.meta({ description: 'Points that pay.' }),
    moneyMinor: amountMinor.meta({ description: 'What is left for money.' }),
    maximumBurn: points.meta({ description: 'The most points that may pay now; 0 once it is closed.' }),
    balance: signedPoints.nullable().meta({
      description: 'Of the member: now, or right after a closed receipt.',
    }),
    debt,
    hold: z
      .object({ holdId: idOf('hld', 'The hold.'), points, expiresAt: instant })
      .nullable()
      .meta({ description: 'Points set aside for it.' }),
    claim: claim.nullable(),
    next: z.array(z.object({ kind: z.enum(['threshold', 'tier', 'stamps']), text: z.string() })).meta({
      description:
        'What a little more would bring, the nearest first. Of a close only with `explain=true`, and empty when `replayed`: it ' +
        'is not kept with the receipt.',
    }),
    words: z
      .object({
        cashier: z.string().max(40),
        slip: z.array(z.string().max(42)),
      })
      .meta({ description: 'For the cashier’s display (40 characters) and the slip (lines of 42).' }),
    reasons: z.array(z.object({ code: z.string(), rule: z.string().nullable(), sentence: z.string() })).meta({
      description:
        'Why something did not apply, or was cut; before closing also why `burn` would be refused. Of a close the ' +
        'rules whose conditions, hours or goods were not met are named only with `explain=true`, and not when `replayed`: they ' +
        'are not kept with the receipt.',
    }),
  })
  .meta({ examples: [stepOf(saleFlow, 0).answer] });
export type BasketAnswer = z.output<typeof basketAnswer>;

/** 409 of a PUT: a stale quote brings a fresh one along. */
export const staleAnswer = errorBody
  .extend({ quote: basketAnswer.optional() })
  .meta({ id: 'StaleQuote', description: 'Why not; with `quote_stale` also what it comes to now.' });
