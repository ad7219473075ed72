import type { Tx } from '#src/db/client.ts';
import { usedCardCode } from '#src/db/schema/cards.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/**
 * Spends a live code, in the transaction of what it pays for: of two that try at once one waits and is refused.
 * Throws Refusal `live_code_used`.
 */
export async function useLiveCode(
  tx: Tx,
  { memberId, nonce, at }: { memberId: MemberId; nonce: string; at: Date },
): Promise<void> {
  const [first] = await tx
    .insert(usedCardCode)
    .values({ memberId, nonce, usedAt: at })
    .onConflictDoNothing()
    .returning({ nonce: usedCardCode.nonce });
  if (!first) throw new Refusal('live_code_used');
}
