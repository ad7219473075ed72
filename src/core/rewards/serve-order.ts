// What staff do with an order: it is ready, it is handed over, it is called off.
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { rewardOrder } from '#src/db/schema/rewards.ts';
import type { MemberId, OrderId, StoreId } from '#src/lib/id.ts';
import type { Happened } from '../events/happened.ts';
import { recordEvent } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readStore } from '../stores/read-store.ts';
import { isServedIn, type OrderWithReward, readOrder, storesOf } from './find-order.ts';
import { giveOrderBack } from './give-order-back.ts';
import { pickUpEnd } from './order-reward.ts';
import type { Order, OrderStatus } from './reward-shape.ts';

interface Served {
  orderId: OrderId;
  /** A staff id or an API key id. */
  actor: string;
  at: Date;
}

/** It waits for the member, who is told. Again is the same. Throws `order_not_found`, `order_settled` {status}. */
export async function readyOrder(tx: Tx, { orderId, actor, at }: Served): Promise<OrderWithReward> {
  const { order, reward, memberId } = await lockOrder(tx, orderId);
  if (order.status === 'ready') return { order, reward };
  const pickUpUntil = await pickUpEnd(tx, reward, at);
  const next = await move(tx, order, {
    from: ['ordered'],
    set: { status: 'ready', readyAt: at, pickUpUntil },
  });
  await note(tx, { order: next, memberId, actor, kind: 'reward.ready', at });
  return { order: next, reward };
}

/**
 * The member has it. Handed over again in the same store is the same. `storeId`: where; null: by the office, wherever.
 * Throws Refusal `order_not_found`, `order_settled` {status}, `order_not_ready`, `order_late`, `reward_other_store` {store}.
 */
export async function handOverOrder(
  tx: Tx,
  { orderId, storeId, actor, at }: Served & { storeId: StoreId | null },
): Promise<OrderWithReward> {
  const { order, reward, memberId } = await lockOrder(tx, orderId);
  if (order.status === 'handed_over' && order.settledBy === actor && order.settledStoreId === storeId)
    return { order, reward };
  if (order.status === 'ordered') throw new Refusal('order_not_ready');
  if (order.status === 'ready' && order.pickUpUntil && order.pickUpUntil <= at)
    throw new Refusal('order_late');
  if (storeId !== null) await checkStore(tx, { order, reward }, storeId);
  const set = {
    status: 'handed_over',
    settledAt: at,
    settledBy: actor,
    settledStoreId: storeId,
    undoOpen: false,
  } as const;
  const next = await move(tx, order, { from: ['ready'], set });
  await note(tx, { order: next, memberId, actor, kind: 'reward.handed_over', at });
  return { order: next, reward };
}

/** Calls it off; points and piece go back and the member is told why. Throws `order_not_found`, `order_settled` {status}. */
export async function cancelOrder(
  tx: Tx,
  { orderId, reason, actor, at }: Served & { reason: NonNullable<Order['reason']> },
): Promise<OrderWithReward> {
  const { order, reward } = await lockOrder(tx, orderId);
  if (order.status === 'cancelled') return { order, reward };
  const back = await giveOrderBack(tx, order, { status: 'cancelled', by: actor, reason, at });
  if (!back) throw new Refusal('order_settled', { status: order.status });
  const detail = { reason, points: order.price.toString(), currency: order.currency };
  await recordAudit(tx, { actor, action: 'reward.cancelled', subject: orderId, detail, at });
  return { order: back.order, reward };
}

/** The order as it is once nobody else can change it. */
async function lockOrder(tx: Tx, orderId: OrderId): Promise<OrderWithReward & { memberId: MemberId }> {
  const { order } = await readOrder(tx, orderId);
  const memberId = await memberNow(tx, order.memberId);
  await lockStandings(tx, memberId);
  return { ...(await readOrder(tx, orderId)), memberId };
}

async function move(
  tx: Tx,
  { memberId, orderId, status }: Order,
  { from, set }: { from: OrderStatus[]; set: Partial<Order> },
): Promise<Order> {
  const [moved] = await tx
    .update(rewardOrder)
    .set(set)
    .where(
      and(
        eq(rewardOrder.memberId, memberId),
        eq(rewardOrder.orderId, orderId),
        inArray(rewardOrder.status, from),
      ),
    )
    .returning();
  if (!moved) throw new Refusal('order_settled', { status });
  return moved;
}

async function checkStore(tx: Tx, found: OrderWithReward, storeId: StoreId): Promise<void> {
  const [first] = storesOf(found);
  if (!first || isServedIn(found, storeId)) return;
  const { name } = await readStore(tx, first);
  throw new Refusal('reward_other_store', { store: name });
}

async function note(
  tx: Tx,
  {
    order: { orderId, rewardId },
    memberId,
    actor,
    kind,
    at,
  }: {
    order: Order;
    memberId: MemberId;
    actor: string;
    kind: Extract<Happened, { data: { orderId: string } }>['kind'];
    at: Date;
  },
): Promise<void> {
  await recordEvent(tx, { memberId, happened: { kind, data: { orderId, rewardId } }, at });
  await recordAudit(tx, { actor, action: kind, subject: orderId, at });
}
