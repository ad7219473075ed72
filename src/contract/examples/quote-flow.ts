import type { Flow } from './flow.ts';
import { APPLES, CARD, CHEESE, PLACE } from './goods.ts';

const route = '/api/v1/receipts/:externalId';
const params = { externalId: '2026-11-21/1/214' };

/** A basket is looked at, told again as it grows, and closed at the price that was told. */
export const quoteFlow: Flow = {
  name: 'quote',
  title: 'Quote',
  says:
    'Tell the basket with `dry=true` as often as you like: nothing is stored. Close it with the `quoteId` of the last ' +
    'answer, and nobody is surprised: if something has changed meanwhile, the answer is 409 with a fresh quote.',
  steps: [
    {
      shows: 'preview',
      says: 'What would this basket bring? A rule is near: the answer says how much is missing.',
      method: 'PUT',
      route,
      params,
      query: { dry: 'true' },
      body: { ...PLACE, memberCode: CARD, lines: [CHEESE] },
      status: 200,
      answer: {
        state: 'open',
        dry: true,
        replayed: false,
        receiptId: null,
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        quoteId: 'P8b8l0tGGNXvDcai',
        points: [
          {
            currency: 'points',
            points: 5,
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
        totalMinor: 12990,
        discountMinor: 1299,
        toPayMinor: 11691,
        burn: 0,
        moneyMinor: 11691,
        maximumBurn: 58,
        balance: 200,
        debt: 0,
        hold: null,
        claim: null,
        next: [
          {
            kind: 'threshold',
            text: 'UAH 20.10 more and you get 26 points',
          },
          {
            kind: 'tier',
            text: 'UAH 29,883.09 more to Gold',
          },
        ],
        words: {
          cashier: 'UAH 20.10 more and you get 26 points',
          slip: [
            'Discount: UAH 12.99',
            'Earned: 5 points',
            'Balance: 200 points',
            'UAH 20.10 more and you get 26 points',
          ],
        },
        reasons: [
          {
            code: 'condition',
            rule: '25 балів від 150 грн',
            sentence: 'Not met: the receipt comes to at least ₴150.00.',
          },
        ],
      },
    },
    {
      shows: 'a stale price',
      says: 'Apples come to it. It is closed at a price that no longer holds.',
      method: 'PUT',
      route,
      params,
      body: {
        ...PLACE,
        number: '214',
        memberCode: CARD,
        occurredAt: '2026-11-21T14:05:00Z',
        lines: [CHEESE, APPLES],
        quoteId: 'AAAAAAAAAAAAAAAA',
      },
      status: 409,
      answer: {
        error: {
          code: 'quote_stale',
          message: 'The receipt has changed since it was quoted. Check the sum again.',
          details: {},
        },
        quote: {
          state: 'open',
          dry: true,
          replayed: false,
          receiptId: null,
          memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
          quoteId: 'u1YwTJrTow2KBV0b',
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
          maximumBurn: 83,
          balance: 200,
          debt: 0,
          hold: null,
          claim: null,
          next: [
            {
              kind: 'tier',
              text: 'UAH 29,833.09 more to Gold',
            },
          ],
          words: {
            cashier: '+33 points, at most 83 can pay',
            slip: [
              'Discount: UAH 12.99',
              'Earned: 33 points',
              'Balance: 200 points',
              'UAH 29,833.09 more to Gold',
            ],
          },
          reasons: [],
        },
      },
    },
    {
      shows: 'close by the fresh quote',
      says: 'The fresh quote is shown to the member, and the receipt is closed by it.',
      method: 'PUT',
      route,
      params,
      body: {
        ...PLACE,
        number: '214',
        memberCode: CARD,
        occurredAt: '2026-11-21T14:05:00Z',
        lines: [CHEESE, APPLES],
        quoteId: 'u1YwTJrTow2KBV0b',
        payments: [{ kind: 'card', amountMinor: 16691 }],
      },
      status: 200,
      answer: {
        state: 'closed',
        dry: false,
        replayed: false,
        receiptId: 'rcp_06bv2k3h9q4w8x0y7z1b',
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
        balance: 233,
        debt: 0,
        hold: null,
        claim: null,
        next: [],
        words: {
          cashier: '+33 points, balance 233',
          slip: ['Discount: UAH 12.99', 'Earned: 33 points', 'Balance: 233 points'],
        },
        reasons: [],
      },
    },
  ],
};
