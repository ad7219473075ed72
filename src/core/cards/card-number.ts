// The number on a member's card: an EAN-13 that every till can read and that no maker puts on an article.
import { randomInt } from 'node:crypto';

/** Thirteen digits in the in-store range with a right check digit. Only this file makes one. */
export type CardNumber = string & { readonly brand: 'CardNumber' };

/**
 * The check digit that belongs behind the first twelve digits of an EAN-13.
 * GS1 General Specifications, section 7.9 "Check digit calculations": from the right, digits weigh 3, 1, 3, 1 …;
 * the check digit lifts the sum to the next multiple of ten.
 */
export function checkDigit(twelve: string): string {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(twelve[i]) * (i % 2 === 0 ? 1 : 3);
  return String((10 - (sum % 10)) % 10);
}

/**
 * A new card number: prefix 29, ten random digits, the check digit. Prefixes 20 to 29 are GS1's "restricted circulation
 * numbers" (GS1 General Specifications, section 1.4), which shops give out themselves. Scales label weighed goods from
 * the same range, usually from its beginning, hence 29.
 * Chance alone does not make a number unique: the database does, and the caller tries again.
 */
export function newCardNumber(): CardNumber {
  const twelve = `29${String(randomInt(10_000_000_000)).padStart(10, '0')}`;
  return `${twelve}${checkDigit(twelve)}` as CardNumber;
}

/**
 * The card number in what a person typed or a scanner sent, or null when it is none: spaces of any kind, dashes and
 * dots are dropped; the prefix must be 20 to 29 and the check digit right. It says nothing about whether the card exists.
 */
export function parseCardNumber(text: string): CardNumber | null {
  // Longer text cannot be a number that someone grouped, so it is not worth looking through.
  if (text.length > 64) return null;
  const digits = text.replace(/[\s\p{Pd}.\u2212\u200b-\u200f\u2060\ufeff]/gu, '');
  if (!/^2[0-9]{12}$/.test(digits)) return null;
  return checkDigit(digits) === digits[12] ? (digits as CardNumber) : null;
}

/** The number as people read it aloud: `29 0123 4567 896`. */
export function formatCardNumber(number: CardNumber): string {
  return `${number.slice(0, 2)} ${number.slice(2, 6)} ${number.slice(6, 10)} ${number.slice(10)}`;
}
