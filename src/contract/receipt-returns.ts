// What happens to receipts after they were closed, and tills that come late with all of it.
import { z } from 'zod';
import { batchFlow } from './examples/batch-flow.ts';
import { stepOf } from './examples/flow.ts';
import { OTHER_STORE } from './examples/goods.ts';
import { returnFlow } from './examples/return-flow.ts';
import { award, basketFields, claim, externalId, receiptState } from './receipt-basket.ts';
import { oneOfThree, pointsBack, returnedFields, returnMisfit, saysWhat } from './returned-goods.ts';
import { route } from './route.ts';
import { receiptNumber } from './till.ts';
import {
  amountMinor,
  errorBody,
  idOf,
  instant,
  line,
  memberId,
  points,
  receiptId,
  signedPoints,
  storeId,
} from './words.ts';

const soldIn = storeId.meta({
  description: 'The store that sold the goods.',
  examples: ['str_khreshchatyk12'],
});

const returnFields = {
  storeId: soldIn,
  returnedIn: storeId.optional().meta({
    description:
      'The store that takes the goods back, where that is another than the one that sold them; an API key of one store ' +
      'must be that of this one. Only where the programme lets any store take goods back (`return_other_store` otherwise), ' +
      'and not after this store was closed. A return that was sent without it is repeated without it: with it, it is another.',
    examples: [OTHER_STORE],
  }),
  externalId: line(120).meta({
    description:
      'Your own key of this return, unique within the store that takes the goods back. Sending it again is harmless.',
    examples: ['2026-11-24/1/R7'],
  }),
  ...returnedFields,
  occurredAt: instant.optional().meta({ description: 'Now when left out.' }),
};

export const newReturn = z
  .strictObject(returnFields)
  .refine(oneOfThree, saysWhat)
  .meta({ description: 'Goods that came back.', examples: [stepOf(returnFlow, 1).body] });

const NOT_ELSEWHERE = 'Not told to an API key of another store than the one that sold the goods.';

export const returnAnswer = z
  .object({
    outcome: z.enum(['returned', 'replayed', 'waiting']).meta({
      description:
        '`waiting`: the sale has not come yet, or nobody has claimed it; it is booked when that happens.',
    }),
    returnId: idOf('ret', 'The return.').nullable(),
    receiptId: receiptId.nullable(),
    memberId: memberId.nullable().meta({ description: `Whose receipt it is. ${NOT_ELSEWHERE}` }),
    amountMinor: amountMinor.nullable().meta({
      description: 'What the goods had cost after discounts; points and money had paid it.',
    }),
    takenBack: points.meta({ description: 'Earned points taken back.' }),
    givenBack: points.meta({ description: 'Burnt points given back.' }),
    pointsBack,
    owed: points.nullable().meta({
      description: `Taken back beyond what was there; the next points pay it. ${NOT_ELSEWHERE}`,
    }),
    balance: signedPoints.nullable().meta({ description: `The balance by now. ${NOT_ELSEWHERE}` }),
  })
  .meta({ examples: [stepOf(returnFlow, 1).answer] });

export const batchItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('receipt'), externalId, ...basketFields, occurredAt: instant }),
  z
    .strictObject({ kind: z.literal('return'), receiptExternalId: externalId, ...returnFields })
    .refine(oneOfThree, saysWhat),
]);

/** Read one by one, so that one that is wrong harms no other; told as what it should be. */
const toldItem = z.unknown().meta({
  ...z.toJSONSchema(batchItem, { io: 'input' }),
  description: 'A receipt as for PUT, closed and without burn; or a return with `receiptExternalId`.',
});

export const batchBody = z
  .strictObject({ items: z.array(toldItem).min(1).max(1_000) })
  .meta({ description: 'What a till did while it was cut off.', examples: [stepOf(batchFlow, 0).body] });

export const batchAnswer = z
  .object({
    items: z.array(
      z.object({
        no: z.int().meta({ description: 'The place in the batch, from 1.' }),
        externalId: z.string().nullable(),
        outcome: z.enum(['accepted', 'replayed', 'returned', 'waiting', 'unclaimed', 'refused']),
        receiptId: receiptId.nullable(),
        memberId: memberId.nullable().meta({ description: `Whose receipt it is. ${NOT_ELSEWHERE}` }),
        earned: points,
        takenBack: points,
        givenBack: points,
        pointsBack,
        claim: claim.nullable(),
        error: errorBody.shape.error.nullable().meta({ description: 'Why it was refused.' }),
      }),
    ),
    accepted: z.int(),
    refused: z.int(),
  })
  .meta({ examples: [stepOf(batchFlow, 0).answer] });
