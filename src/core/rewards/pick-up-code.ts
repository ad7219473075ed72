// What a member says or shows to get what they ordered: six characters that look alike in Latin and Cyrillic, so that it
// does not matter in which layout a cashier types them, and none that is taken for another.
import { randomInt } from 'node:crypto';

const ALPHABET = '2345679ACEHKMPTX';
const LENGTH = 6;
/** In the QR code, so that a till knows it from a card. */
const MARK = 'KR-';
const LATIN: Record<string, string> = {
  А: 'A',
  С: 'C',
  Е: 'E',
  Н: 'H',
  К: 'K',
  М: 'M',
  Р: 'P',
  Т: 'T',
  Х: 'X',
};
const WHOLE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A code by chance; 16 million there are. */
export function newPickUpCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
}

/** The code in what was typed or scanned, or null when there is none in it. */
export function readPickUpCode(text: string): string | null {
  const plain = text
    .trim()
    .toUpperCase()
    .replace(/[АСЕНКМРТХ]/g, (letter) => LATIN[letter] ?? letter)
    .replace(MARK, '')
    .replace(/[\s-]/g, '');
  return WHOLE.test(plain) ? plain : null;
}

/** As people read it: `K7M-4A9`. */
export function formatPickUpCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** What stands in the QR code. */
export function pickUpPayload(code: string): string {
  return `${MARK}${code}`;
}
