// The link that opens the page of a card where the messenger does not vouch for the person (Viber). It names the chat,
// is signed over the member whom the chat belonged to, ends by itself and opens the page once.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { usedCardLink } from '#src/db/schema/cards.ts';
import { type IdentityId, isId, type MemberId } from '#src/lib/id.ts';
import { findIdentityById } from '../members/ensure-identity.ts';
import { Refusal } from '../refusal.ts';
import { newNonce } from './live-code.ts';

/** A link in a chat is pressed within minutes; a day later there is a newer one above the keyboard. */
export const CARD_LINK_LIFETIME_MS = 24 * 3_600_000;

export interface ChatOfMember {
  identityId: IdentityId;
  memberId: MemberId;
}

// Short, because Viber takes 100 characters of an address on some phones: 20 of the chat's id, 7 of the second it ends
// in base 36, 12 of chance, 16 of signature (96 bits).
const SHAPE = /^([0-9a-z]{20})([0-9a-z]{7})([0-9A-Z]{12})([\w-]{16})$/;

/** 55 letters, digits, `-` and `_`. */
export function signCardLink(chat: ChatOfMember, { secretKey, at }: { secretKey: string; at: Date }): string {
  const ends = Math.ceil((at.getTime() + CARD_LINK_LIFETIME_MS) / 1_000);
  const body = chat.identityId.slice('idn_'.length) + ends.toString(36).padStart(7, '0') + newNonce();
  return body + mac(body, chat.memberId, secretKey).toString('base64url');
}

/**
 * Opens the page with a link, and no other time. Throws Refusal `card_page_closed` for a link that is forged, too old,
 * used, or of a chat that belongs to somebody else by now.
 */
export async function useCardLink(
  tx: Tx,
  token: string,
  { secretKey, at }: { secretKey: string; at: Date },
): Promise<ChatOfMember> {
  const [, id = '', ends = '', nonce = '', signature = ''] = SHAPE.exec(token) ?? [];
  const identityId = `idn_${id}` as const;
  const expiresAt = new Date(Number.parseInt(ends, 36) * 1_000);
  const chat = isId('idn', identityId) ? await findIdentityById(tx, identityId) : null;
  if (!chat?.memberId) throw new Refusal('card_page_closed');
  const { memberId } = chat;
  const wanted = mac(token.slice(0, -signature.length), memberId, secretKey);
  const given = Buffer.from(signature, 'base64url');
  if (!timingSafeEqual(wanted, given) || expiresAt < at) throw new Refusal('card_page_closed');
  const [first] = await tx
    .insert(usedCardLink)
    .values({ memberId, nonce, expiresAt })
    .onConflictDoNothing()
    .returning({ nonce: usedCardLink.nonce });
  if (!first) throw new Refusal('card_page_closed');
  return { identityId, memberId };
}

/** Forgets links that have ended by themselves. */
export async function sweepCardLinks(tx: Tx, at: Date): Promise<void> {
  await tx.execute(sql`delete from used_card_link where expires_at < ${at}::timestamptz`);
}

function mac(body: string, memberId: MemberId, secretKey: string): Buffer {
  const key = createHash('sha256').update(`card link\n${secretKey}`).digest();
  return createHmac('sha256', key).update(`${body}\n${memberId}`).digest().subarray(0, 12);
}
