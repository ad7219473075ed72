// What a pass shows: the same facts for both wallets, as they are now.
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { findCardByNumber } from '../cards/read-card.ts';
import type { Points } from '../ledger/points.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { listMembers } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';

export interface PassFacts {
  memberId: MemberId;
  cardNumber: string;
  /** Empty once the member is erased. */
  name: string;
  tierKey: string;
  language: Language;
  balance: Points;
  nextExpiry: { amount: Points; expiresAt: Date } | null;
  /** The card is blocked, replaced or erased: a wallet greys it out. */
  voided: boolean;
}

/** Throws Refusal `card_not_found` when there is no such card. */
export async function readPassFacts(db: Reader, cardNumber: string, at: Date): Promise<PassFacts> {
  const card = await findCardByNumber(db, cardNumber);
  if (!card) throw new Refusal('card_not_found');
  const { memberId } = card;
  const [member] = await listMembers(db, [memberId]);
  if (!member) throw new Refusal('card_not_found');
  const { balance, nextExpiry } = await readBalance(db, memberId, at);
  const erased = member.status === 'erased';
  return {
    memberId,
    cardNumber,
    name: member.name,
    tierKey: member.tierKey,
    language: member.language,
    balance: erased ? 0n : balance,
    nextExpiry: erased ? null : nextExpiry,
    voided: erased || card.status === 'blocked',
  };
}
