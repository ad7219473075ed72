// What goes back at a till: goods by the receipt's number, and the sale of a moment ago that was a mistake.
import { z } from 'zod';
import { oneOfThree, returnedFields, saysWhat } from './returned-goods.ts';
import { route } from './route.ts';
import { receiptNumber } from './till.ts';
import { amountMinor, instant, line, points, receiptId, signedPoints, storeId } from './words.ts';

const externalId = line(120).meta({ description: 'The receipt, as the search for its number gave it.' });

export const foundReceipt = z.object({
  receiptId,
  /** The store that sold it, and its own key of the receipt: what a return names. */
  storeId,
  externalId,
  receiptNumber: z.string(),
  occurredAt: instant,
  shownName: z.string(),
  state: z.enum(['closed', 'partly_returned', 'returned', 'cancelled']),
  /** What was to pay, and how much of it has come back. */
  amountMinor,
  returnedMinor: amountMinor,
  earned: points,
  burnt: points,
  /** None: the receipt was told as a sum, and comes back as a sum. */
  lines: z.array(
    z.object({
      lineNo: z.int(),
      name: z.string(),
      quantityMilli: z.int(),
      returnedMilli: z.int(),
      amountMinor,
    }),
  ),
});
export type FoundReceipt = z.output<typeof foundReceipt>;

/** What a return comes to: told before it is booked, and after. */
export const returnShown = z.object({
  /** False: this is what it would be. */
  booked: z.boolean(),
  /** True: this very return had been booked before. */
  replayed: z.boolean(),
  receiptNumber: z.string(),
  shownName: z.string(),
  /** What the goods had cost; of it, what goes back as money. */
  amountMinor,
  moneyBackMinor: amountMinor,
  givenBack: points.meta({ description: 'Burnt points given back.' }),
  takenBack: points.meta({ description: 'Earned points taken back.' }),
  others: z
    .array(z.object({ amount: z.int(), words: z.string() }))
    .meta({ description: 'Stamps and other currencies: below zero where they are taken back; `2 stamps`.' }),
  owed: points.meta({ description: 'Taken back beyond what was there; the next points pay it.' }),
  balance: signedPoints,
});
export type ReturnShown = z.output<typeof returnShown>;

const whatComesBack = { storeId, boughtAt: storeId, externalId, ...returnedFields };

export const undoable = z.object({
  /** The last sale that the person made here; null when there is none today. */
  receipt: foundReceipt.nullable(),
  /** Until when it can be undone; null when it no longer can. */
  until: instant.nullable(),
});

export const tillReturnRoutes = {
  findReceipts: route({
    method: 'POST',
    url: '/api/till/receipts/find',
    summary: 'Find receipts by the number that is printed on them',
    body: z.strictObject({
      storeId,
      /** The store that sold the goods, where the programme lets others take them back. */
      boughtAt: storeId.optional(),
      receiptNumber,
      /** The day on the receipt; the last two weeks when left out. */
      day: z.iso.date().optional(),
    }),
    reply: z.object({ receipts: z.array(foundReceipt) }),
  }),
  listReturnStores: route({
    method: 'GET',
    url: '/api/till/return-stores',
    summary: 'Stores whose goods may be taken back here',
    query: z.strictObject({ storeId }),
    reply: z.object({
      stores: z.array(z.object({ storeId, name: z.string(), city: z.string() })),
      /** There are other stores, and what they have sold comes back only there. */
      refusesOthers: z.boolean(),
    }),
  }),
  previewReturn: route({
    method: 'POST',
    url: '/api/till/returns/preview',
    summary: 'Say what a return would come to, in money and points',
    body: z.strictObject(whatComesBack).refine(oneOfThree, saysWhat),
    reply: returnShown,
  }),
  bookReturn: route({
    method: 'POST',
    url: '/api/till/returns',
    summary: 'Book a return',
    body: z
      .strictObject({
        ...whatComesBack,
        key: z.uuid().meta({ description: 'Made by the till for this return: sending it again books once.' }),
      })
      .refine(oneOfThree, saysWhat),
    reply: returnShown,
  }),
  readUndoable: route({
    method: 'GET',
    url: '/api/till/undo',
    summary: 'The last sale of mine, and whether it can be undone',
    query: z.strictObject({ storeId }),
    reply: undoable,
  }),
  undoReceipt: route({
    method: 'POST',
    url: '/api/till/undo',
    summary: 'Undo a sale of a moment ago, whole',
    body: z.strictObject({ storeId, externalId }),
    reply: returnShown,
  }),
};
