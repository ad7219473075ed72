import type { Flow } from './flow.ts';
import { APPLES, CHEESE, PLACE } from './goods.ts';

const route = '/api/v1/receipts/:externalId';
const params = { externalId: '2026-11-21/1/216' };
const LIVE = 'K1-2MDZGWJPR1NG398CK3M7Q9XDTVW2S50DJ46R6JQBZAZ3';
const basket = { ...PLACE, number: '216', memberCode: LIVE, lines: [CHEESE, APPLES] };

/** Points are set aside while the basket is open, and pay when it is closed; and holds without a basket. */
export const holdFlow: Flow = {
  name: 'hold',
  title: 'Hold, capture, void',
  says:
    'The member shows a live card code. Points are set aside for the basket, so that nobody spends them elsewhere ' +
    'meanwhile; they release themselves when the time is up. Systems without baskets hold by `/api/v1/holds`.',
  steps: [
    {
      says: 'The basket is opened and 40 points are set aside for 15 minutes.',
      method: 'PUT',
      route,
      params,
      body: { ...basket, state: 'open', hold: { points: 40, minutes: 15 } },
      status: 200,
      answer: {
        state: 'open',
        dry: false,
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
        balance: 266,
        hold: {
          holdId: 'hld_06bv2k3h9q4w8x0y7z1b',
          points: 40,
          expiresAt: '2026-11-21T14:20:00.000Z',
        },
        claim: null,
        next: [
          {
            kind: 'tier',
            text: 'UAH 29,499.27 more to Gold',
          },
        ],
        words: {
          cashier: '+33 points, at most 83 can pay',
          slip: [
            'Discount: UAH 12.99',
            'Earned: 33 points',
            'Balance: 266 points',
            'UAH 29,499.27 more to Gold',
          ],
        },
        reasons: [],
      },
    },
    {
      says: 'The member chooses to pay 30: that is captured, the rest is let go. The code may be stale by now.',
      method: 'PUT',
      route,
      params,
      body: { ...basket, occurredAt: '2026-11-21T14:05:00Z', burn: 30 },
      status: 200,
      answer: {
        state: 'closed',
        dry: false,
        replayed: false,
        receiptId: 'rcp_06bv2k3h9q4w8x0y7z1d',
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        quoteId: null,
        points: [
          {
            currency: 'points',
            points: 31,
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
        burn: 30,
        moneyMinor: 13691,
        maximumBurn: 0,
        balance: 267,
        hold: null,
        claim: null,
        next: [],
        words: {
          cashier: '-30, +31, has 267',
          slip: ['Discount: UAH 12.99', 'Spent: 30 points', 'Earned: 31 points', 'Balance: 267 points'],
        },
        reasons: [],
      },
    },
    {
      says: 'A basket that comes to nothing is cancelled, and what was held for it is let go.',
      method: 'PUT',
      route,
      params: { externalId: '2026-11-21/1/217' },
      body: { ...PLACE, state: 'cancelled' },
      status: 200,
      answer: {
        state: 'cancelled',
        dry: false,
        replayed: false,
        receiptId: null,
        memberId: null,
        quoteId: null,
        points: [],
        discounts: [],
        gifts: [],
        coupons: [],
        couponsLeft: [],
        totalMinor: 0,
        discountMinor: 0,
        toPayMinor: 0,
        burn: 0,
        moneyMinor: 0,
        maximumBurn: 0,
        balance: null,
        hold: null,
        claim: null,
        next: [],
        words: {
          cashier: 'Receipt cancelled',
          slip: ['Receipt cancelled'],
        },
        reasons: [],
      },
    },
    {
      says: 'Without a basket: 20 points for an order of the web shop.',
      method: 'POST',
      route: '/api/v1/holds',
      body: {
        memberCode: 'K1-2MDZGWJPR1NG398CR4N8P0YFABC550YEMK88Q9VHYQ9B',
        points: 20,
        minutes: 30,
        key: 'order-1042',
      },
      status: 201,
      answer: {
        holdId: 'hld_06bv2k3h9q4w8x0y7z1a',
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        status: 'open',
        points: 20,
        captured: 0,
        openedAt: '2026-11-21T14:05:00.000Z',
        expiresAt: '2026-11-21T14:35:00.000Z',
        balance: 267,
      },
    },
    {
      says: 'The order came to 15 points; the rest is let go.',
      method: 'POST',
      route: '/api/v1/holds/:holdId/capture',
      params: { holdId: 'hld_06bv2k3h9q4w8x0y7z1a' },
      body: { points: 15 },
      status: 200,
      answer: {
        holdId: 'hld_06bv2k3h9q4w8x0y7z1a',
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        status: 'captured',
        points: 20,
        captured: 15,
        openedAt: '2026-11-21T14:05:00.000Z',
        expiresAt: '2026-11-21T14:35:00.000Z',
        balance: 252,
      },
    },
    {
      says: 'What is captured cannot be let go.',
      method: 'DELETE',
      route: '/api/v1/holds/:holdId',
      params: { holdId: 'hld_06bv2k3h9q4w8x0y7z1a' },
      status: 409,
      answer: {
        error: {
          code: 'hold_settled',
          message: 'These points are no longer set aside: they were spent or released. Start again.',
          details: {
            status: 'captured',
          },
        },
      },
    },
  ],
};
