// Random life of a shelf: orders, undone, called off, handed over, not fetched, restocked, over members and days. Pieces
// and points are neither made nor lost, and the audit finds nothing. REWARDS_RUNS=1000 for the long run.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { expireLots } from '#src/core/ledger/expire-lots.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { Refusal } from '#src/core/refusal.ts';
import { REFUSAL_CODES } from '#src/core/refusal-codes.ts';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import { readReward } from '#src/core/rewards/read-reward.ts';
import { cancelOrder, handOverOrder, readyOrder } from '#src/core/rewards/serve-order.ts';
import { undoOrder } from '#src/core/rewards/undo-order.ts';
import { closeUndo, expireOrders, warnOrders } from '#src/core/rewards/watch-orders.ts';
import { restockReward } from '#src/core/rewards/write-reward.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { MemberId, OrderId, RewardId } from '#src/lib/id.ts';
import { aMember, aShop, give, NOON, STORE } from '#test/support/a-shop.ts';
import { auditAnew } from '#test/support/audit-anew.ts';
import { checkModel } from '#test/support/check-model.ts';
import { useDatabase } from '#test/support/database.ts';
import { aReward } from './a-reward.ts';

const database = useDatabase();
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const PRICE = 20n;

const step = fc.record({
  what: fc.constantFrom(
    ...(['order', 'order', 'order', 'order', 'undo', 'undo', 'ready', 'hand over', 'cancel'] as const),
    ...(['restock', 'gain', 'minutes', 'days', 'chores', 'chores', 'merge'] as const),
  ),
  who: fc.nat(2),
  which: fc.nat(4),
  kind: fc.nat(1),
  size: fc.integer({ min: 1, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Life {
  members: MemberId[];
  rewards: { rewardId: RewardId; ahead: boolean; stocked: number }[];
  orders: OrderId[];
  at: Date;
  steps: number;
}

beforeAll(() => aShop(database.db));

async function take(life: Life, { what, who, which, kind, size }: Step, tx: Tx): Promise<unknown> {
  const { at } = life;
  const [memberId, orderId, reward] = [life.members[who], life.orders[which], life.rewards[kind]];
  if (!memberId || !reward) return;
  const { rewardId } = reward;
  const key = `step-${++life.steps}`;
  const actor = 'stf_1';
  switch (what) {
    case 'order': {
      const storeId = reward.ahead ? STORE : null;
      const { order } = await orderReward(tx, { memberId, rewardId, version: 1, storeId, key, at });
      return life.orders.unshift(order.orderId);
    }
    case 'undo':
      return orderId && undoOrder(tx, { memberId, orderId, at });
    case 'ready':
      return orderId && readyOrder(tx, { orderId, actor, at });
    case 'hand over':
      return orderId && handOverOrder(tx, { orderId, storeId: STORE, actor, at });
    case 'cancel':
      return orderId && cancelOrder(tx, { orderId, reason: 'other', actor, at });
    case 'restock': {
      const by = size > 6 ? -size : size;
      await restockReward(tx, { rewardId, by, requestKey: `${rewardId}-${key}`, actor, at });
      reward.stocked += by;
      return;
    }
    case 'gain':
      return give(tx, {
        memberId,
        amount: PRICE * 2n,
        at,
        expiresAt: new Date(at.getTime() + size * DAY_MS),
      });
    case 'minutes':
      life.at = new Date(at.getTime() + size * 2 * MINUTE_MS);
      return;
    case 'days':
      life.at = new Date(at.getTime() + size * DAY_MS);
      return;
    case 'merge':
      // Seldom, for whoever became part of another stays so.
      return which === 0 && mergeMembers(tx, { from: memberId, into: other(life, who), actor, at });
    case 'chores':
      for (const chore of [closeUndo, warnOrders, expireOrders, expireLots]) await chore(tx, at, 1_000);
  }
}

function other({ members }: Life, who: number): MemberId {
  return members[(who + 1) % members.length] ?? 'mem_0';
}

test('whatever members, staff and time do, pieces and points are neither made nor lost', {
  timeout: 3_600_000,
}, async ({ task }) => {
  const audit = auditAnew(database);
  const live = async (steps: Step[]) => {
    const people = await Promise.all(
      [60n, 200n, 40n].map((balance) =>
        aMember(database.db, { balance, expiresAt: new Date(NOON.getTime() + 9 * DAY_MS) }),
      ),
    );
    const life: Life = {
      members: people.map((each) => each.memberId),
      rewards: [],
      orders: [],
      at: NOON,
      steps: 0,
    };
    for (const ahead of [false, true]) {
      const preparation = ahead ? 'ahead' : 'at_once';
      const made = await aReward(database.db, {
        price: PRICE,
        stock: 3,
        preparation,
        pickUpDays: 3,
        memberLimit: 4,
      });
      life.rewards.push({ rewardId: made.rewardId, ahead, stocked: 3 });
    }
    for (const each of steps) {
      const before = life.rewards.map((reward) => ({ ...reward }));
      const refusal = await transaction(database.db, (tx) => take(life, each, tx)).then(
        () => null,
        (error: unknown) => error,
      );
      if (refusal === null) continue;
      if (!(refusal instanceof Refusal)) throw refusal;
      expect(REFUSAL_CODES).toContain(refusal.code);
      life.rewards = before;
    }
    for (const { rewardId, stocked } of life.rewards) {
      const [taken] = await database.sql<{ count: number }[]>`
        select count(*)::int from reward_order
        where reward_id = ${rewardId} and status in ('ordered', 'ready', 'handed_over')`;
      const { stock } = await readReward(database.db, rewardId);
      expect((stock ?? 0) + (taken?.count ?? 0)).toBe(stocked);
      expect(stock ?? 0).toBeGreaterThanOrEqual(0);
    }
    for (const memberId of life.members) {
      const { balance, spendable } = await readBalance(database.db, memberId, life.at);
      expect(balance >= 0n && spendable >= 0n && spendable <= balance).toBe(true);
    }
    expect(await audit()).toEqual([]);
    return steps.length;
  };
  const lives = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });
  await checkModel(task, { name: 'REWARDS', runs: 15, lives, live });
});
