import { createHash } from 'node:crypto';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { parseCardNumber } from './card-number.ts';
import { LIVE_CODE_LIFETIME_MS, newNonce, signLiveCode } from './live-code.ts';
import { readCard } from './read-card.ts';

/** The key of live codes: derived, so that it is of no use for anything else the secret signs. */
export function liveCodeKey(secretKey: string): Buffer {
  return createHash('sha256').update(`live card code\n${secretKey}`).digest();
}

/**
 * A code that burns points once within 60 s of `at`. Nothing is stored until it is used.
 * Throws Refusal `card_blocked`; `card_not_found` when the member has only plastic that a QR of ours cannot name.
 */
export async function issueLiveCode(
  db: Reader,
  { memberId, secretKey, at }: { memberId: MemberId; secretKey: string; at: Date },
): Promise<{ code: string; cardNumber: string; expiresAt: Date }> {
  const card = await readCard(db, memberId);
  if (card.status === 'blocked') throw new Refusal('card_blocked');
  const cardNumber = parseCardNumber(card.cardNumber);
  if (!cardNumber) throw new Refusal('card_not_found');
  const code = signLiveCode({ cardNumber, nonce: newNonce(), issuedAt: at }, liveCodeKey(secretKey));
  return { code, cardNumber, expiresAt: new Date(at.getTime() + LIVE_CODE_LIFETIME_MS) };
}
