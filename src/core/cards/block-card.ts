import { and, eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { card } from '#src/db/schema/cards.ts';
import type { BurnRequestId, CardId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';

export interface BlockCard {
  memberId: MemberId;
  /** Only this card; all of the member's cards when left out. */
  cardId?: CardId;
  /** A word for the record: `member`, `not_me`, `staff`, `replaced`. */
  reason: string;
  /** The burn that the member did not recognise. */
  burnRequestId?: BurnRequestId;
  at: Date;
}

/**
 * Blocks the member's active cards and records it. Points stay; a blocked number neither earns nor burns.
 * Returns the cards it blocked: none when they were blocked before, so repeating it is harmless.
 */
export async function blockCard(
  tx: Tx,
  { memberId, cardId, reason, burnRequestId, at }: BlockCard,
): Promise<CardId[]> {
  const blocked = await tx
    .update(card)
    .set({ status: 'blocked', blockedAt: at, blockedReason: reason })
    .where(
      and(
        eq(card.memberId, memberId),
        eq(card.status, 'active'),
        cardId ? eq(card.cardId, cardId) : undefined,
      ),
    )
    .returning({ cardId: card.cardId });
  for (const each of blocked) {
    const data = { cardId: each.cardId, reason, ...(burnRequestId ? { burnRequestId } : {}) };
    await recordEvent(tx, { memberId, happened: { kind: 'card.blocked', data }, at });
  }
  return blocked.map((each) => each.cardId);
}
