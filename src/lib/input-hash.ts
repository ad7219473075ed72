import { hash } from 'node:crypto';

/** What a key stands for, so that the same key with other input is found out: 32 characters of SHA-256. Stored. */
export function inputHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 32);
}
