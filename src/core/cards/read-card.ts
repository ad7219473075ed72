import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { card, cardNumber as cardNumberTable } from '#src/db/schema/cards.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export type Card = typeof card.$inferSelect;

/** All of a member's cards: those that work first, then virtual before plastic, then the newest first. */
export async function listCards(db: Reader, memberId: MemberId): Promise<Card[]> {
  return await db
    .select()
    .from(card)
    .where(eq(card.memberId, memberId))
    .orderBy(sql`${card.status} = 'blocked'`, sql`${card.kind} = 'plastic'`, desc(card.issuedAt));
}

/**
 * The card to show a member: a working virtual one before a plastic one, and a blocked one only when none works, so
 * that the caller looks at `status`. Throws Refusal `card_not_found` when there is none.
 */
export async function readCard(db: Reader, memberId: MemberId): Promise<Card> {
  const [first] = await listCards(db, memberId);
  if (!first) throw new Refusal('card_not_found');
  return first;
}

/** The card with this number, in digits alone; null when no such card was ever issued. */
export async function findCardByNumber(db: Reader, number: string): Promise<Card | null> {
  const [found] = await db
    .select(getTableColumns(card))
    .from(cardNumberTable)
    .innerJoin(
      card,
      and(eq(card.memberId, cardNumberTable.memberId), eq(card.cardId, cardNumberTable.cardId)),
    )
    .where(eq(cardNumberTable.cardNumber, number));
  return found ?? null;
}
