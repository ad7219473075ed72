import type { Flow } from './flow.ts';
import { APPLES, CARD, CHEESE, PLACE } from './goods.ts';

const route = '/api/v1/receipts/batch';
const { storeId } = PLACE;
const items = [
  {
    kind: 'return',
    storeId,
    receiptExternalId: '2026-11-18/1/90',
    externalId: '2026-11-19/1/R3',
    lines: [{ lineNo: 2, quantityMilli: 1250 }],
    occurredAt: '2026-11-19T10:00:00Z',
  },
  {
    kind: 'receipt',
    externalId: '2026-11-18/1/90',
    ...PLACE,
    number: '90',
    memberCode: CARD,
    occurredAt: '2026-11-18T17:20:00Z',
    lines: [CHEESE, APPLES],
  },
  {
    kind: 'receipt',
    externalId: '2026-11-18/1/91',
    ...PLACE,
    number: '91',
    memberCode: '2900000000001',
    occurredAt: '2026-11-18T17:25:00Z',
    lines: [APPLES],
  },
];

/** A till comes back online. */
export const batchFlow: Flow = {
  name: 'batch',
  title: 'Offline batch',
  says:
    'What a till did while it was cut off: receipts and returns in any order, each counted once and by the rules of its ' +
    'time. One that is wrong harms no other; sending all of it again is harmless.',
  steps: [
    {
      says: 'A return, its sale, and a receipt with a card that nobody has.',
      method: 'POST',
      route,
      body: { items },
      status: 200,
      answer: {},
    },
    {
      says: 'The connection broke: all of it again, and nothing is booked twice.',
      method: 'POST',
      route,
      body: { items },
      status: 200,
      answer: {},
    },
  ],
};
