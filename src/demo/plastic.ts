// Cards from the drawer: plastic ones of an older programme that nobody has claimed in a messenger yet. Their number,
// typed in the chat, brings their points to the new card.
import { openAccount } from '#src/core/ledger/open-account.ts';
import { postTransfers } from '#src/core/ledger/post-transfer.ts';
import type { Tx } from '#src/db/client.ts';
import { card, cardNumber } from '#src/db/schema/cards.ts';
import { member } from '#src/db/schema/members.ts';
import type { CardId, MemberId } from '#src/lib/id.ts';

export const PLASTIC_CARDS = [
  { number: '70000011', points: 320n },
  { number: '70000022', points: 85n },
  { number: '70000033', points: 1_240n },
] as const;

/** Harmless when they are there. */
export async function storePlastic(tx: Tx, at: Date): Promise<void> {
  const rows = PLASTIC_CARDS.map(({ number, points }) => {
    const key = `card${number.padStart(16, '0')}`;
    const ids: { memberId: MemberId; cardId: CardId } = { memberId: `mem_${key}`, cardId: `crd_${key}` };
    return { ...ids, number, points };
  });
  await tx
    .insert(member)
    .values(rows.map(({ memberId }) => ({ memberId, name: '', tierKey: 'base', registeredAt: at })))
    .onConflictDoNothing();
  await tx
    .insert(cardNumber)
    .values(rows.map(({ memberId, cardId, number }) => ({ memberId, cardId, cardNumber: number })))
    .onConflictDoNothing();
  await tx
    .insert(card)
    .values(
      rows.map(({ memberId, cardId, number }) => ({
        memberId,
        cardId,
        cardNumber: number,
        kind: 'plastic' as const,
        issuedAt: at,
      })),
    )
    .onConflictDoNothing();
  await openAccount(tx, ...rows.map(({ memberId }) => memberId));
  await postTransfers(
    tx,
    rows.map(({ memberId, points }) => ({
      memberId,
      kind: 'adjust',
      amount: points,
      account: 'adjusted',
      key: 'brought from the old programme',
      reason: { why: 'old programme' },
      occurredAt: at,
      recordedAt: at,
    })),
  );
}
