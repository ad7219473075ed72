// Ordering: the points, the piece and the order, all or none. Whoever comes when the last piece is gone keeps their points.
import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { reward, rewardOrder } from '#src/db/schema/rewards.ts';
import { type MemberId, newId, type RewardId, type StoreId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import { recordEvent } from '../events/record-event.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { requireBurnAllowed } from '../ledger/require-burn-allowed.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { readMember } from '../members/read-member.ts';
import { Refusal } from '../refusal.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { readStore } from '../stores/read-store.ts';
import { ordersOf } from './orders-of.ts';
import { newPickUpCode } from './pick-up-code.ts';
import { readReward } from './read-reward.ts';
import { asReward, type Order, type Reward, TAKEN } from './reward-shape.ts';

/** How long a member can take an order back by themselves. */
export const UNDO_MS = 10 * 60_000;
/** Two open orders hardly ever get the same code; three times in a row they do not. */
const MOST_CODES = 3;

export interface OrderReward {
  memberId: MemberId;
  rewardId: RewardId;
  /** The terms that the member saw. */
  version: number;
  /** Where it will be fetched, when it is prepared in one store; null: wherever it is handed over. */
  storeId: StoreId | null;
  /** Unique for the member: the same key is the same order. */
  key: string;
  at: Date;
}

export interface Ordered {
  outcome: 'ordered' | 'replayed';
  order: Order;
  reward: Reward;
}

/**
 * Orders one piece. Throws Refusal `insufficient_points` {available}, `reward_sold_out`, `reward_limit` {limit},
 * `reward_not_found` (also when it is not for this member or not now), `reward_changed`, `reward_store_needed`,
 * `reward_other_store`, `store_closed`, `burn_waits` {hours}, `member_not_found`, `member_erased`.
 */
export async function orderReward(tx: Tx, input: OrderReward): Promise<Ordered> {
  const { memberId, rewardId, key, at } = input;
  await lockStandings(tx, memberId);
  const [known] = await tx
    .select()
    .from(rewardOrder)
    .where(and(ordersOf(memberId), eq(rewardOrder.orderKey, key)));
  if (known) return { outcome: 'replayed', order: known, reward: await readReward(tx, known.rewardId) };
  await requireBurnAllowed(tx, { memberId, at });
  const { tierKey } = await readMember(tx, memberId);
  const seen = await readReward(tx, rewardId);
  await checkTerms(tx, seen, { ...input, tierKey });
  const ordered = await takePiece(tx, seen, input);

  const orderId = newId('ord', at.getTime());
  const { currency, price, names, preparation } = ordered;
  await postTransfer(tx, {
    memberId,
    kind: 'reward',
    currency,
    amount: -price,
    account: 'burnt',
    key: `reward:${orderId}`,
    reason: { orderId, rewardId, names },
    occurredAt: at,
    recordedAt: at,
  });
  const ready = preparation === 'at_once';
  const order = await storeOrder(tx, {
    memberId,
    orderId,
    rewardId,
    currency,
    price,
    storeId: preparation === 'ahead' ? input.storeId : null,
    orderKey: key,
    status: ready ? 'ready' : 'ordered',
    orderedAt: at,
    undoUntil: new Date(at.getTime() + UNDO_MS),
    ...(ready && { readyAt: at, pickUpUntil: await pickUpEnd(tx, ordered, at) }),
  });
  await recordEvent(tx, { memberId, happened: { kind: 'reward.ordered', data: { orderId, rewardId } }, at });
  return { outcome: 'ordered', order, reward: ordered };
}

/** The midnight after the last day on which an order that is ready at `at` can be fetched. */
export async function pickUpEnd(tx: Tx, { pickUpDays }: Pick<Reward, 'pickUpDays'>, at: Date): Promise<Date> {
  const { timeZone } = await readProgramme(tx);
  return new Date(startOfDay(at.getTime(), timeZone, pickUpDays + 1));
}

/** What the member saw must be so still, and for them. */
async function checkTerms(tx: Tx, seen: Reward, asked: OrderReward & { tierKey: string }): Promise<void> {
  const { version, storeId, tierKey, memberId, rewardId, at } = asked;
  const { status, tierKeys, ordersFrom, ordersUntil, memberLimit } = seen;
  const hidden = tierKeys.length > 0 && !tierKeys.includes(tierKey);
  if (status !== 'on' || hidden || (ordersFrom && ordersFrom > at)) throw new Refusal('reward_not_found');
  if (ordersUntil && ordersUntil <= at) throw new Refusal('reward_not_found');
  if (seen.version !== version) throw new Refusal('reward_changed');
  if (seen.preparation === 'ahead') {
    if (storeId === null) throw new Refusal('reward_store_needed');
    if (seen.storeIds.length > 0 && !seen.storeIds.includes(storeId)) throw new Refusal('reward_other_store');
    await readStore(tx, storeId);
  }
  if (memberLimit === null) return;
  // Under the lock on the member's account: nobody counts the same orders twice.
  const taken = await tx
    .select({ orderId: rewardOrder.orderId })
    .from(rewardOrder)
    .where(and(ordersOf(memberId), eq(rewardOrder.rewardId, rewardId), inArray(rewardOrder.status, TAKEN)));
  if (taken.length >= memberLimit) throw new Refusal('reward_limit', { limit: memberLimit });
}

/** One piece less, if there is one and nothing has changed meanwhile. */
async function takePiece(
  tx: Tx,
  { rewardId, version }: Reward,
  { at }: Pick<OrderReward, 'at'>,
): Promise<Reward> {
  const [row] = await tx
    .update(reward)
    .set({ stock: sql`${reward.stock} - 1` })
    .where(
      and(
        eq(reward.rewardId, rewardId),
        eq(reward.version, version),
        eq(reward.status, 'on'),
        or(isNull(reward.stock), gt(reward.stock, 0)),
        or(isNull(reward.ordersUntil), gt(reward.ordersUntil, at)),
      ),
    )
    .returning();
  if (row) return asReward(row);
  const now = await readReward(tx, rewardId);
  throw new Refusal(now.stock === 0 ? 'reward_sold_out' : 'reward_changed');
}

export async function storeOrder(tx: Tx, row: Omit<typeof rewardOrder.$inferInsert, 'code'>): Promise<Order> {
  for (let codes = 0; codes < MOST_CODES; codes++) {
    const [stored] = await tx
      .insert(rewardOrder)
      .values({ ...row, code: newPickUpCode() })
      .onConflictDoNothing()
      .returning();
    if (stored) return stored;
  }
  throw new Error('no code is free for an order');
}
