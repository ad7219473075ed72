import type { Flow } from './flow.ts';
import { APPLES, CHEESE, PLACE } from './goods.ts';

const route = '/api/v1/receipts/:externalId';
const params = { externalId: '2026-11-21/1/219' };

/** A receipt without a card, and who has the slip. */
export const claimFlow: Flow = {
  name: 'claim',
  title: 'Claim',
  says:
    'Nobody has shown a card: the answer brings a code, a link and a QR code for the slip. Who opens it in a messenger ' +
    'registers there and gets the points of that receipt.',
  steps: [
    {
      says: 'A sale without a member code. Print `words.slip` and the QR code of `claim.url`.',
      method: 'PUT',
      route,
      params,
      body: { ...PLACE, number: '219', occurredAt: '2026-11-21T14:05:00Z', lines: [CHEESE, APPLES] },
      status: 200,
      answer: {
        state: 'closed',
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
        totalMinor: 17990,
        discountMinor: 0,
        toPayMinor: 17990,
        burn: 0,
        moneyMinor: 17990,
        maximumBurn: 0,
        balance: null,
        hold: null,
        claim: {
          code: 'k7m29xqd4tvw',
          url: 'https://kartka.example/r/k7m29xqd4tvw',
          qrUrl: 'https://kartka.example/r/k7m29xqd4tvw/qr.png',
          until: '2026-12-05T14:05:00.000Z',
          points: 33,
        },
        next: [],
        words: {
          cashier: 'Give the slip: 33 points on it',
          slip: [
            '33 points of this receipt are yours. Take',
            'them in your messenger by 5 December:',
            'https://kartka.example/r/k7m29xqd4tvw',
            'Code: k7m2 9xqd 4tvw',
          ],
        },
        reasons: [],
      },
    },
    {
      says: 'The member has opened the link of the slip, and the receipt is theirs.',
      before: 'claim',
      method: 'GET',
      route,
      params,
      query: { storeId: PLACE.storeId },
      status: 200,
      answer: {
        state: 'closed',
        externalId: '2026-11-21/1/219',
        number: '219',
        receiptId: 'rcp_06bv2k3h9q4w8x0y7z1g',
        memberId: 'mem_06bv2k3h9q4w8x0y7z1a',
        occurredAt: '2026-11-21T14:05:00.000Z',
        totalMinor: 17990,
        discountMinor: 0,
        toPayMinor: 17990,
        returnedMinor: 0,
        earned: 33,
        burnt: 0,
        takenBack: 0,
        givenBack: 0,
        points: [
          {
            currency: 'points',
            points: 33,
            activeAt: '2026-11-21T14:05:00.000Z',
            waitsFor: null,
            expiresAt: '2027-11-21T14:05:00.000Z',
          },
        ],
        lines: [
          {
            lineNo: 1,
            sku: '4820000001',
            name: 'Сир камамбер 125 г',
            quantityMilli: 1000,
            returnedMilli: 0,
            amountMinor: 12990,
          },
          {
            lineNo: 2,
            sku: '2300017',
            name: 'Яблука Голден, кг',
            quantityMilli: 1250,
            returnedMilli: 0,
            amountMinor: 5000,
          },
        ],
        claim: null,
      },
    },
  ],
};
