// How a return says what comes back: everything, some lines, or a sum of a receipt that has no lines.
import { z } from 'zod';
import { problem } from './problem.ts';
import { amountMinor, points } from './words.ts';

/** What a return moves, of each currency: what `takenBack` and `givenBack` say of points. */
export const pointsBack = z
  .array(
    z.object({
      currency: z.string().meta({ examples: ['points'] }),
      takenBack: points.meta({ description: 'Of what was earned.', examples: [6] }),
      givenBack: points.meta({ description: 'Of what was burnt.', examples: [0] }),
    }),
  )
  .meta({
    description:
      'The same of each currency, `points` first: stamps, and points of partners. Without those of which nothing came back.',
  });

export const returnedFields = {
  all: z.literal(true).optional().meta({ description: 'Everything that is left.' }),
  lines: z
    .array(
      z.strictObject({
        lineNo: z
          .int()
          .min(1)
          .max(500)
          .meta({ description: 'From 1, as the lines came.', examples: [1] }),
        quantityMilli: z
          .int()
          .min(1)
          .max(1_000_000_000)
          .meta({ description: 'Thousandths.', examples: [1000] }),
      }),
    )
    .min(1)
    .max(500)
    .optional(),
  amountMinor: amountMinor
    .min(1)
    .optional()
    .meta({
      description: 'A part of the sum, for receipts without lines.',
      examples: [5000],
    }),
};

/** Why a return that waited for its sale could not be booked: the code of a refusal; `fault` for everything else. */
export const returnMisfit = z.enum([
  'already_returned',
  'return_differs',
  'line_not_found',
  'return_above_bought',
  'amount_not_valid',
  'fault',
]);

export const oneOfThree = (given: { all?: unknown; lines?: unknown; amountMinor?: unknown }) =>
  [given.all, given.lines, given.amountMinor].filter((each) => each !== undefined).length === 1;
export const saysWhat = { message: problem('oneOfThree'), path: ['lines'] };
