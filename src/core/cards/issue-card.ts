import type { Tx } from '#src/db/client.ts';
import { card, cardNumber as cardNumberTable } from '#src/db/schema/cards.ts';
import { type CardId, type MemberId, newId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { newCardNumber } from './card-number.ts';

export interface IssueCard {
  memberId: MemberId;
  kind: 'virtual' | 'plastic';
  /** The number printed on a plastic card, 6 to 19 digits; a fresh one is drawn when left out. */
  cardNumber?: string;
  at: Date;
}

// Ten digits of chance: even with a hundred million cards given out, five draws in a row fail once in 10^10.
const DRAWS = 5;

/**
 * Gives the member a card, in the transaction of whatever it belongs to. A number is never given out twice.
 * Throws Refusal `card_of_another` when the printed number is taken, `card_not_found` when it is no number.
 */
export async function issueCard(
  tx: Tx,
  { memberId, kind, cardNumber, at }: IssueCard,
): Promise<{ cardId: CardId; cardNumber: string }> {
  if (cardNumber !== undefined && !/^[0-9]{6,19}$/.test(cardNumber)) throw new Refusal('card_not_found');
  const cardId = newId('crd', at.getTime());
  for (let draw = 0; draw < (cardNumber === undefined ? DRAWS : 1); draw++) {
    const number = cardNumber ?? newCardNumber();
    const [taken] = await tx
      .insert(cardNumberTable)
      .values({ cardNumber: number, memberId, cardId })
      .onConflictDoNothing()
      .returning({ cardNumber: cardNumberTable.cardNumber });
    if (!taken) continue;
    await tx.insert(card).values({ memberId, cardId, cardNumber: number, kind, issuedAt: at });
    return { cardId, cardNumber: number };
  }
  throw cardNumber === undefined
    ? new Error('No free card number was drawn: the range is nearly full.')
    : new Refusal('card_of_another');
}
