// One call for a basket: the same PUT previews it, keeps it open, closes it and cancels it.
import { z } from 'zod';
import { basket, basketAnswer, externalId } from './receipt-basket.ts';
import { route } from './route.ts';

export const basketRoutes = {
  putReceipt: route({
    method: 'PUT',
    url: '/api/v1/receipts/:externalId',
    summary: 'Tell a basket: preview, open, close or cancel it',
    description:
      'The whole basket each time; sending it again is harmless. `dry=true` previews without storing anything. ' +
      '`open` answers what it would bring and sets points aside when asked to; a basket that is left open for a day is ' +
      'cancelled. `closed` books it: what was held for it pays, all or part, and the rest is let go. Another basket ' +
      'under the key of a closed receipt answers 422 `receipt_differs`; a stale `quoteId` 409 `quote_stale` with a fresh ' +
      'quote; payments that do not add up 422 `payments_differ` with what was expected. `cancelled` lets go of an open ' +
      'basket, and takes a closed receipt back as a whole. What comes under a cancelled name that was never booked is a new ' +
      'sale when its `occurredAt` is not before the cancellation, or left out; an earlier one is answered `cancelled` and ' +
      'not booked: send `occurredAt` with whatever may be sent again late. One that was booked and cancelled stays so, and its ' +
      'repeat is answered as the cancellation; one that was closed without a card, too, while its repeat has none: with a ' +
      'card it is a new sale by the rule before. Needs the scope `receipts:write`.',
    params: z.strictObject({ externalId }),
    query: z.strictObject({
      dry: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'A preview: nothing is stored.', examples: ['true'] }),
      explain: z
        .enum(['true', 'false'])
        .default('false')
        .meta({
          description:
            'The answer of a close has `next` and all `reasons` too, as that of a preview and of an open basket always does. ' +
            'Left out it is quicker: `next` is empty, and of the rules only those are named that have given all they may.',
          examples: ['true'],
        }),
    }),
    body: basket,
    reply: basketAnswer,
    statuses: [200],
  }),
};
