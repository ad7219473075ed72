import type { Flow } from './flow.ts';
import { OTHER_STORE, PLACE } from './goods.ts';
import { broughtBack, lookedUp, saleOf, soldAs } from './sold.ts';

const receipt = '/api/v1/receipts/:externalId';
const returns = '/api/v1/receipts/:externalId/returns';
const params = { externalId: '2026-11-21/1/220' };
const receiptId = 'rcp_06bv2k3h9q4w8x0y7z1j';
const { storeId } = PLACE;
const cheese = {
  storeId,
  returnedIn: OTHER_STORE,
  externalId: '2026-11-22/3/R1',
  lines: [{ lineNo: 1, quantityMilli: 1000 }],
  occurredAt: '2026-11-22T11:15:00Z',
};
const hears = { returnId: 'ret_06bv2k3h9q4w8x0y7z1c', receiptId, what: 'cheese' as const, balance: null };

/** Bought in one store, brought back to another. */
export const elsewhereFlow: Flow = {
  name: 'elsewhere',
  title: 'Return in another store',
  says:
    'Where the programme lets any store take goods back. `storeId` names the store that sold them, under which the receipt is ' +
    'looked up; `returnedIn` names the one that takes them, under whose own key the return counts once. An API key that is ' +
    'bound to one store must be of the second.',
  steps: [
    {
      shows: 'the sale',
      says: 'Bought in the first store.',
      method: 'PUT',
      route: receipt,
      params,
      body: saleOf('220'),
      status: 200,
      answer: soldAs(receiptId, { balance: 294 }),
    },
    {
      shows: 'looked at elsewhere',
      says: 'The till of the second store looks at it, with the key of that store: not told are the member and the code of a slip.',
      method: 'GET',
      route: receipt,
      params,
      query: { storeId },
      key: 'otherStore',
      status: 200,
      answer: lookedUp({ ...params, number: '220', receiptId }, { back: false, elsewhere: true }),
    },
    {
      shows: 'back elsewhere',
      says: 'The cheese comes back there. Neither now is that key told whose it is.',
      method: 'POST',
      route: returns,
      params,
      body: cheese,
      key: 'otherStore',
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
      key: 'otherStore',
      status: 200,
      answer: broughtBack('replayed', hears),
    },
    {
      shows: 'not for this key',
      says: 'Without `returnedIn` it would come back to the first store, for which this key does not speak.',
      method: 'POST',
      route: returns,
      params,
      body: { storeId, externalId: '2026-11-22/3/R2', all: true, occurredAt: '2026-11-22T11:20:00Z' },
      key: 'otherStore',
      status: 403,
      answer: { error: { code: 'forbidden', message: 'That is not allowed here.', details: {} } },
    },
    {
      shows: 'back where it was sold',
      says: 'The apples come back to the store that sold them, with the key of the shop.',
      method: 'POST',
      route: returns,
      params,
      body: { storeId, externalId: '2026-11-23/1/R1', all: true, occurredAt: '2026-11-23T09:10:00Z' },
      status: 201,
      answer: broughtBack('returned', {
        returnId: 'ret_06bv2k3h9q4w8x0y7z1d',
        receiptId,
        what: 'apples',
        balance: 261,
      }),
    },
  ],
};
