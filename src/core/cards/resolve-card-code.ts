// From what a scanner sent or a cashier typed to the member it leads to. The number alone proves that someone knows
// a number: it earns. A live code proves that the member's phone is here: it burns.
import type { Reader } from '#src/db/client.ts';
import type { CardId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { parseCardNumber } from './card-number.ts';
import { liveCodeKey } from './issue-live-code.ts';
import { readLiveCode } from './live-code.ts';
import { findCardByNumber } from './read-card.ts';

export interface ResolvedCard {
  memberId: MemberId;
  cardId: CardId;
  cardNumber: string;
  proof: 'number' | 'live';
  /** Of a live code: give it to `useLiveCode` in the transaction that burns. */
  nonce?: string;
}

/**
 * The digits of a card number in what was typed: one of ours, or any printed number of 6 to 19 digits; null when it
 * is neither. Spaces, dashes and dots are dropped.
 */
export function readCardDigits(text: string): string | null {
  const ours = parseCardNumber(text);
  if (ours) return ours;
  if (text.length > 64) return null;
  const digits = text.replace(/[\s\p{Pd}.\u2212\u200b-\u200f\u2060\ufeff]/gu, '');
  return /^[0-9]{6,19}$/.test(digits) ? digits : null;
}

/**
 * `isLate`: of a receipt that a till brings which was cut off. It only earns, and nobody is there any more to show a fresh
 * code, so that one of any age stands for its number. A blocked card, where it is asked for too, proves no more than its
 * number. Throws Refusal `card_not_found`, `card_blocked`, `live_code_expired`, `live_code_forged`.
 */
export async function resolveCardCode(
  db: Reader,
  text: string,
  {
    secretKey,
    at,
    isLate = false,
    blockedToo = false,
  }: { secretKey: string; at: Date; isLate?: boolean; blockedToo?: boolean },
): Promise<ResolvedCard> {
  const live = readLiveCode(text, liveCodeKey(secretKey), isLate ? null : at);
  if (live === 'expired') throw new Refusal('live_code_expired');
  if (live === 'forged') throw new Refusal('live_code_forged');
  const number = live ? live.cardNumber : readCardDigits(text);
  if (!number) throw new Refusal('card_not_found');

  const found = await findCardByNumber(db, number);
  if (!found) throw new Refusal('card_not_found');
  const isBlocked = found.status === 'blocked';
  if (isBlocked && !blockedToo) throw new Refusal('card_blocked');
  const { memberId, cardId } = found;
  return live && !isBlocked && !isLate
    ? { memberId, cardId, cardNumber: number, proof: 'live', nonce: live.nonce }
    : { memberId, cardId, cardNumber: number, proof: 'number' };
}
