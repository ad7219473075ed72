// What the page of a member's card asks: it is opened inside Telegram, or from Viber by a link. Everything that people
// read comes ready in their language, so that the page stays small.
import { z } from 'zod';
import { route } from './route.ts';
import { language } from './words.ts';

/** A QR code row by row, `1` is dark; `size` modules along a side, without the quiet zone. */
export const qrShown = z.object({ size: z.int(), modules: z.string() });
export type QrShown = z.output<typeof qrShown>;

export const cardShown = z.object({
  /** As a till reads it. */
  number: z.string().meta({ examples: ['2901234567896'] }),
  /** As people read it. */
  spaced: z.string().meta({ examples: ['29 0123 4567 896'] }),
  /** Null for a printed number that is no EAN-13 of ours. */
  codes: z
    .object({ qr: qrShown, bars: z.string().meta({ description: 'The bars of the EAN-13, `1` is a bar.' }) })
    .nullable(),
  blocked: z.boolean(),
});

/** The code that burns, once. */
export const liveShown = z.object({
  code: z.string(),
  qr: qrShown,
  lastsMs: z.int().meta({ description: 'From the moment at which it was asked for.' }),
});

export const cardPage = z.object({
  language,
  shopName: z.string(),
  memberName: z.string(),
  tier: z.string(),
  card: cardShown,
  live: liveShown.nullable().meta({ description: 'Null where the card is blocked or only a printed one.' }),
  balance: z.object({
    shown: z.string().meta({ examples: ['1 240 балів'] }),
    /** What else there is to know of it, the most important first. */
    notes: z.array(z.string()),
  }),
  /** What works for the member now, best first. */
  offers: z.array(z.object({ title: z.string(), terms: z.string(), until: z.string().nullable() })),
  /** Addresses that take the card into a wallet; null where that is not set up. */
  wallets: z.object({ apple: z.string().nullable(), google: z.string().nullable() }),
  /** The page's own words, where it was last shown in another language. */
  words: z.record(z.string(), z.string()).nullable(),
  /** What opens the page from now on, where no cookie can (inside Telegram). */
  session: z.string().nullable(),
});
export type CardPage = z.output<typeof cardPage>;

const shown = z.object({ shown: language.optional().meta({ description: 'The language the page speaks.' }) });

export const cardRoutes = {
  open: route({
    method: 'POST',
    url: '/api/card/session',
    summary: 'Opens the page of a card, by what Telegram vouches for or by a link.',
    query: shown,
    body: z.union([
      z.strictObject({ telegram: z.string().max(4_096) }),
      z.strictObject({ link: z.string().max(128) }),
    ]),
    reply: cardPage,
  }),
  read: route({
    method: 'GET',
    url: '/api/card',
    summary: 'The card as it is now, with a new live code.',
    query: shown,
    reply: cardPage,
  }),
} as const;
