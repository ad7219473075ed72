import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { card, cardNumber } from '#src/db/schema/cards.ts';
import type { MemberId } from '#src/lib/id.ts';

/** Makes every card of `from` a card of `to`, so that all their numbers lead there. Used codes need not move: they are past. */
export async function moveCards(tx: Tx, { from, to }: { from: MemberId; to: MemberId }): Promise<void> {
  await tx.update(cardNumber).set({ memberId: to }).where(eq(cardNumber.memberId, from));
  await tx.update(card).set({ memberId: to }).where(eq(card.memberId, from));
}
