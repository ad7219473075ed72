import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { transfer } from '#src/db/schema/ledger.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import { drawnLots } from './drawn-lots.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { readTransfer } from './read-transfer.ts';

export interface GiveBackExpired {
  /** Who gets it; the caller has locked their standing. */
  memberId: MemberId;
  /** With whom it expired: the same, or somebody who has become part of them. */
  of: MemberId;
  transferId: TransferId;
  at: Date;
}

/**
 * Gives back what expired by inactivity, when it turns out that there was none. The points end by inactivity as before. Null
 * when it was given back already.
 */
export async function giveBackExpired(
  tx: Tx,
  { memberId, of, transferId, at }: GiveBackExpired,
): Promise<{ currency: string; amount: Points; balance: Points } | null> {
  const [before] = await tx
    .select({ transferId: transfer.transferId })
    .from(transfer)
    .where(eq(transfer.reverses, transferId));
  if (before) return null;
  const expired = await readTransfer(tx, { memberId: of, transferId });
  const { currency } = expired;
  const amount = -expired.amount;
  const { balance } = await postTransfer(tx, {
    memberId,
    kind: 'reverse',
    currency,
    amount,
    account: 'expired',
    key: `expire-back:${transferId}`,
    lots: await drawnLots(tx, { memberId: of, transferId }),
    reverses: transferId,
    reason: { why: 'bought in time', ...(of !== memberId && { from: of }) },
    occurredAt: at,
    recordedAt: at,
  });
  return { currency, amount, balance };
}
