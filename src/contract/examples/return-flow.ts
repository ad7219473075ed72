import type { Flow } from './flow.ts';
import { PLACE } from './goods.ts';
import { broughtBack, lookedUp, saleOf, soldAs } from './sold.ts';

const receipt = '/api/v1/receipts/:externalId';
const returns = '/api/v1/receipts/:externalId/returns';
const params = { externalId: '2026-11-21/1/218' };
const receiptId = 'rcp_06bv2k3h9q4w8x0y7z1e';
const { storeId } = PLACE;
const cheese = {
  storeId,
  externalId: '2026-11-24/1/R7',
  lines: [{ lineNo: 1, quantityMilli: 1000 }],
  occurredAt: '2026-11-24T09:30:00Z',
};
const hears = { returnId: 'ret_06bv2k3h9q4w8x0y7z1b', receiptId, what: 'cheese' as const, balance: 261 };

/** A line comes back, is told twice, then the rest. */
export const returnFlow: Flow = {
  name: 'return',
  title: 'Return',
  says:
    'By line or whole, at any age, in any order, and again without harm. Earned points go back with their lines, burnt ' +
    'points come back with their original expiry.',
  steps: [
    {
      shows: 'the sale',
      says: 'A sale.',
      method: 'PUT',
      route: receipt,
      params,
      body: saleOf('218'),
      status: 200,
      answer: soldAs(receiptId, { balance: 285 }),
    },
    {
      shows: 'one line back',
      says: 'Three days later the cheese comes back.',
      method: 'POST',
      route: returns,
      params,
      body: cheese,
      status: 201,
      answer: broughtBack('returned', hears),
    },
    {
      shows: 'told again',
      says: 'Told again: nothing is taken back twice.',
      method: 'POST',
      route: returns,
      params,
      body: cheese,
      status: 200,
      answer: broughtBack('replayed', hears),
    },
    {
      shows: 'more than is left',
      says: 'More than is left of a line is refused, with the thousandths that are left.',
      method: 'POST',
      route: returns,
      params,
      body: { ...cheese, externalId: '2026-11-24/1/R9', occurredAt: '2026-11-24T09:40:00Z' },
      status: 422,
      answer: {
        error: {
          code: 'return_above_bought',
          message: 'Less than that is left to return on line 1. Check the quantity.',
          details: { lineNo: 1, left: 0 },
        },
      },
    },
    {
      shows: 'how it stands',
      says: 'How the receipt stands now.',
      method: 'GET',
      route: receipt,
      params,
      query: { storeId },
      status: 200,
      answer: lookedUp({ ...params, number: '218', receiptId }, { back: true, elsewhere: false }),
    },
    {
      shows: 'before its sale',
      says: 'A return whose sale has not come yet waits for it.',
      method: 'POST',
      route: returns,
      params: { externalId: '2026-11-21/2/77' },
      body: { storeId, externalId: '2026-11-24/1/R8', all: true },
      status: 202,
      answer: {
        outcome: 'waiting',
        returnId: null,
        receiptId: null,
        memberId: null,
        amountMinor: null,
        takenBack: 0,
        givenBack: 0,
        pointsBack: [],
        owed: 0,
        balance: null,
      },
    },
  ],
};
