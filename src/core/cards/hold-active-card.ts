import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { card } from '#src/db/schema/cards.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/**
 * Makes sure that the member has a card that is not blocked, or this very one, and that nobody blocks it before the
 * transaction ends. Throws Refusal `card_blocked`.
 */
export async function holdActiveCard(
  tx: Tx,
  { memberId, cardNumber }: { memberId: MemberId; cardNumber?: string },
): Promise<void> {
  const [held] = await tx
    .select({ cardId: card.cardId })
    .from(card)
    .where(
      and(
        eq(card.memberId, memberId),
        eq(card.status, 'active'),
        cardNumber === undefined ? undefined : eq(card.cardNumber, cardNumber),
      ),
    )
    .limit(1)
    .for('share');
  if (!held) throw new Refusal('card_blocked');
}
