// The words that every audience's routes share: identifiers, points, money, times, people's languages, and the shape
// of an error. Points and money are whole JSON numbers; they stay far below 2^53, which zod checks.
import { z } from 'zod';
import { problem } from './problem.ts';

/** An identifier such as `mem_06bv2k3h9q4w8x0y7z1a`. */
export function idOf(prefix: string, description: string): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{1,40}$`), problem('identifier', `${prefix}_`))
    .meta({ description, examples: [`${prefix}_06bv2k3h9q4w8x0y7z1a`] });
}

export const memberId = idOf('mem', 'The member.');
export const receiptId = idOf('rcp', 'The receipt, as Kartka knows it.');
export const staffId = idOf('stf', 'The member of staff.');
export const campaignId = idOf('cmp', 'The campaign.');
export const burnRequestId = idOf('brq', 'The burn that waits for the member.');
export const partnerId = idOf('prt', 'The partner.');
export const apiKeyId = idOf('key', 'The API key; not its secret.');
export const storeId = z
  .string()
  .regex(/^[\w-]{1,40}$/, problem('shopKey'))
  .meta({ description: 'The store.', examples: ['str_khreshchatyk12'] });
export const tillId = z
  .string()
  .regex(/^[\w-]{1,40}$/, problem('shopKey'))
  .meta({ description: 'The till within its store.', examples: ['til_1'] });

/** Points: whole, never negative. */
export const points = z
  .int()
  .min(0)
  .meta({ description: 'Points, whole.', examples: [43] });
/** Points that may be owed. */
export const signedPoints = z.int().meta({ description: 'Points, whole.', examples: [1240] });
/** What is owed beyond what is there. */
export const debt = points.meta({
  description:
    'How much more is owed than is there, after returns of points that were spent: the next points pay it first. `balance` is ' +
    '0 then, or below zero where the programme says so.',
  examples: [0],
});
/** Money in minor units. */
export const amountMinor = z
  .int()
  .min(0)
  .max(1_000_000_000_00)
  .meta({ description: 'Money in minor units (kopiykas).', examples: [86240] });
export const basisPoints = z
  .int()
  .min(0)
  .max(10_000)
  .meta({ description: 'A share in hundredths of a percent.', examples: [500] });
export const instant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'A moment, ISO 8601.', examples: ['2026-11-21T14:05:00Z'] });

export const burnWaitsFor = z.enum(['chat', 'plastic', 'staff']).meta({
  description:
    'Why burning waits: a chat was connected anew, a plastic card that was nobody’s brought points, or the owner has disowned a chat and staff have to decide.',
});

export const timeZone = z.string().refine(isTimeZone, problem('timeZone'));
export const language = z.enum(['uk', 'ru', 'en']).meta({ description: 'A language Kartka speaks.' });
export const role = z.enum(['admin', 'marketer', 'cashier']);
export type Role = z.output<typeof role>;
export const messengerName = z.enum(['telegram', 'viber']);

/** One line of text that a person typed: trimmed, without control characters. */
export function line(most: number): z.ZodString {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, problem('plainLine'));
}

/** What is said wherever a live code alone will do. */
export const LIVE_CODE_ORIGIN =
  'Members take it in the chat (Card, “Code to spend points”) and show its QR code, good for a minute; what is read ' +
  'from it, `K1-…`, is sent as it is.';

/** What was scanned or typed for a card. */
export const memberCode = z
  .string()
  .trim()
  .min(4)
  .max(200)
  .meta({
    description: 'A card number, a live card code, or a phone number.',
    examples: ['2901234567896'],
  });

export const tierShown = z
  .object({
    tierKey: z.string().meta({ examples: ['gold'] }),
    earnBp: basisPoints.meta({ description: 'What a receipt earns, in hundredths of a percent.' }),
  })
  .meta({ description: 'The tier the member is in.' });

/** Every answer that is no success. `reference` is only with a fault of ours: quote it to whoever runs Kartka. */
export const errorBody = z
  .object({
    error: z.object({
      code: z.string().meta({ description: 'What went wrong, for a program.', examples: ['card_not_found'] }),
      message: z.string().meta({
        description: 'What went wrong and what to do, for a person, in the language asked for.',
        examples: ['There is no such card. Check the number.'],
      }),
      details: z.record(z.string(), z.union([z.string(), z.number()])).meta({
        description: 'Figures that belong to it, such as the field.',
        examples: [{ field: 'amountMinor' }],
      }),
      fields: z
        .array(
          z.object({
            field: z
              .string()
              .meta({ description: 'Its path; `body` for the whole.', examples: ['lines.0.sku'] }),
            problem: z.string().meta({ description: 'What is wrong, for a program.', examples: ['missing'] }),
            message: z.string().meta({
              description: 'The same as a clause that follows the name of the field.',
              examples: ['is missing'],
            }),
          }),
        )
        .optional()
        .meta({ description: 'Each field that is filled in wrongly, 20 at most.' }),
      reference: z
        .string()
        .optional()
        .meta({ description: 'Of a fault of ours.', examples: ['err_06bv2k3h9q4w'] }),
    }),
  })
  .meta({ id: 'Error', description: 'Why a request was not carried out.' });
export type ErrorBody = z.output<typeof errorBody>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
