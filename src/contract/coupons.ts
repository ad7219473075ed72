// What a basket says of coupons, and what it hears of them.
import { z } from 'zod';
import { amountMinor, points } from './words.ts';

export const couponCode = z
  .string()
  .trim()
  .min(3)
  .max(80)
  .meta({ description: 'The code of a coupon, as it was scanned or typed.', examples: ['7KQ2M-9XDT4'] });

/** A coupon that has worked on a receipt. */
export const couponUsed = z.object({
  code: z.string(),
  title: z.string(),
  savedMinor: amountMinor.meta({ description: 'What it took off.' }),
  points: points.meta({ description: 'What it earned.' }),
});
/** A coupon or a code that has not. */
export const couponLeft = z.object({
  code: z.string(),
  title: z.string(),
  why: z.string().meta({ description: 'For a program.', examples: ['noLines'] }),
  sentence: z.string(),
});

export const MOST_CODES = 20;
/** What a basket may say about coupons. */
export const couponFields = {
  coupons: z.array(couponCode).max(MOST_CODES).optional().meta({
    description: 'Codes that were brought along. The member’s own coupons work without being named.',
  }),
  keepCoupons: z
    .array(couponCode)
    .max(MOST_CODES)
    .optional()
    .meta({ description: 'Codes of the member’s coupons that they keep for another time.' }),
};
