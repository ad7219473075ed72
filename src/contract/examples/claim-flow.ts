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
      answer: {},
    },
    {
      says: 'The member has opened the link of the slip, and the receipt is theirs.',
      before: 'claim',
      method: 'GET',
      route,
      params,
      query: { storeId: PLACE.storeId },
      status: 200,
      answer: {},
    },
  ],
};
