import { randomInt } from 'node:crypto';
import type { Tx } from '#src/db/client.ts';
import { sourceLink } from '#src/db/schema/members.ts';
import { invalidField } from '../refusal.ts';

const MAX_NAME_LENGTH = 100;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE_LENGTH = 8;

/** What a link with a name carries: short enough for a QR code that a poster shows from afar. */
export function linkSource(code: string): string {
  return `l-${code}`;
}

/** Makes a link and returns its code. Throws Refusal invalid_input {field: 'name'}. */
export async function createSourceLink(
  tx: Tx,
  { name, createdBy, at }: { name: string; createdBy: string; at: Date },
): Promise<string> {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw invalidField('name', trimmed === '' ? 'empty' : 'longest', { count: MAX_NAME_LENGTH });
  // A trillion of them: two that are alike would be refused by the table, not mixed up.
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  await tx.insert(sourceLink).values({ code, name: trimmed, createdBy, createdAt: at });
  return code;
}
