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
      says: 'What would this basket bring? A rule is near: the answer says how much is missing.',
      method: 'PUT',
      route,
      params,
      query: { dry: 'true' },
      body: { ...PLACE, memberCode: CARD, lines: [CHEESE] },
      status: 200,
      answer: {},
    },
    {
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
      answer: {},
    },
    {
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
        quoteId: 'QUOTE',
        payments: [{ kind: 'card', amountMinor: 16691 }],
      },
      status: 200,
      answer: {},
    },
  ],
};
