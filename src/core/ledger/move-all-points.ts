import { and, eq, gt } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { lot } from '#src/db/schema/ledger.ts';
import type { MemberId } from '#src/lib/id.ts';
import { lockAccounts } from './lock-accounts.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';

/**
 * Moves every lot of one member to another, each with its own activation and expiry: a pair of transfers a lot, over
 * the programme's account `moved`. Returns the points moved. Repeating it moves nothing more.
 */
export async function moveAllPoints(
  tx: Tx,
  { from, to, at, reason }: { from: MemberId; to: MemberId; at: Date; reason: string },
): Promise<Points> {
  await lockAccounts(tx, from, to);
  const open = await tx
    .select()
    .from(lot)
    .where(and(eq(lot.memberId, from), gt(lot.remaining, 0n)));
  let moved = 0n;
  for (const each of open) {
    const common = { kind: 'move', account: 'moved', occurredAt: at, recordedAt: at } as const;
    await postTransfer(tx, {
      ...common,
      memberId: from,
      amount: -each.remaining,
      key: `move-out:${each.lotId}`,
      lotId: each.lotId,
      reason: { why: reason, to },
    });
    await postTransfer(tx, {
      ...common,
      memberId: to,
      amount: each.remaining,
      key: `move-in:${each.lotId}`,
      activeAt: each.activeAt,
      expiresAt: each.expiresAt,
      reason: { why: reason, from },
    });
    moved += each.remaining;
  }
  return moved;
}
