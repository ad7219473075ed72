// The live card code: proof that whoever shows it held the member's phone within the last minute. It is signed and
// dated here; that it works only once is the database's part, which keeps the nonce of every code that was used.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CardNumber, parseCardNumber } from './card-number.ts';

/** How long a live code is good for. A screenshot sent to a friend is stale before the friend reaches the till. */
export const LIVE_CODE_LIFETIME_MS = 60_000;
// Two machines' clocks differ: a code may seem to come from this far ahead. It lengthens no code's life.
const CLOCK_SKEW_MS = 5_000;

// Crockford's base 32: capitals and digits alone, so a QR packs two characters into 11 bits.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PREFIX = 'K1-';
// Characters of five bits: the number below 2^45, seconds until the year 3058, 60 bits of chance, 80 bits of signature.
const NUMBER_LENGTH = 9;
const TIME_LENGTH = 7;
const NONCE_LENGTH = 12;
const MAC_LENGTH = 16;
const BODY_LENGTH = PREFIX.length + NUMBER_LENGTH + TIME_LENGTH + NONCE_LENGTH;
const SHAPE = new RegExp(`^${PREFIX}[${ALPHABET}]{${BODY_LENGTH - PREFIX.length + MAC_LENGTH}}$`);

// A USB scanner types like a keyboard, so under a Ukrainian or Russian layout Latin letters arrive as Cyrillic ones.
const LAYOUT_FROM = 'ЙЦУКЕНГШЩЗФІЫВАПРОЛДЯЧСМИТЬ';
const LAYOUT_TO = 'QWERTYUIOPASSDFGHJKLZXCVBNM';

export interface LiveCode {
  cardNumber: CardNumber;
  /** Twelve characters of Crockford's base 32 from `newNonce`: the key of single use. */
  nonce: string;
  /** Whole seconds; anything finer is cut off. */
  issuedAt: Date;
}

/** A fresh nonce: 60 random bits as twelve characters. */
export function newNonce(): string {
  return Array.from(randomBytes(NONCE_LENGTH), (byte) => ALPHABET.charAt(byte & 31)).join('');
}

/**
 * The code to show as a QR: 47 characters, `K1-` and capitals and digits only. `key` is at least 16 bytes and secret.
 * Signed by HMAC-SHA256 cut to its first 80 bits (RFC 2104, section 5, permits no fewer than 80).
 */
export function signLiveCode(code: LiveCode, key: Buffer): string {
  if (key.length < 16) throw new Error('The key of live codes must have at least 16 bytes.');
  if (!new RegExp(`^[${ALPHABET}]{${NONCE_LENGTH}}$`).test(code.nonce)) {
    throw new Error('A nonce is twelve characters of base 32: take it from newNonce().');
  }
  const seconds = Math.floor(code.issuedAt.getTime() / 1000);
  const body =
    PREFIX + encode(Number(code.cardNumber), NUMBER_LENGTH) + encode(seconds, TIME_LENGTH) + code.nonce;
  return body + encodeBytes(mac(body, key));
}

/**
 * Reads what a scanner sent. Null: this is no live code at all (try it as a card number). `forged`: it looks like one
 * but this key did not sign it. `expired`: ours, but older than 60 s or from more than 5 s ahead.
 * `now` null: whatever its age, for what its card's number alone may do.
 * Small letters, stray spaces and a scanner under a Cyrillic keyboard layout are understood.
 */
export function readLiveCode(
  text: string,
  key: Buffer,
  now: Date | null,
): LiveCode | 'expired' | 'forged' | null {
  if (text.length > 200) return null;
  const code = straighten(text);
  if (!SHAPE.test(code)) return null;

  const body = code.slice(0, BODY_LENGTH);
  if (!timingSafeEqual(Buffer.from(encodeBytes(mac(body, key))), Buffer.from(code.slice(BODY_LENGTH))))
    return 'forged';

  const timeAt = PREFIX.length + NUMBER_LENGTH;
  const issuedAt = new Date(decode(body.slice(timeAt, timeAt + TIME_LENGTH)) * 1000);
  const ageMs = now === null ? 0 : now.getTime() - issuedAt.getTime();
  if (ageMs > LIVE_CODE_LIFETIME_MS || ageMs < -CLOCK_SKEW_MS) return 'expired';

  const cardNumber = parseCardNumber(String(decode(body.slice(PREFIX.length, timeAt))));
  return cardNumber && { cardNumber, nonce: body.slice(timeAt + TIME_LENGTH), issuedAt };
}

function straighten(text: string): string {
  const capitals = text.replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '').toUpperCase();
  let latin = '';
  for (const letter of capitals) {
    const at = LAYOUT_FROM.indexOf(letter);
    latin += at < 0 ? letter : LAYOUT_TO.charAt(at);
  }
  return latin;
}

function mac(body: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, 10);
}

function encode(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i++) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function decode(text: string): number {
  let value = 0;
  for (const letter of text) value = value * 32 + ALPHABET.indexOf(letter);
  return value;
}

// Five bytes are exactly eight characters.
function encodeBytes(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) text += encode(bytes.readUIntBE(at, 5), 8);
  return text;
}
