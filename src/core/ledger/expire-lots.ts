import { and, asc, eq, gt, lte } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { lot } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockAccounts } from './lock-accounts.ts';
import { postTransfer } from './post-transfer.ts';

/**
 * Expires up to `limit` lots whose time has come, each by a transfer like any other. Returns how many, so that the
 * caller goes on until none is left. Two processes may do it at once: one waits for the other, and a lot expires once.
 */
export async function expireLots(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = await tx
    .select({ memberId: lot.memberId, lotId: lot.lotId })
    .from(lot)
    .where(and(gt(lot.remaining, 0n), lte(lot.expiresAt, at)))
    .orderBy(asc(lot.memberId), asc(lot.lotId))
    .limit(limit);
  for (const each of due) await expireLot(tx, each, at);
  return due.length;
}

async function expireLot(tx: Tx, due: { memberId: MemberId; lotId: LotId }, at: Date): Promise<void> {
  // A receipt may have drawn from the lot a moment ago: what is left is known once the account is locked.
  const { memberId, lotId } = due;
  await lockAccounts(tx, memberId);
  const [left] = await tx
    .select({ remaining: lot.remaining })
    .from(lot)
    .where(and(eq(lot.memberId, memberId), eq(lot.lotId, lotId)));
  if (!left || left.remaining === 0n) return;
  const { transferId, balance } = await postTransfer(tx, {
    memberId,
    kind: 'expire',
    amount: -left.remaining,
    account: 'expired',
    key: `expire:${lotId}`,
    lotId,
    occurredAt: at,
    recordedAt: at,
  });
  const data = { transferId, amount: left.remaining.toString(), balance: balance.toString() };
  await recordEvent(tx, { memberId, happened: { kind: 'points.expired', data }, at });
}
