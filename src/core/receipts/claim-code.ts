// The code on the slip of a receipt that is nobody's yet. It stands in a link and may be typed by hand.
import { randomBytes } from 'node:crypto';

// Crockford's base 32: no letters that look like digits.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 60 bits: with a million unclaimed receipts a guess hits one in 10^12. */
const LENGTH = 12;
const SHAPE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A fresh code: twelve small letters and digits. */
export function newClaimCode(): string {
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte & 31)).join('');
}

/** What was typed or scanned, as it is stored; null when it cannot be a code. */
export function readClaimCode(text: string): string | null {
  const plain = text.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return SHAPE.test(plain) ? plain : null;
}
