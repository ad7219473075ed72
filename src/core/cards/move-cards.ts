import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { card, cardNumber, usedCardCode } from '#src/db/schema/cards.ts';
import type { CardId, MemberId } from '#src/lib/id.ts';

/**
 * Makes every card of `from` a card of `to`, so that all their numbers lead there. Live codes that were used stay used:
 * one made a moment ago leads to `to` from now on.
 */
export async function moveCards(tx: Tx, { from, to }: { from: MemberId; to: MemberId }): Promise<void> {
  await tx.update(cardNumber).set({ memberId: to }).where(eq(cardNumber.memberId, from));
  await tx.update(card).set({ memberId: to }).where(eq(card.memberId, from));
  // What lies in a wallet goes with its card, the rooms' borders notwithstanding: its phone asks by the number.
  await tx.execute(sql`update wallet_pass set member_id = ${to} where member_id = ${from}`);
  const used = await tx.delete(usedCardCode).where(eq(usedCardCode.memberId, from)).returning();
  if (used.length === 0) return;
  await tx
    .insert(usedCardCode)
    .values(used.map((each) => ({ ...each, memberId: to })))
    .onConflictDoNothing();
}

/** Makes these cards of `from`, as far as they are still theirs, cards of `to`. */
export async function moveSomeCards(
  tx: Tx,
  { from, to, cardIds }: { from: MemberId; to: MemberId; cardIds: CardId[] },
): Promise<void> {
  if (cardIds.length === 0) return;
  await tx
    .update(cardNumber)
    .set({ memberId: to })
    .where(and(eq(cardNumber.memberId, from), inArray(cardNumber.cardId, cardIds)));
  await tx
    .update(card)
    .set({ memberId: to })
    .where(and(eq(card.memberId, from), inArray(card.cardId, cardIds)));
  await tx.execute(sql`update wallet_pass p set member_id = ${to} from card c
    where p.member_id = ${from} and c.member_id = ${to} and c.card_number = p.card_number`);
}
