// Orders, by their names and by what the person at the counter says.
import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import type { MemberId, OrderId, RewardId, StoreId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { ordersOf } from './orders-of.ts';
import { asReward, OPEN, type Order, type OrderStatus, type Reward } from './reward-shape.ts';

export interface OrderWithReward {
  order: Order;
  reward: Reward;
}

/** Throws Refusal `order_not_found`. */
export async function readOrder(db: Reader, orderId: OrderId): Promise<OrderWithReward> {
  const [found] = await select(db, eq(rewardOrder.orderId, orderId), 1);
  if (!found) throw new Refusal('order_not_found');
  return found;
}

/** The order that has this pick-up code: an open one, or else the latest that had it. Throws `order_not_found`. */
export async function readOrderByCode(db: Reader, code: string): Promise<OrderWithReward> {
  const found = await select(db, eq(rewardOrder.code, code), 20);
  const open = found.find(({ order }) => OPEN.includes(order.status)) ?? found[0];
  if (!open) throw new Refusal('order_not_found');
  return open;
}

/** A member's own order. Throws Refusal `order_not_found`, also when it is another's. */
export async function readOwnOrder(
  db: Reader,
  { memberId, orderId }: { memberId: MemberId; orderId: OrderId },
): Promise<OrderWithReward> {
  const [found] = await select(db, and(ordersOf(memberId), eq(rewardOrder.orderId, orderId)), 1);
  if (!found) throw new Refusal('order_not_found');
  return found;
}

/** A member's orders, open ones first, each the newest first. */
export async function listOrdersOf(
  db: Reader,
  memberId: MemberId,
  limit: number,
): Promise<OrderWithReward[]> {
  const found = await select(db, ordersOf(memberId), limit);
  const isOpen = ({ order }: OrderWithReward) => OPEN.includes(order.status);
  return [...found.filter(isOpen), ...found.filter((each) => !isOpen(each))];
}

/** What a member can fetch or waits for, the newest first; with `storeId` what can be had there. */
export async function listOpenOrdersOf(
  db: Reader,
  { memberId, storeId, limit }: { memberId: MemberId; storeId: StoreId | null; limit: number },
): Promise<OrderWithReward[]> {
  const found = await select(db, and(ordersOf(memberId), inArray(rewardOrder.status, OPEN)), limit);
  return storeId === null ? found : found.filter((each) => isServedIn(each, storeId));
}

/** Whether a store hands it over. */
export function isServedIn(found: OrderWithReward, storeId: StoreId): boolean {
  const where = storesOf(found);
  return where.length === 0 || where.includes(storeId);
}

/** Where it can be fetched; empty: in every store. */
export function storesOf({ order, reward }: OrderWithReward): StoreId[] {
  return order.storeId ? [order.storeId] : reward.storeIds;
}

/** These orders by their ids. */
export async function listOrders(db: Reader, orderIds: OrderId[]): Promise<Map<string, OrderWithReward>> {
  if (orderIds.length === 0) return new Map();
  const found = await select(db, inArray(rewardOrder.orderId, orderIds), orderIds.length);
  return new Map(found.map((each) => [each.order.orderId, each]));
}

export interface OrdersAsked {
  statuses?: OrderStatus[] | undefined;
  rewardId?: RewardId | undefined;
  /** To be fetched there, or handed over there. */
  storeId?: StoreId | undefined;
  code?: string | undefined;
  /** Those ordered before. */
  before?: Date | undefined;
  limit: number;
}

/** Orders of all members, newest first. */
export async function findOrders(db: Reader, asked: OrdersAsked): Promise<OrderWithReward[]> {
  const { statuses, rewardId, storeId, code, before, limit } = asked;
  const where = and(
    statuses && inArray(rewardOrder.status, statuses),
    rewardId && eq(rewardOrder.rewardId, rewardId),
    storeId && eq(rewardOrder.storeId, storeId),
    code ? eq(rewardOrder.code, code) : undefined,
    before && lt(rewardOrder.orderedAt, before),
  );
  return await select(db, where, limit);
}

async function select(db: Reader, where: SQL | undefined, limit: number): Promise<OrderWithReward[]> {
  const rows = await db
    .select({ order: rewardOrder, reward })
    .from(rewardOrder)
    .innerJoin(reward, eq(reward.rewardId, rewardOrder.rewardId))
    .where(where)
    .orderBy(desc(rewardOrder.orderedAt), desc(rewardOrder.orderId))
    .limit(limit);
  return rows.map((row) => ({ order: row.order, reward: asReward(row.reward) }));
}
