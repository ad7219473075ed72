import type { Flow } from './flow.ts';
import { APPLES } from './goods.ts';
import { saleOf, soldAs } from './sold.ts';

const route = '/api/v1/receipts/:externalId';
const params = { externalId: '2026-11-21/1/215' };
const receiptId = 'rcp_06bv2k3h9q4w8x0y7z1c';
const body = { ...saleOf('215'), payments: [{ kind: 'cash', amountMinor: 16691 }] };

/** One call for a sale, and what its repeats hear. */
export const saleFlow: Flow = {
  name: 'sale',
  title: 'Sale',
  says: 'A sale in one call. After a timeout send the very same again: it is booked once.',
  steps: [
    {
      shows: 'book it',
      says: 'The receipt is paid and told.',
      method: 'PUT',
      route,
      params,
      body,
      status: 200,
      answer: soldAs(receiptId, { balance: 266 }),
    },
    {
      shows: 'send it again',
      says: 'The answer was lost: the same again hears the same, and nothing is booked twice.',
      method: 'PUT',
      route,
      params,
      body,
      status: 200,
      answer: soldAs(receiptId, { balance: 266, replayed: true }),
    },
    {
      shows: 'another basket',
      says: 'Another basket under the same key is refused.',
      method: 'PUT',
      route,
      params,
      body: { ...saleOf('215'), lines: [APPLES] },
      status: 422,
      answer: {
        error: {
          code: 'receipt_differs',
          message: 'This receipt is recorded with other data. Check the number and the amount.',
          details: {},
        },
      },
    },
  ],
};
