import type { Tx } from '#src/db/client.ts';
import type { CardId, MemberId } from '#src/lib/id.ts';
import { blockCard } from './block-card.ts';
import { issueCard } from './issue-card.ts';
import { findCardByNumber } from './read-card.ts';

/**
 * Hands out a new plastic card in place of a lost or worn one, which works no longer; the member's other cards and the
 * points stay. The same again changes nothing. Throws Refusal `card_of_another`, `card_not_found` when it is no number.
 */
export async function replacePlastic(
  tx: Tx,
  { memberId, cardId, cardNumber, at }: { memberId: MemberId; cardId: CardId; cardNumber: string; at: Date },
): Promise<{ outcome: 'replaced' | 'replayed' }> {
  const before = await findCardByNumber(tx, cardNumber);
  if (before?.memberId === memberId && before.status === 'active' && before.cardId !== cardId)
    return { outcome: 'replayed' };
  await issueCard(tx, { memberId, kind: 'plastic', cardNumber, at });
  await blockCard(tx, { memberId, cardId, reason: 'replaced', at });
  return { outcome: 'replaced' };
}
