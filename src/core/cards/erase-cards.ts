import { eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { card, cardPicture } from '#src/db/schema/cards.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Blocks the cards of a member who is being erased and forgets their pictures, which show the name. Tells nobody. */
export async function eraseCards(tx: Tx, memberId: MemberId, at: Date): Promise<void> {
  const cards = await tx
    .update(card)
    .set({ status: 'blocked', blockedAt: at, blockedReason: 'erased' })
    .where(eq(card.memberId, memberId))
    .returning({ cardNumber: card.cardNumber });
  const numbers = cards.map((each) => each.cardNumber);
  if (numbers.length > 0) await tx.delete(cardPicture).where(inArray(cardPicture.cardNumber, numbers));
}
