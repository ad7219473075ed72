// The code of a coupon: letters and digits that cannot be taken for each other, read aloud in two groups.
import { randomInt } from 'node:crypto';

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 10;
const OURS = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
const LONGEST = 64;

/** A new one; that it is nobody else's is the table's matter. */
export function newCouponCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/**
 * A code as it was typed, scanned or uploaded, in the one way in which it is kept: capitals, without spaces and, where it
 * is one of ours, dashes. Null for what can be no code.
 */
export function readCouponCode(text: string): string | null {
  const code = text.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  const ours = code.replaceAll('-', '');
  if (OURS.test(ours)) return ours;
  return /^[A-Z0-9][A-Z0-9._/+-]*$/.test(code) && code.length >= 3 && code.length <= LONGEST ? code : null;
}

/** `7KQ2M-9XDT4` of one of ours; others as they are. */
export function showCouponCode(code: string): string {
  return OURS.test(code) ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}
