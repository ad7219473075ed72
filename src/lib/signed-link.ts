// Links that need no session: what they open and until when is signed into them. Whoever holds the link can open it,
// so they are short-lived and given only to the person they are about.
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedLink {
  /** What the link is for, such as `archive`; a link for one thing opens no other. */
  purpose: string;
  /** Whose or what: an identifier. */
  subject: string;
  expiresAt: Date;
}

/** A token of letters, digits, `-`, `_` and `.` for the path of a URL. */
export function signLink({ purpose, subject, expiresAt }: SignedLink, secretKey: string): string {
  const seconds = Math.floor(expiresAt.getTime() / 1000).toString(36);
  const body = `${Buffer.from(subject).toString('base64url')}.${seconds}`;
  return `${body}.${signature(purpose, body, secretKey)}`;
}

/** The subject of a token made for this purpose, or null when it is forged, altered, for something else or too old. */
export function readLink(
  token: string,
  { purpose, secretKey, at }: { purpose: string; secretKey: string; at: Date },
): string | null {
  const [subject = '', seconds = '', signed = '', ...more] = token.length > 512 ? [] : token.split('.');
  const expected = Buffer.from(signature(purpose, `${subject}.${seconds}`, secretKey));
  const given = Buffer.from(signed);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  if (Number.parseInt(seconds, 36) * 1000 < at.getTime()) return null;
  return Buffer.from(subject, 'base64url').toString();
}

function signature(purpose: string, body: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`link\n${purpose}\n${body}`).digest('base64url');
}
