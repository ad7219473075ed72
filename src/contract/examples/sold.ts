// A sale of the examples that several of them tell: the cheese and the apples, paid with money.
import { APPLES, CARD, CHEESE, PLACE } from './goods.ts';

const MEMBER = 'mem_06bv2k3h9q4w8x0y7z1a';
const POINTS = [
  {
    currency: 'points',
    points: 33,
    activeAt: '2026-11-21T14:05:00.000Z',
    waitsFor: null,
    expiresAt: '2027-11-21T22:00:00.000Z',
  },
];

/** What the till tells; `number` is printed on the receipt. */
export function saleOf(number: string) {
  return {
    ...PLACE,
    number,
    memberCode: CARD,
    occurredAt: '2026-11-21T14:05:00Z',
    lines: [CHEESE, APPLES],
  };
}

/** What it hears, with the member's balance after it. */
export function soldAs(
  receiptId: string,
  { balance, replayed = false }: { balance: number; replayed?: boolean },
): object {
  return {
    state: 'closed',
    dry: false,
    replayed,
    receiptId,
    memberId: MEMBER,
    quoteId: null,
    points: POINTS,
    discounts: [{ lineNo: 1, rule: 'Сири -10 %', amountMinor: 1299 }],
    gifts: [],
    coupons: [],
    couponsLeft: [],
    totalMinor: 17990,
    discountMinor: 1299,
    toPayMinor: 16691,
    burn: 0,
    moneyMinor: 16691,
    maximumBurn: 0,
    balance,
    debt: 0,
    hold: null,
    claim: null,
    next: [],
    words: {
      cashier: `+33 points, balance ${balance}`,
      slip: ['Discount: UAH 12.99', 'Earned: 33 points', `Balance: ${balance} points`],
    },
    reasons: [],
  };
}

/** What a look at it answers; with `back`, once the cheese has come back. Another store does not hear of the member. */
export function lookedUp(
  named: { externalId: string; number: string; receiptId: string },
  { back, elsewhere }: { back: boolean; elsewhere: boolean },
): object {
  return {
    state: back ? 'partly_returned' : 'closed',
    ...named,
    memberId: elsewhere ? null : MEMBER,
    occurredAt: '2026-11-21T14:05:00.000Z',
    totalMinor: 17990,
    discountMinor: 1299,
    toPayMinor: 16691,
    returnedMinor: back ? 11691 : 0,
    earned: 33,
    burnt: 0,
    takenBack: back ? 24 : 0,
    givenBack: 0,
    pointsBack: back ? [{ currency: 'points', takenBack: 24, givenBack: 0 }] : [],
    points: POINTS,
    lines: [
      {
        lineNo: 1,
        sku: CHEESE.sku,
        name: CHEESE.name,
        quantityMilli: 1000,
        returnedMilli: back ? 1000 : 0,
        amountMinor: 11691,
      },
      {
        lineNo: 2,
        sku: APPLES.sku,
        name: APPLES.name,
        quantityMilli: 1250,
        returnedMilli: 0,
        amountMinor: 5000,
      },
    ],
    refusedReturns: [],
    claim: null,
  };
}

interface Back {
  returnId: string;
  receiptId: string;
  what: 'cheese' | 'apples';
  /** Null for a key of another store, which does not hear whose it is. */
  balance: number | null;
}

/** What the return of a line hears. */
export function broughtBack(
  outcome: 'returned' | 'replayed',
  { returnId, receiptId, what, balance }: Back,
): object {
  const [amountMinor, takenBack] = what === 'cheese' ? [11691, 24] : [5000, 9];
  return {
    outcome,
    returnId,
    receiptId,
    memberId: balance === null ? null : MEMBER,
    amountMinor,
    takenBack,
    givenBack: 0,
    pointsBack: [{ currency: 'points', takenBack, givenBack: 0 }],
    owed: balance === null ? null : 0,
    balance,
  };
}
