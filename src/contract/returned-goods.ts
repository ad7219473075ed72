// How a return says what comes back: everything, some lines, or a sum of a receipt that has no lines.
import { z } from 'zod';
import { problem } from './problem.ts';
import { amountMinor } from './words.ts';

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
