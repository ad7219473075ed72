// What time does to orders, a bounded batch at a time: the minutes for undoing end, a warning before one runs out, and
// what nobody fetched goes back.
import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { rewardOrder } from '#src/db/schema/rewards.ts';
import { recordEvents } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { isTellingTime } from '../members/take-daily-pass.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { giveOrderBack } from './give-order-back.ts';
import type { Order } from './reward-shape.ts';

const WARN_BEFORE_MS = 2 * 86_400_000;

/** Notes that these orders can be undone no more. Returns how many. */
export async function closeUndo(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = tx
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(and(eq(rewardOrder.undoOpen, true), lte(rewardOrder.undoUntil, at)))
    .orderBy(asc(rewardOrder.undoUntil))
    .limit(limit)
    .for('update', { skipLocked: true });
  const closed = await tx
    .update(rewardOrder)
    .set({ undoOpen: false })
    .where(sql`${rewardOrder.orderId} in ${due}`)
    .returning();
  await tell(tx, { orders: closed, kind: 'reward.kept', at });
  return closed.length;
}

/** Warns, by day, of orders that run out within two days, once each; an order that has less than that from the start is not warned of. */
export async function warnOrders(tx: Tx, at: Date, limit: number): Promise<number> {
  const { timeZone } = await readProgramme(tx);
  if (!isTellingTime(at, timeZone)) return 0;
  const soon = new Date(at.getTime() + WARN_BEFORE_MS);
  const due = tx
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(
      and(
        eq(rewardOrder.status, 'ready'),
        isNull(rewardOrder.warnedAt),
        gt(rewardOrder.pickUpUntil, at),
        lte(rewardOrder.pickUpUntil, soon),
      ),
    )
    .orderBy(asc(rewardOrder.pickUpUntil))
    .limit(limit)
    .for('update', { skipLocked: true });
  const warned = await tx
    .update(rewardOrder)
    .set({ warnedAt: at })
    .where(sql`${rewardOrder.orderId} in ${due}`)
    .returning();
  const worth = warned.filter(
    ({ readyAt, pickUpUntil }) =>
      readyAt && pickUpUntil && pickUpUntil.getTime() - readyAt.getTime() > WARN_BEFORE_MS,
  );
  await tell(tx, { orders: worth, kind: 'reward.expiring', at });
  return warned.length;
}

/** Gives up to `limit` orders back that were not fetched in time. Returns how many were due. */
export async function expireOrders(tx: Tx, at: Date, limit: number): Promise<number> {
  const due = await tx
    .select()
    .from(rewardOrder)
    .where(and(eq(rewardOrder.status, 'ready'), lte(rewardOrder.pickUpUntil, at)))
    // In the order of their members, in which everybody locks accounts.
    .orderBy(asc(rewardOrder.memberId), asc(rewardOrder.pickUpUntil))
    .limit(limit);
  await lockStandings(tx, ...new Set(await Promise.all(due.map((each) => memberNow(tx, each.memberId)))));
  for (const order of due) await giveOrderBack(tx, order, { status: 'expired', by: 'system', at });
  return due.length;
}

async function tell(
  tx: Tx,
  { orders, kind, at }: { orders: Order[]; kind: 'reward.kept' | 'reward.expiring'; at: Date },
): Promise<void> {
  const events = await Promise.all(
    orders.map(async ({ memberId, orderId, rewardId }) => ({
      memberId: await memberNow(tx, memberId),
      happened: { kind, data: { orderId, rewardId } },
    })),
  );
  await recordEvents(tx, events, at);
}
