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
      answer: {},
    },
    {
      says: 'The member chooses to pay 30: that is captured, the rest is let go. The code may be stale by now.',
      method: 'PUT',
      route,
      params,
      body: { ...basket, occurredAt: '2026-11-21T14:05:00Z', burn: 30 },
      status: 200,
      answer: {},
    },
    {
      says: 'A basket that comes to nothing is cancelled, and what was held for it is let go.',
      method: 'PUT',
      route,
      params: { externalId: '2026-11-21/1/217' },
      body: { ...PLACE, state: 'cancelled' },
      status: 200,
      answer: {},
    },
    {
      says: 'Without a basket: 20 points for an order of the web shop.',
      method: 'POST',
      route: '/api/v1/holds',
      body: { memberCode: 'K1-2MDZGWJPR1NG398CR4N8P0YFABC550YEMK88Q9VHYQ9B', points: 20, minutes: 30, key: 'order-1042' },
      status: 201,
      answer: {},
    },
    {
      says: 'The order came to 15 points; the rest is let go.',
      method: 'POST',
      route: '/api/v1/holds/:holdId/capture',
      params: { holdId: 'hld_06bv2k3h9q4w8x0y7z1a' },
      body: { points: 15 },
      status: 200,
      answer: {},
    },
    {
      says: 'What is captured cannot be let go.',
      method: 'DELETE',
      route: '/api/v1/holds/:holdId',
      params: { holdId: 'hld_06bv2k3h9q4w8x0y7z1a' },
      status: 409,
      answer: {},
    },
  ],
};
