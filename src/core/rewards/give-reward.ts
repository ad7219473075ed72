// A reward for nothing: what was won, or what a rule gives. It is not chosen from the catalogue, so that tiers, days and the limit of a member say
// nothing about it, and one that is not shown can be won all the same. Its piece comes off the same shelf.
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import { type MemberId, newId, type OrderId, type RewardId, type StoreId } from '#src/lib/id.ts';
import { recordEvents } from '../events/record-event.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import { pickUpEnd, storeOrder } from './order-reward.ts';
import { ordersOf } from './orders-of.ts';
import { readReward } from './read-reward.ts';
import { asReward, type Reward } from './reward-shape.ts';

export interface GiveReward {
  memberId: MemberId;
  rewardId: RewardId;
  /** Where the member is at home, when it is known: what is prepared waits there if it can. */
  storeId: StoreId | null;
  /** Unique for the member: the same key is the same order. */
  key: string;
  at: Date;
}

/**
 * One piece, as an order without a price, which the member is told of as of any other. Throws Refusal `reward_not_found`,
 * `reward_sold_out`, `member_not_found`, `member_erased`.
 */
export async function giveReward(
  tx: Tx,
  { memberId, rewardId, storeId, key, at }: GiveReward,
): Promise<OrderId> {
  await lockStandings(tx, memberId);
  const [known] = await tx
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(and(ordersOf(memberId), eq(rewardOrder.orderKey, key)));
  if (known) return known.orderId;
  await readMember(tx, memberId);
  const given = await takePiece(tx, rewardId);
  const orderId = newId('ord', at.getTime());
  const ready = given.preparation === 'at_once';
  await storeOrder(tx, {
    memberId,
    orderId,
    rewardId,
    currency: given.currency,
    price: 0n,
    storeId: ready ? null : whereToFetch(given, storeId),
    orderKey: key,
    status: ready ? 'ready' : 'ordered',
    orderedAt: at,
    // Nobody chose it by mistake.
    undoUntil: at,
    undoOpen: false,
    ...(ready && { readyAt: at, pickUpUntil: await pickUpEnd(tx, given, at) }),
  });
  const kinds = ready ? (['reward.ordered', 'reward.ready'] as const) : (['reward.ordered'] as const);
  await recordEvents(
    tx,
    kinds.map((kind) => ({ memberId, happened: { kind, data: { orderId, rewardId } } })),
    at,
  );
  return orderId;
}

function whereToFetch({ storeIds }: Reward, home: StoreId | null): StoreId | null {
  return home !== null && (storeIds.length === 0 || storeIds.includes(home)) ? home : (storeIds[0] ?? null);
}

/** What is not counted is only read: one row for all who are given it would have them wait for each other. */
async function takePiece(tx: Tx, rewardId: RewardId): Promise<Reward> {
  const [row] = await tx
    .update(reward)
    .set({ stock: sql`${reward.stock} - 1` })
    .where(and(eq(reward.rewardId, rewardId), gt(reward.stock, 0)))
    .returning();
  if (row) return asReward(row);
  const now = await readReward(tx, rewardId);
  if (now.stock === null) return now;
  throw new Refusal('reward_sold_out');
}
