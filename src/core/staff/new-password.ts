// A password for somebody else: easy to read out and to type, hard to guess.
import { randomInt } from 'node:crypto';

// Without letters and digits that look alike.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Sixteen characters in groups of four (79 bits), such as `k3mp-zt7q-…`. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return [group(), group(), group(), group()].join('-');
}
