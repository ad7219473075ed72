// From what was scanned or typed to the holder of a card: a card number, a live card code, or a phone.
import { readCard } from '#src/core/cards/read-card.ts';
import { resolveCardCode } from '#src/core/cards/resolve-card-code.ts';
import { looksLikePhone, readPhone } from '#src/core/members/phone-number.ts';
import { findMemberByToldPhone } from '#src/core/members/read-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface Holder {
  memberId: MemberId;
  cardNumber: string;
  /** Of a live code: the proof that the member's phone is here. */
  nonce: string | null;
}

interface Asked {
  secretKey: string;
  at: Date;
  /** See resolveCardCode. */
  isLate?: boolean;
  /** The holder of a blocked card too: for whoever helps them, never for a till. */
  blockedToo?: boolean;
}

/**
 * Throws Refusal card_blocked, live_code_expired, live_code_forged, and card_not_found for everything that leads to
 * nobody, so that an answer tells nothing about which phones are known.
 */
export async function findHolder(db: Reader, code: string, asked: Asked): Promise<Holder> {
  try {
    const { memberId, cardNumber, nonce = null } = await resolveCardCode(db, code, asked);
    return { memberId, cardNumber, nonce };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== 'card_not_found' || !looksLikePhone(code)) throw error;
    return await findHolderByPhone(db, code, asked);
  }
}

/** Throws Refusal card_not_found, card_blocked. */
export async function findHolderByPhone(
  db: Reader,
  text: string,
  { blockedToo = false }: { blockedToo?: boolean } = {},
): Promise<Holder> {
  const phone = tryPhone(text);
  const memberId = phone ? await findMemberByToldPhone(db, phone) : null;
  if (!memberId) throw new Refusal('card_not_found');
  const card = await readCard(db, memberId);
  if (card.status === 'blocked' && !blockedToo) throw new Refusal('card_blocked');
  return { memberId, cardNumber: card.cardNumber, nonce: null };
}

function tryPhone(text: string): string | null {
  try {
    return readPhone(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
