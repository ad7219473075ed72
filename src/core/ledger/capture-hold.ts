import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { hold } from '#src/db/schema/ledger.ts';
import type { HoldId, MemberId, ReceiptId, TransferId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { payOwed } from './pay-owed.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { readBalance } from './read-balance.ts';
import { type Hold, type HoldName, readHold } from './read-hold.ts';

export type CaptureHold = HoldName & {
  /** What is burnt of it; all when left out. The rest is released. */
  amount?: Points;
  receiptId?: ReceiptId;
  reason?: Readonly<Record<string, unknown>>;
  at: Date;
};

export interface HoldCaptured {
  outcome: 'captured' | 'replayed';
  holdId: HoldId;
  memberId: MemberId;
  transferId: TransferId;
  currency: string;
  captured: Points;
  /** Let go. */
  released: Points;
  balance: Points;
}

/**
 * Burns what a hold keeps, all or in part, and releases the rest. Capturing the same again is harmless. Throws Refusal
 * `hold_not_found`, `hold_settled` {status}, `insufficient_points` {available} (more than it keeps), `key_reused`
 * (captured with another amount), `invalid_input` {field}.
 */
export async function captureHold(tx: Tx, input: CaptureHold): Promise<HoldCaptured> {
  const { receiptId, reason, at } = input;
  const found = await lockHold(tx, input);
  const { holdId, memberId, currency } = found;
  const captured = input.amount ?? found.amount;
  if (captured <= 0n) throw invalidField('amount', 'aboveZero');
  if (captured > found.amount) throw new Refusal('insufficient_points', { available: Number(found.amount) });
  const answer = { holdId, memberId, currency, captured, released: found.amount - captured };
  if (found.status === 'captured' && found.transferId) {
    if (found.captured !== captured) throw new Refusal('key_reused');
    const { balance } = await readBalance(tx, memberId, at, currency);
    return { ...answer, outcome: 'replayed', transferId: found.transferId, balance };
  }
  requireOpen(found, at);
  const { transferId } = await postTransfer(tx, {
    memberId,
    kind: 'burn',
    currency,
    amount: -captured,
    account: 'burnt',
    key: `capture:${holdId}`,
    holdId,
    ...(receiptId && { receiptId }),
    ...(reason && { reason }),
    occurredAt: at,
    recordedAt: at,
  });
  await settleHold(tx, { memberId, holdId, captured, transferId, at });
  const { balance } = await readBalance(tx, memberId, at, currency);
  return { ...answer, outcome: 'captured', transferId, balance };
}

/**
 * Ends a hold whose points the transfer has drawn (`take_from_lots` with the hold), and releases what it did not draw: that
 * pays what is owed. The caller has locked the member's accounts.
 */
export async function settleHold(
  tx: Tx,
  settled: { memberId: MemberId; holdId: HoldId; captured: Points; transferId: TransferId; at: Date },
): Promise<void> {
  const { memberId, holdId, captured, transferId, at } = settled;
  await tx.execute(sql`
    update lot set held = lot.held - (h.amount - coalesce(u.amount, 0))
    from hold_lot h left join lot_use u
      on u.member_id = h.member_id and u.transfer_id = ${transferId} and u.lot_id = h.lot_id
    where h.member_id = ${memberId} and h.hold_id = ${holdId} and h.amount > coalesce(u.amount, 0)
      and lot.member_id = h.member_id and lot.lot_id = h.lot_id`);
  await tx
    .update(hold)
    .set({ status: 'captured', captured, transferId, settledAt: at })
    .where(and(eq(hold.memberId, memberId), eq(hold.holdId, holdId)));
  await payOwed(tx, [holdId]);
}

/** The hold, with its member's points locked, so that it stays as it is. Throws Refusal `hold_not_found`. */
export async function lockHold(tx: Tx, name: HoldName): Promise<Hold> {
  const { memberId, holdId } = await readHold(tx, name);
  await lockStandings(tx, memberId);
  return await readHold(tx, { holdId });
}

/** Throws Refusal `hold_settled` {status} unless the hold can still be captured at `at`. */
export function requireOpen(found: Hold, at: Date): void {
  if (found.status !== 'open') throw new Refusal('hold_settled', { status: found.status });
  if (found.expiresAt <= at) throw new Refusal('hold_settled', { status: 'expired' });
}
