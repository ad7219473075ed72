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

/** What the link of the slip carries into the chat. */
export function claimPayload(claimCode: string): string {
  return `r-${claimCode}`;
}

// Cyrillic letters that a slip's font, or a keyboard in the other alphabet, makes of these.
const ALIKE: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  һ: 'h',
  н: 'h',
  і: '1',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: '0',
  р: 'p',
  ѕ: 's',
  т: 't',
  х: 'x',
  у: 'y',
  з: '3',
  // Letters that the alphabet leaves out.
  o: '0',
  i: '1',
  l: '1',
  u: 'v',
};

/** What was typed or scanned, as it is stored; null when it cannot be a code. */
export function readClaimCode(text: string): string | null {
  const plain = plainCode(text);
  return SHAPE.test(plain) ? plain : null;
}

function plainCode(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s\p{Dash}.]/gu, '')
    .replace(/./gu, (letter) => ALIKE[letter] ?? letter);
}

const LONGEST = 300;
/** The address on the slip, the payload of its link, and the address that carries that payload. */
const LINKED =
  /(?:^|\/go\/|[?&]start=|[?&]context=)[rг]\p{Dash}([\p{L}\d]+)$|\/r\/([\p{L}\d]+)(?:[/?#]\S*)?$/iu;
const PAYLOAD = /^[rг]\s*\p{Dash}\s*(.+)$/iu;
const LABELLED = /^(?:code|код)(?:\s*[:.№#]\s*|\s+)(.+)$/iu;
/** As it is printed, or in one piece; the last group may lack a letter or have one too many. */
const GROUPS = /^[\p{L}\d]{4}[\s\p{Dash}]*[\p{L}\d]{4}[\s\p{Dash}]*[\p{L}\d]{3,5}$/u;

/**
 * The code in something written to us, in small letters: the code alone, the line of the slip, its address or the
 * payload of its link, in capitals, with blanks or in Cyrillic letters. It may be none that exists, or lack a letter.
 * Null when it does not look like one. `linked`: by an address or a payload, which nobody writes for anything else.
 */
export function findTypedCode(text: string): { code: string; linked: boolean } | null {
  if (text.length > LONGEST) return null;
  const lines = text.split('\n').map((line) => line.trim().replace(/[.,;!?]+$/, ''));
  // A slip that was copied in full has its address on a line of its own.
  const found = lines.filter(Boolean).map(findInLine);
  return found.length === 1 ? (found[0] ?? null) : (found.find((each) => each?.linked) ?? null);
}

function findInLine(written: string): { code: string; linked: boolean } | null {
  const link = LINKED.exec(written);
  const linked = link?.[1] ?? link?.[2];
  if (linked !== undefined) return asTyped(linked, true);
  const payload = PAYLOAD.exec(written)?.[1];
  if (payload !== undefined && looksPrinted(payload)) return asTyped(payload, true);
  const labelled = LABELLED.exec(written)?.[1];
  if (labelled !== undefined && (/\d/.test(labelled) || looksPrinted(labelled)))
    return asTyped(labelled, false);
  return looksPrinted(written) ? asTyped(written, false) : null;
}

function asTyped(text: string, linked: boolean): { code: string; linked: boolean } | null {
  const code = plainCode(text);
  return /^[0-9a-z]{8,16}$/.test(code) ? { code, linked } : null;
}

/** Neither a number nor words: twelve letters without a digit are a code only in the letters of the code. */
function looksPrinted(text: string): boolean {
  if (!GROUPS.test(text)) return false;
  const code = plainCode(text);
  if (!/[a-z]/.test(code)) return false;
  return /\d/.test(text)
    ? /^[0-9a-z]+$/.test(code)
    : /^[a-hjkmnp-tv-z]{12}$/i.test(text.replace(/[\s\p{Dash}]/gu, ''));
}
