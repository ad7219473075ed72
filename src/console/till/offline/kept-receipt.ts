// A receipt that was taken without a network, as this device keeps it.
import { z } from 'zod';
import { lateReceipt } from '#src/contract/till-late.ts';
import { staffId, storeId, tillId } from '#src/contract/words.ts';

export const keptReceipt = lateReceipt.extend({
  /** Whose it is: only they send it. */
  staffId,
  staffName: z.string(),
  storeId,
  tillId,
  /** What was scanned; gone as soon as the server has answered. */
  code: lateReceipt.shape.code.nullable(),
  /** The end of a card's number, for the eye; nothing of a phone. */
  shown: z.string(),
  state: z.enum(['waiting', 'booked', 'refused']),
  earned: z.int(),
  shownName: z.string(),
  /** Why it was refused. */
  words: z.string(),
  settledAt: z.string().nullable(),
});
export type KeptReceipt = z.output<typeof keptReceipt>;

const PHONE = /^(\+|0\d{9}$|38\d{10}$)/;

/** The last four digits of a card number: `··4894`. Of a phone nothing is shown or kept. */
export function maskOf(code: string): string {
  const digits = code.replace(/[\s.-]/g, '');
  return PHONE.test(digits) || !/^\d{6,19}$/.test(digits) ? '' : `··${digits.slice(-4)}`;
}

/** One of our own numbers (prefix 29) with a wrong check digit: a slip of the finger that nobody could mend later. */
export function hasTypo(code: string): boolean {
  const digits = code.replace(/[\s.-]/g, '');
  if (!/^29\d{11}$/.test(digits)) return false;
  const sum = Array.from(digits).reduce(
    (all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3),
    0,
  );
  return sum % 10 !== 0;
}
