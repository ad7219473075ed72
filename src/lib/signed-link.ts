// Links that need no session: what they open and until when is sealed into them. Whoever holds the link can open it,
// so they are short-lived and given only to the person they are about; to everybody else on the way, such as a log of
// addresses, the link tells nothing.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

export interface SignedLink {
  /** What the link is for, such as `archive`; a link for one thing opens no other. */
  purpose: string;
  /** Whose or what: an identifier. */
  subject: string;
  expiresAt: Date;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST = 512;

/**
 * A token of letters, digits, `-` and `_` for the path of a URL. The same link gives the same token: the nonce is made
 * from what is sealed, so that it never meets another text under the same key (as in RFC 8452, section 1).
 */
export function signLink({ purpose, subject, expiresAt }: SignedLink, secretKey: string): string {
  const text = `${Math.floor(expiresAt.getTime() / 1000).toString(36)} ${subject}`;
  const nonce = createHmac('sha256', keyFor('nonce', purpose, secretKey))
    .update(text)
    .digest()
    .subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor('seal', purpose, secretKey), nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** The subject of a token made for this purpose, or null when it is forged, altered, for something else or too old. */
export function readLink(
  token: string,
  { purpose, secretKey, at }: { purpose: string; secretKey: string; at: Date },
): string | null {
  const text = token.length > LONGEST ? null : unseal(token, keyFor('seal', purpose, secretKey));
  const [, seconds = '', subject] = text?.match(/^(\w+) (.*)$/su) ?? [];
  if (subject === undefined || Number.parseInt(seconds, 36) * 1000 < at.getTime()) return null;
  return subject;
}

function unseal(token: string, key: Buffer): string | null {
  const sealed = Buffer.from(token, 'base64url');
  // The decoder reads over what is no base64url; only the one way to write it counts.
  if (sealed.length <= NONCE_BYTES + TAG_BYTES || sealed.toString('base64url') !== token) return null;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return (
      decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return null;
  }
}

function keyFor(use: 'nonce' | 'seal', purpose: string, secretKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `link\n${use}\n${purpose}`, 32));
}
