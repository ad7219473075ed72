import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { lot } from '#src/db/schema/ledger.ts';
import type { LotId, MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { postTransfer } from './post-transfer.ts';

/**
 * Expires up to `limit` lots whose time has come, each by a transfer like any other; what a hold keeps of them expires
 * when it is let go. Returns how many, so that the caller goes on until none is left. Two processes may do it at once:
 * one waits for the other, and what is in a lot expires once.
 */
export async function expireLots(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = await tx
    .select({ memberId: lot.memberId, lotId: lot.lotId })
    .from(lot)
    // What is left is asked apart, because the index holds only lots of which something is.
    .where(and(gt(lot.remaining, 0n), gt(lot.remaining, lot.held), lte(lot.expiresAt, at)))
    .orderBy(asc(lot.memberId), asc(lot.lotId))
    .limit(limit);
  for (const each of due) await expireLot(tx, { ...each, why: 'date' }, at);
  return due.length;
}

/** When a lot ends, of a query over lots: by its own end or by inactivity (SQL function lot_end); null: never. */
const lotEnd = sql<Date | null>`lot_end(${lot})`.mapWith(lot.expiresAt);

/** Whether a lot had ended before the receipt that brought it was told. */
const wasOver = sql<boolean>`exists (select from transfer t
  where t.member_id = ${lot.memberId} and t.transfer_id = 'trf' || substr(split_part(${lot.lotId}, '.', 1), 4)
    and t.kind = 'earn' and t.receipt_id is not null and ${lotEnd} <= t.recorded_at)`;

/** Expires the points that end by inactivity of these members, up to all of them at once. Returns how many lots. */
export async function expireInactive(tx: Tx, memberIds: MemberId[], at: Date): Promise<number> {
  if (memberIds.length === 0) return 0;
  const due = await tx
    .select({ memberId: lot.memberId, lotId: lot.lotId })
    .from(lot)
    .where(
      and(
        isNull(lot.expiresAt),
        gt(lot.remaining, 0n),
        gt(lot.remaining, lot.held),
        sql`${lot.memberId} in (select jsonb_array_elements_text(${JSON.stringify(memberIds)}::jsonb))`,
        sql`${lotEnd} <= ${at.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(lot.memberId), asc(lot.lotId));
  for (const each of due) await expireLot(tx, { ...each, why: 'inactivity' }, at);
  return due.length;
}

async function expireLot(
  tx: Tx,
  { memberId, lotId, why }: { memberId: MemberId; lotId: LotId; why: 'date' | 'inactivity' },
  at: Date,
): Promise<void> {
  // A receipt may have drawn from the lot a moment ago, or ended the inactivity: what is so is known under the lock.
  await lockStandings(tx, memberId);
  const [left] = await tx
    .select({
      currency: lot.currency,
      free: sql<bigint>`${lot.remaining} - ${lot.held}`.mapWith(lot.remaining),
      endsAt: lotEnd,
      lapsed: wasOver,
      remaining: lot.remaining,
    })
    .from(lot)
    .where(and(eq(lot.memberId, memberId), eq(lot.lotId, lotId)));
  if (!left || left.free === 0n || !left.endsAt || left.endsAt > at) return;
  const { currency } = left;
  const { transferId, balance } = await postTransfer(tx, {
    memberId,
    kind: 'expire',
    currency,
    amount: -left.free,
    account: 'expired',
    // What was held and is let go expires by itself, after the rest: the lot is then smaller.
    key: left.remaining === left.free ? `expire:${lotId}` : `expire:${lotId}:${left.remaining}`,
    lotId,
    reason: { why, ...(left.lapsed && { lapsed: true }) },
    occurredAt: at,
    recordedAt: at,
  });
  const amount = left.free.toString();
  const data = {
    transferId,
    amount,
    balance: balance.toString(),
    currency,
    ...(left.lapsed && { lapsed: true as const }),
  };
  await recordEvent(tx, { memberId, happened: { kind: 'points.expired', data }, at });
}
