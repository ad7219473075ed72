// What a till does for people beyond their receipts: cards that were lost, and those who have no messenger. A cashier sees
// a short name and the ends of numbers, nothing more.
import { z } from 'zod';
import { problem } from './problem.ts';
import { route } from './route.ts';
import { idOf, language, line, memberCode, storeId } from './words.ts';

const cardId = idOf('crd', 'The card.');
const ticket = z
  .string()
  .min(20)
  .max(600)
  .meta({ description: 'Stands for the person who was found; good for ten minutes.' });

export const cardsOfPerson = z.object({
  ticket,
  shownName: z.string(),
  /** `+380•••4567`; null when there is none. */
  phoneMask: z.string().nullable(),
  cards: z.array(
    z.object({
      cardId,
      kind: z.enum(['virtual', 'plastic']),
      /** The last four digits. */
      tail: z.string(),
      status: z.enum(['active', 'blocked']),
    }),
  ),
});
export type CardsOfPerson = z.output<typeof cardsOfPerson>;

export const plasticNumber = z
  .string()
  .transform((text) => text.replace(/[\s.-]/g, ''))
  .pipe(z.string().regex(/^\d{6,19}$/, problem('cardDigits')))
  .meta({ description: 'The number printed on a plastic card.', examples: ['2901234567896'] });

export const registeredByHand = z.object({
  shownName: z.string(),
  cardNumber: z.string(),
  brought: z.int().min(0).meta({ description: 'Points that were on the plastic card.' }),
  /** True: this very person had been written down here a moment before. */
  replayed: z.boolean(),
});
export type RegisteredByHand = z.output<typeof registeredByHand>;

const way = z.object({
  messenger: z.enum(['telegram', 'viber']),
  link: z.string(),
  /** The QR code of the link: dark modules as an SVG path in a square of `size`. */
  qr: z.object({ size: z.int(), path: z.string() }),
});

export const tillPeopleRoutes = {
  findCards: route({
    method: 'POST',
    url: '/api/till/cards/find',
    summary: 'Find somebody’s cards, blocked ones too, by a number or the phone',
    body: z.strictObject({ storeId, code: memberCode }),
    reply: cardsOfPerson,
  }),
  blockCard: route({
    method: 'POST',
    url: '/api/till/cards/block',
    summary: 'Block a lost card',
    body: z.strictObject({ storeId, ticket, cardId }),
    reply: cardsOfPerson,
  }),
  replaceCard: route({
    method: 'POST',
    url: '/api/till/cards/replace',
    summary: 'Hand out a new plastic card in place of another',
    body: z.strictObject({ storeId, ticket, cardId, cardNumber: plasticNumber }),
    reply: cardsOfPerson,
  }),
  readTerms: route({
    method: 'GET',
    url: '/api/till/terms',
    summary: 'The version of the terms that a person signs',
    reply: z.object({ termsVersion: z.string() }),
  }),
  register: route({
    method: 'POST',
    url: '/api/till/members',
    summary: 'Register a person who has no messenger, with consent on paper',
    body: z.strictObject({
      storeId,
      name: line(60),
      phone: z.string().trim().min(7).max(40),
      language,
      /** Consent to offers; the one to the programme is what was signed. */
      marketing: z.boolean(),
      signed: z.literal(true).meta({ description: 'The paper is signed.' }),
      termsVersion: z.string().max(20),
      cardNumber: plasticNumber.optional(),
    }),
    reply: registeredByHand,
  }),
  readCounter: route({
    method: 'GET',
    url: '/api/till/counter',
    summary: 'The QR codes for the counter: each opens a bot that knows the store',
    query: z.strictObject({ storeId }),
    reply: z.object({
      store: z.object({ name: z.string(), city: z.string(), address: z.string() }),
      ways: z.array(way),
    }),
  }),
};
