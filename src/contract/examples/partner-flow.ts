import type { Flow } from './flow.ts';

const memberId = 'mem_06bv2k3h9q4w8x0y7z1a';
const LIVE = 'K1-2MDZGWJPR1NG398C8N4WQ7ZK2M6DFMH1D5D3V70TW6HX';
const coffee = { key: '2026-11-21/3/88', memberCode: '2901234567896', points: 8, reference: '88' };

/** A coffee shop gives points, takes them, is refused past its cap, and brings points back. */
export const partnerFlow: Flow = {
  name: 'partner',
  title: 'A partner gives and takes points',
  says:
    'A coffee shop is a partner of the programme. Its key has the scopes `points:issue`, `points:redeem` and `balance:read` and opens ' +
    'only the points that were agreed on; what it may give on a day has a cap. Its sales are no receipts of the shop: they raise ' +
    'no tier and wake no rule.',
  key: 'partner',
  steps: [
    {
      shows: 'what is left today',
      says: 'In the morning: what may be given today.',
      method: 'GET',
      route: '/api/v1/points/limits',
      status: 200,
      answer: {
        day: '2026-11-21',
        startsAnewAt: '2026-11-21T22:00:00.000Z',
        currencies: [{ currency: 'points', mayIssue: true, mayRedeem: true, cap: 500, issued: 0, left: 500 }],
      },
    },
    {
      shows: 'give points',
      says: 'A cappuccino gives 8 points; the card number is enough. The key is that of the slip, so sending it again is harmless.',
      method: 'POST',
      route: '/api/v1/points/issue',
      body: coffee,
      status: 201,
      answer: {
        transferId: 'trf_06bv2k3h9q4w8x0y7z1p',
        replayed: false,
        memberId,
        currency: 'points',
        points: 8,
        balance: 326,
        debt: 0,
        leftToday: 492,
      },
    },
    {
      shows: 'pay with points',
      says: 'Somebody pays with points: that takes the live code from the chat, once.',
      method: 'POST',
      route: '/api/v1/points/redeem',
      body: { key: '2026-11-21/3/89', memberCode: LIVE, points: 60, reference: '89' },
      status: 201,
      answer: {
        transferId: 'trf_06bv2k3h9q4w8x0y7z1q',
        replayed: false,
        memberId,
        currency: 'points',
        points: 60,
        balance: 266,
        debt: 0,
        leftToday: 492,
      },
    },
    {
      shows: 'over the cap',
      says: 'More than the day has left is refused, and nothing is given. `Retry-After` says when to come again.',
      method: 'POST',
      route: '/api/v1/points/issue',
      body: { key: '2026-11-21/3/90', memberCode: '2901234567896', points: 493 },
      status: 429,
      answer: {
        error: {
          code: 'issuing_cap',
          message:
            "Only 492 of 500 points can still be given today. The count starts anew at midnight, by the shop's clock.",
          details: { left: 492, cap: 500, seconds: 28_500, startsAnewAt: '2026-11-21T22:00:00.000Z' },
        },
      },
    },
    {
      shows: 'take points back',
      says: 'The cappuccino comes back: its points are taken back. The day gets no room back for it.',
      method: 'POST',
      route: '/api/v1/points/issue/returns',
      body: { key: '2026-11-21/3/88-r', returns: '2026-11-21/3/88' },
      status: 201,
      answer: {
        transferId: 'trf_06bv2k3h9q4w8x0y7z1r',
        replayed: false,
        memberId,
        currency: 'points',
        points: 8,
        balance: 258,
        debt: 0,
        leftToday: 492,
      },
    },
    {
      shows: 'give half back',
      says: 'Half of what was paid with points is given back.',
      method: 'POST',
      route: '/api/v1/points/redeem/returns',
      body: { key: '2026-11-21/3/89-r', returns: '2026-11-21/3/89', points: 30 },
      status: 201,
      answer: {
        transferId: 'trf_06bv2k3h9q4w8x0y7z1s',
        replayed: false,
        memberId,
        currency: 'points',
        points: 30,
        balance: 288,
        debt: 0,
        leftToday: 492,
      },
    },
    {
      shows: 'not for this key',
      says: 'What the key is not for is refused by name: receipts are the shop’s own.',
      method: 'PUT',
      route: '/api/v1/receipts/:externalId',
      params: { externalId: '2026-11-21/3/91' },
      body: { storeId: 'str_khreshchatyk12', amountMinor: 6500 },
      status: 403,
      answer: {
        error: {
          code: 'scope_missing',
          message:
            'This key lacks the right receipts:write. Whoever made it can add it in the console, under API keys.',
          details: { scope: 'receipts:write' },
        },
      },
    },
  ],
};
