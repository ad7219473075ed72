// An order that comes to nothing: its piece goes back to the shelf and its points to the member, each with the expiry it
// had. Guarded by the order's own state, so that of two who end it one does.
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import { addDaysIn } from '#src/lib/add-months.ts';
import type { MemberId } from '#src/lib/id.ts';
import { recordEvent } from '../events/record-event.ts';
import { drawnLots } from '../ledger/drawn-lots.ts';
import { type NewLot, postTransfer } from '../ledger/post-transfer.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { readTransfer } from '../ledger/read-transfer.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { OPEN, type Order } from './reward-shape.ts';

/** When the shop calls an order off, points that ran out meanwhile live this much longer. */
const GRACE_DAYS = 14;

export interface OrderEnd {
  status: 'undone' | 'cancelled' | 'expired';
  /** A staff id, the member, or `system`. */
  by: string;
  reason?: Order['reason'];
  at: Date;
}

/** The member's balance after it; null when the order is not open any more. */
export async function giveOrderBack(
  tx: Tx,
  { memberId: owner, orderId, rewardId }: Order,
  { status, by, reason = null, at }: OrderEnd,
): Promise<{ order: Order; memberId: MemberId; balance: bigint } | null> {
  const memberId = await memberNow(tx, owner);
  await lockStandings(tx, memberId);
  const [order] = await tx
    .update(rewardOrder)
    .set({ status, reason, settledAt: at, settledBy: by, undoOpen: false })
    .where(
      and(
        eq(rewardOrder.memberId, owner),
        eq(rewardOrder.orderId, orderId),
        inArray(rewardOrder.status, OPEN),
      ),
    )
    .returning();
  if (!order) return null;
  await tx
    .update(reward)
    .set({ stock: sql`${reward.stock} + 1` })
    .where(and(eq(reward.rewardId, rewardId), isNotNull(reward.stock)));
  const balance = order.price > 0n ? await givePriceBack(tx, order, { memberId, status, at }) : null;
  const happened = { kind: `reward.${status}`, data: { orderId, rewardId } } as const;
  await recordEvent(tx, { memberId, happened, at });
  return {
    order,
    memberId,
    balance: balance ?? (await readBalance(tx, memberId, at, order.currency)).balance,
  };
}

async function givePriceBack(
  tx: Tx,
  { memberId: owner, orderId, currency, price }: Order,
  { memberId, status, at }: { memberId: MemberId } & Pick<OrderEnd, 'status' | 'at'>,
): Promise<bigint> {
  const { transferId, reason: why } = await readTransfer(tx, { memberId: owner, key: `reward:${orderId}` });
  const lots = await drawnLots(tx, { memberId: owner, transferId });
  const { balance } = await postTransfer(tx, {
    memberId,
    kind: 'reward',
    currency,
    amount: price,
    account: 'burnt',
    key: `reward-back:${orderId}`,
    lots: status === 'cancelled' ? await prolong(tx, lots, at) : lots,
    reverses: transferId,
    reason: { ...(why as Record<string, unknown>), back: status },
    occurredAt: at,
    recordedAt: at,
  });
  return balance;
}

/** It was not the member who let them run out. */
async function prolong(tx: Tx, lots: NewLot[], at: Date): Promise<NewLot[]> {
  const { timeZone } = await readProgramme(tx);
  const least = addDaysIn(at, GRACE_DAYS, timeZone);
  return lots.map((lot) => (lot.expiresAt && lot.expiresAt < at ? { ...lot, expiresAt: least } : lot));
}