export type BatchAnswer = z.output<typeof batchAnswer>;

export const receiptShown = z
  .object({
    state: receiptState,
    externalId: z.string(),
    number: receiptNumber.nullable(),
    receiptId: receiptId.nullable(),
    memberId: memberId.nullable(),
    occurredAt: instant.nullable(),
    totalMinor: amountMinor,
    discountMinor: amountMinor,
    toPayMinor: amountMinor,
    returnedMinor: amountMinor,
    earned: points,
    burnt: points,
    takenBack: points,
    givenBack: points,
    pointsBack,
    points: z.array(award),
    lines: z.array(
      z.object({
        lineNo: z.int(),
        sku: z.string(),
        name: z.string(),
        quantityMilli: z.int(),
        returnedMilli: z.int(),
        amountMinor: amountMinor.meta({ description: 'After discounts of the programme.' }),
      }),
    ),
    refusedReturns: z
      .array(
        z.object({
          storeId: storeId.meta({
            description: 'The store that takes the goods back.',
            examples: ['str_khreshchatyk12'],
          }),
          externalId: z.string().meta({
            description: 'Your own key of the return.',
            examples: ['2026-11-24/1/R7'],
          }),
          code: returnMisfit.meta({
            description: 'Why, as the same return sent again is answered.',
            examples: ['line_not_found'],
          }),
        }),
      )
      .meta({
        description:
          'Returns that came before this sale and were refused once it was there, the oldest first. They are not tried ' +
          'again; one that is sent corrected, under the same key, is booked and leaves the list.',
      }),
    claim: claim.nullable(),
  })
  .meta({ examples: [stepOf(returnFlow, 4).answer] });
export type ReceiptShown = z.output<typeof receiptShown>;

export const returnRoutes = {
  readReceipt: route({
    method: 'GET',
    url: '/api/v1/receipts/:externalId',
    summary: 'How a receipt stands',
    description:
      'Its state, its lines with what came back of them, returns that were refused when it came, and its points. An API key ' +
      'of another store reads it too where the programme lets any store take goods back (`return_other_store` otherwise), ' +
      'once it is closed, and without `memberId` and `claim`: what a till has to know for the return. Needs the scope `receipts:write`.',
    params: z.strictObject({ externalId }),
    query: z.strictObject({ storeId: soldIn }),
    reply: receiptShown,
  }),
  returnReceipt: route({
    method: 'POST',
    url: '/api/v1/receipts/:externalId/returns',
    summary: 'Tell a return',
    description:
      'By line or whole, at any age, in any order, and again without harm. Earned points are taken back with their ' +
      'lines, burnt points are given back with their original expiry. A return that comes before its sale answers 202 ' +
      'and is booked when the sale comes; one that does not fit it then is refused, which a repeat of it and ' +
      '`refusedReturns` of the receipt tell. Another store than the one that sold the goods takes them back with ' +
      '`returnedIn`, and its own key hears neither `memberId` nor `owed` and `balance`. A new one answers 201, a repeat 200. Needs the scope `receipts:write`.',
    params: z.strictObject({ externalId }),
    body: newReturn,
    reply: returnAnswer,
    statuses: [201, 200, 202],
  }),
  sendBatch: route({
    method: 'POST',
    url: '/api/v1/receipts/batch',
    summary: 'Tell what a till did while it was cut off',
    description:
      'Up to 1,000 receipts and returns, up to 400 days old, in any order. Each is counted once and by the rules of its ' +
      'time, and what a tier earns, what a point is worth, how the points of a currency wait, end and are capped, and which ' +
      'categories the law keeps out are those of its time too; from which sum a tier is reached is that of now. Each has an ' +
      'outcome of its own, and one that is wrong harms no other. Sending the batch again is ' +
      'harmless, and so is a receipt that was told at once before, without `occurredAt`. Nothing can be burnt or taken off a receipt that is paid already. Needs the scope `receipts:write`.',
    body: batchBody,
    reply: batchAnswer,
  }),
};
