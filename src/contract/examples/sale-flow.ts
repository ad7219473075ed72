import type { Flow } from './flow.ts';
import { APPLES, CARD, CHEESE, PLACE } from './goods.ts';

const route = '/api/v1/receipts/:externalId';
const params = { externalId: '2026-11-21/1/215' };
const body = {
  ...PLACE,
  number: '215',
  memberCode: CARD,
  occurredAt: '2026-11-21T14:05:00Z',
  lines: [CHEESE, APPLES],
  payments: [{ kind: 'cash', amountMinor: 16691 }],
};

/** One call for a sale, and what its repeats hear. */
export const saleFlow: Flow = {
  name: 'sale',
  title: 'Sale',
  says: 'A sale in one call. After a timeout send the very same again: it is booked once.',
  steps: [
    {
      says: 'The receipt is paid and told.',
      method: 'PUT',
      route,
      params,
      body,
      status: 200,
      answer: {},
    },
    {
      says: 'The answer was lost: the same again hears the same, and nothing is booked twice.',
      method: 'PUT',
      route,
      params,
      body,
      status: 200,
      answer: {},
    },
    {
      says: 'Another basket under the same key is refused.',
      method: 'PUT',
      route,
      params,
      body: { ...PLACE, number: '215', memberCode: CARD, occurredAt: '2026-11-21T14:05:00Z', lines: [APPLES] },
      status: 422,
      answer: {},
    },
  ],
};
