import type { Flow } from './flow.ts';
import { APPLES, CARD, CHEESE, PLACE } from './goods.ts';

const receipt = '/api/v1/receipts/:externalId';
const params = { externalId: '2026-11-21/1/218' };
const { storeId } = PLACE;

/** A line comes back, is told twice, then the rest. */
export const returnFlow: Flow = {
  name: 'return',
  title: 'Return',
  says:
    'By line or whole, at any age, in any order, and again without harm. Earned points go back with their lines, burnt ' +
    'points come back with their original expiry.',
  steps: [
    {
      says: 'A sale.',
      method: 'PUT',
      route: receipt,
      params,
      body: {
        ...PLACE,
        number: '218',
        memberCode: CARD,
        occurredAt: '2026-11-21T14:05:00Z',
        lines: [CHEESE, APPLES],
      },
      status: 200,
      answer: {},
    },
    {
      says: 'Three days later the cheese comes back.',
      method: 'POST',
      route: '/api/v1/receipts/:externalId/returns',
      params,
      body: {
        storeId,
        externalId: '2026-11-24/1/R7',
        lines: [{ lineNo: 1, quantityMilli: 1000 }],
        occurredAt: '2026-11-24T09:30:00Z',
      },
      status: 201,
      answer: {},
    },
    {
      says: 'Told again: nothing is taken back twice.',
      method: 'POST',
      route: '/api/v1/receipts/:externalId/returns',
      params,
      body: {
        storeId,
        externalId: '2026-11-24/1/R7',
        lines: [{ lineNo: 1, quantityMilli: 1000 }],
        occurredAt: '2026-11-24T09:30:00Z',
      },
      status: 200,
      answer: {},
    },
    {
      says: 'How the receipt stands now.',
      method: 'GET',
      route: receipt,
      params,
      query: { storeId },
      status: 200,
      answer: {},
    },
    {
      says: 'A return whose sale has not come yet waits for it.',
      method: 'POST',
      route: '/api/v1/receipts/:externalId/returns',
      params: { externalId: '2026-11-21/2/77' },
      body: { storeId, externalId: '2026-11-24/1/R8', all: true },
      status: 202,
      answer: {},
    },
  ],
};
