import type { Tx } from '#src/db/client.ts';
import type { CardId, MemberId } from '#src/lib/id.ts';
import { blockCard } from './block-card.ts';
import { issueCard } from './issue-card.ts';

/** A new virtual card with a new number; whatever cards still work are blocked. Points are the member's and stay. */
export async function replaceCard(
  tx: Tx,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<{ cardId: CardId; cardNumber: string }> {
  await blockCard(tx, { memberId, reason: 'replaced', at });
  return await issueCard(tx, { memberId, kind: 'virtual', at });
}
