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
      shows: 'book it',
      says: 'The receipt is paid and told.',
      method: 'PUT',
      route,
      params,
      body,
      status: 200,
      answer: {
        state: 'closed',
        dry: false,
        replayed: false,
        receiptId: 'rcp_06bv2k3h9q4w8x0y7z1c',
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        quoteId: null,
        points: [
          {
            currency: 'points',
            points: 33,
            activeAt: '2026-11-21T14:05:00.000Z',
            waitsFor: null,
            expiresAt: '2027-11-21T22:00:00.000Z',
          },
        ],
        discounts: [
          {
            lineNo: 1,
            rule: 'Сири -10 %',
            amountMinor: 1299,
          },
        ],
        gifts: [],
        coupons: [],
        couponsLeft: [],
        totalMinor: 17990,
        discountMinor: 1299,
        toPayMinor: 16691,
        burn: 0,
        moneyMinor: 16691,
        maximumBurn: 0,
        balance: 266,
        debt: 0,
        hold: null,
        claim: null,
        next: [],
        words: {
          cashier: '+33 points, balance 266',
          slip: ['Discount: UAH 12.99', 'Earned: 33 points', 'Balance: 266 points'],
        },
        reasons: [],
      },
    },
    {
      shows: 'send it again',
      says: 'The answer was lost: the same again hears the same, and nothing is booked twice.',
      method: 'PUT',
      route,
      params,
      body,
      status: 200,
      answer: {
        state: 'closed',
        dry: false,
        replayed: true,
        receiptId: 'rcp_06bv2k3h9q4w8x0y7z1c',
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        quoteId: null,
        points: [
          {
            currency: 'points',
            points: 33,
            activeAt: '2026-11-21T14:05:00.000Z',
            waitsFor: null,
            expiresAt: '2027-11-21T22:00:00.000Z',
          },
        ],
        discounts: [
          {
            lineNo: 1,
            rule: 'Сири -10 %',
            amountMinor: 1299,
          },
        ],
        gifts: [],
        coupons: [],
        couponsLeft: [],
        totalMinor: 17990,
        discountMinor: 1299,
        toPayMinor: 16691,
        burn: 0,
        moneyMinor: 16691,
        maximumBurn: 0,
        balance: 266,
        debt: 0,
        hold: null,
        claim: null,
        next: [],
        words: {
          cashier: '+33 points, balance 266',
          slip: ['Discount: UAH 12.99', 'Earned: 33 points', 'Balance: 266 points'],
        },
        reasons: [],
      },
    },
    {
      shows: 'another basket',
      says: 'Another basket under the same key is refused.',
      method: 'PUT',
      route,
      params,
      body: {
        ...PLACE,
        number: '215',
        memberCode: CARD,
        occurredAt: '2026-11-21T14:05:00Z',
        lines: [APPLES],
      },
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
