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
      shows: 'three receipts at once',
      says: 'A return, its sale, and a receipt with a card that nobody has.',
      method: 'POST',
      route,
      body: { items },
      status: 200,
      answer: {
        items: [
          {
            no: 1,
            externalId: '2026-11-19/1/R3',
            outcome: 'returned',
            receiptId: 'rcp_06bv2k3h9q4w8x0y7z1f',
            memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
            earned: 0,
            takenBack: 9,
            givenBack: 0,
            pointsBack: [{ currency: 'points', takenBack: 9, givenBack: 0 }],
            claim: null,
            error: null,
          },
          {
            no: 2,
            externalId: '2026-11-18/1/90',
            outcome: 'accepted',
            receiptId: 'rcp_06bv2k3h9q4w8x0y7z1f',
            memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
            earned: 33,
            takenBack: 0,
            givenBack: 0,
            pointsBack: [],
            claim: null,
            error: null,
          },
          {
            no: 3,
            externalId: '2026-11-18/1/91',
            outcome: 'refused',
            receiptId: null,
            memberId: null,
            earned: 0,
            takenBack: 0,
            givenBack: 0,
            pointsBack: [],
            claim: null,
            error: {
              code: 'card_not_found',
              message: 'There is no such card. Check the number.',
              details: {},
            },
          },
        ],
        accepted: 2,
        refused: 1,
      },
    },
    {
      shows: 'all of it again',
      says: 'The connection broke: all of it again, and nothing is booked twice.',
      method: 'POST',
      route,
      body: { items },
      status: 200,
      answer: {
        items: [
          {
            no: 1,
            externalId: '2026-11-19/1/R3',
            outcome: 'replayed',
            receiptId: 'rcp_06bv2k3h9q4w8x0y7z1f',
            memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
            earned: 0,
            takenBack: 9,
            givenBack: 0,
            pointsBack: [{ currency: 'points', takenBack: 9, givenBack: 0 }],
            claim: null,
            error: null,
          },
          {
            no: 2,
            externalId: '2026-11-18/1/90',
            outcome: 'replayed',
            receiptId: 'rcp_06bv2k3h9q4w8x0y7z1f',
            memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
            earned: 33,
            takenBack: 0,
            givenBack: 0,
            pointsBack: [],
            claim: null,
            error: null,
          },
          {
            no: 3,
            externalId: '2026-11-18/1/91',
            outcome: 'refused',
            receiptId: null,
            memberId: null,
            earned: 0,
            takenBack: 0,
            givenBack: 0,
            pointsBack: [],
            claim: null,
            error: {
              code: 'card_not_found',
              message: 'There is no such card. Check the number.',
              details: {},
            },
          },
        ],
        accepted: 2,
        refused: 1,
      },
    },
  ],
};
