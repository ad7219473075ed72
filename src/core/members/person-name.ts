// Names as people write them. Anything that can be a name is one; refused is only what surely is not.
import { Refusal } from '../refusal.ts';

const LONGEST = 60;
// Controls, and the characters that turn the direction of writing or cannot be seen.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * A name of 1 to 60 characters with single spaces, free of control and direction characters.
 * Throws Refusal `name_not_valid` for nothing at all, links, addresses, phones and what has no letter.
 */
export function readName(text: string): string {
  // Long before it is a name it is an attack on what follows.
  if (text.length > 1_000) throw new Refusal('name_not_valid', { longest: LONGEST });
  const name = text.normalize('NFC').replace(/\s/gu, ' ').replace(UNSEEN, '').replace(/ {2,}/g, ' ').trim();
  const letters = Array.from(name);
  const notAName =
    letters.length === 0 ||
    letters.length > LONGEST ||
    !/\p{L}/u.test(name) ||
    /:\/\/|\bwww\.|\bt\.me\b|@\w/i.test(name) ||
    name.startsWith('/') ||
    name.replace(/\D/g, '').length >= 5;
  if (notAName) throw new Refusal('name_not_valid', { longest: LONGEST });
  return name;
}

/** The same, or null: for a messenger's name, which may be anything. */
export function suggestName(shownName: string): string | null {
  try {
    return readName(shownName);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** What a cashier needs to see: `Олена К.`; never the whole family name. */
export function shortName(name: string): string {
  const [first = '', ...rest] = name.split(' ');
  const initial = rest.at(-1)?.match(/\p{L}/u)?.[0];
  return initial ? `${first} ${initial.toUpperCase()}.` : first;
}
