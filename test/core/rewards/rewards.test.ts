import { beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { readOrder } from '#src/core/rewards/find-order.ts';
import { listShownRewards } from '#src/core/rewards/list-shown-rewards.ts';
import { type OrderReward, orderReward } from '#src/core/rewards/order-reward.ts';
import { readReward } from '#src/core/rewards/read-reward.ts';
import type { Reward } from '#src/core/rewards/reward-shape.ts';
import { cancelOrder, handOverOrder, readyOrder } from '#src/core/rewards/serve-order.ts';
import { undoOrder } from '#src/core/rewards/undo-order.ts';
import { closeUndo, expireOrders, warnOrders } from '#src/core/rewards/watch-orders.ts';
import { restockReward } from '#src/core/rewards/write-reward.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, OrderId, StoreId } from '#src/lib/id.ts';
import { aMember, aShop, give, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aReward } from './a-reward.ts';

const database = useDatabase();
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);
const days = (count: number) => minutes(count * 24 * 60);
const actor = 'stf_1';

beforeAll(() => aShop(database.db));

let keys = 0;
const order = (memberId: MemberId, { rewardId, version }: Reward, fields: Partial<OrderReward> = {}) =>
  transaction(database.db, (tx) =>
    orderReward(tx, {
      memberId,
      rewardId,
      version,
      storeId: null,
      key: `tap-${++keys}`,
      at: NOON,
      ...fields,
    }),
  );
const undo = (memberId: MemberId, orderId: OrderId, at = minutes(5)) =>
  transaction(database.db, (tx) => undoOrder(tx, { memberId, orderId, at }));
const handOver = (orderId: OrderId, storeId: StoreId | null = STORE, at = days(1)) =>
  transaction(database.db, (tx) => handOverOrder(tx, { orderId, storeId, actor, at }));
const cancel = (orderId: OrderId, at = days(1)) =>
  transaction(database.db, (tx) => cancelOrder(tx, { orderId, reason: 'sold_out', actor, at }));
const has = async (memberId: MemberId, at = NOON) => (await readBalance(database.db, memberId, at)).balance;
const left = async ({ rewardId }: Reward) => (await readReward(database.db, rewardId)).stock;
const told = async (memberId: MemberId) =>
  (
    await database.sql<{ kind: string }[]>`
      select kind from event where member_id = ${memberId} and kind like 'reward.%' order by recorded_at, event_no`
  ).map((each) => each.kind.slice('reward.'.length));

describe('an order', () => {
  it('when there are points and pieces, then it takes both, has a code, and is in the books with its name', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 150n });
    const made = await order(memberId, reward);
    expect(made).toMatchObject({ outcome: 'ordered', order: { status: 'ready', price: 100n } });
    expect(made.order.code).toMatch(/^[2345679ACEHKMPTX]{6}$/);
    expect(made.order.pickUpUntil).toEqual(new Date('2026-03-16T22:00:00Z'));
    expect(await has(memberId)).toBe(50n);
    expect(await left(reward)).toBe(9);
    const [row] = await database.sql<{ kind: string; reason: unknown }[]>`
      select kind, reason from transfer where member_id = ${memberId} and amount < 0`;
    expect(row).toMatchObject({ kind: 'reward', reason: { names: { uk: 'Кава' } } });
  });

  it('when the same tap comes again, then it is the same order and nothing more is taken', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 500n });
    const first = await order(memberId, reward, { key: 'the tap' });
    const again = await order(memberId, reward, { key: 'the tap' });
    expect([again.outcome, again.order.orderId]).toEqual(['replayed', first.order.orderId]);
    expect([await has(memberId), await left(reward)]).toEqual([400n, 9]);
  });

  it('when points do not suffice, then it is refused with what is there, and the piece stays', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 99n });
    await expect(order(memberId, reward)).rejects.toMatchObject({
      code: 'insufficient_points',
      details: { available: 99 },
    });
    expect([await has(memberId), await left(reward)]).toEqual([99n, 10]);
  });

  it('when it is gone, changed, hidden, over, for others or had often enough, then it says so and nothing moves', async () => {
    const { memberId } = await aMember(database.db, { balance: 1_000n });
    const gone = await aReward(database.db, { stock: 0 });
    const seen = await aReward(database.db);
    const once = await aReward(database.db, { memberLimit: 1 });
    await order(memberId, once);
    const tries = [
      [gone, {}, 'reward_sold_out'],
      [seen, { version: 7 }, 'reward_changed'],
      [await aReward(database.db, { shown: false }), {}, 'reward_not_found'],
      [await aReward(database.db, { ordersUntil: NOON }), {}, 'reward_not_found'],
      [await aReward(database.db, { ordersFrom: days(1) }), {}, 'reward_not_found'],
      [await aReward(database.db, { tierKeys: ['gold'] }), {}, 'reward_not_found'],
      [once, {}, 'reward_limit'],
      [await aReward(database.db, { preparation: 'ahead' }), {}, 'reward_store_needed'],
    ] as const;
    for (const [reward, fields, code] of tries)
      await expect(order(memberId, reward, fields)).rejects.toMatchObject({ code });
    expect(await has(memberId)).toBe(900n);
  });

  it('when 40 of one member come at once for a limit of one, then one is ordered', async () => {
    const reward = await aReward(database.db, { memberLimit: 1, stock: null });
    const { memberId } = await aMember(database.db, { balance: 4_000n });
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => order(memberId, reward)));
    expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(await has(memberId)).toBe(3_900n);
  });
});

describe('taking it back', () => {
  it('when it is within ten minutes, then points return with the expiry they had, and the piece too', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 30n, expiresAt: days(20) });
    await transaction(database.db, (tx) => give(tx, { memberId, amount: 100n, expiresAt: days(200) }));
    const { order: made } = await order(memberId, reward);
    const undone = await undo(memberId, made.orderId);
    expect(undone).toMatchObject({ order: { status: 'undone' }, balance: 130n });
    expect((await readBalance(database.db, memberId, NOON)).nextExpiry).toEqual({
      amount: 30n,
      expiresAt: days(20),
    });
    expect(await left(reward)).toBe(10);
    expect(await undo(memberId, made.orderId, minutes(30))).toMatchObject({ balance: 130n });
    expect(await told(memberId)).toEqual(['ordered', 'undone']);
  });

  it('when the minutes are over, it was handed over, or it is another’s, then it is refused', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 300n });
    const { memberId: other } = await aMember(database.db);
    const { order: late } = await order(memberId, reward);
    await expect(undo(memberId, late.orderId, minutes(10))).rejects.toMatchObject({ code: 'undo_over' });
    const { order: fetched } = await order(memberId, reward);
    await handOver(fetched.orderId, STORE, minutes(2));
    await expect(undo(memberId, fetched.orderId)).rejects.toMatchObject({ code: 'order_settled' });
    await expect(undo(other, late.orderId)).rejects.toMatchObject({ code: 'order_not_found' });
    expect(await has(memberId)).toBe(100n);
  });
});

describe('serving an order', () => {
  it('when staff prepare it, then it is ready, waits from then on, and is handed over once, in its store', async () => {
    const reward = await aReward(database.db, { preparation: 'ahead', pickUpDays: 3 });
    const { memberId } = await aMember(database.db, { balance: 100n });
    const { order: made } = await order(memberId, reward, { storeId: STORE });
    expect(made).toMatchObject({ status: 'ordered', pickUpUntil: null });
    await expect(handOver(made.orderId)).rejects.toMatchObject({ code: 'order_not_ready' });
    const ready = await transaction(database.db, (tx) =>
      readyOrder(tx, { orderId: made.orderId, actor, at: days(1) }),
    );
    expect(ready.order).toMatchObject({ status: 'ready', pickUpUntil: new Date('2026-03-06T22:00:00Z') });
    await transaction(database.db, (tx) => readyOrder(tx, { orderId: made.orderId, actor, at: days(1) }));
    const other = 'str_00000000000000000009' as StoreId;
    await expect(handOver(made.orderId, other)).rejects.toMatchObject({ code: 'reward_other_store' });
    expect((await handOver(made.orderId)).order.status).toBe('handed_over');
    expect((await handOver(made.orderId)).order.status).toBe('handed_over');
    const again = transaction(database.db, (tx) =>
      handOverOrder(tx, { orderId: made.orderId, storeId: STORE, actor: 'stf_2', at: days(2) }),
    );
    await expect(again).rejects.toMatchObject({ code: 'order_settled' });
    expect(await told(memberId)).toEqual(['ordered', 'ready', 'handed_over']);
  });

  it('when staff call it off, then points come back, and those that ran out meanwhile live two weeks more', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 100n, expiresAt: days(2) });
    const { order: made } = await order(memberId, reward);
    await cancel(made.orderId, days(5));
    await cancel(made.orderId, days(5));
    expect(await readBalance(database.db, memberId, days(5))).toMatchObject({
      spendable: 100n,
      nextExpiry: { expiresAt: days(19) },
    });
    expect(await left(reward)).toBe(10);
    await expect(handOver(made.orderId)).rejects.toMatchObject({ code: 'order_settled' });
    const [audit] = await database.sql`select action from audit_log where subject = ${made.orderId}`;
    expect(audit).toMatchObject({ action: 'reward.cancelled' });
  });
});

describe('time', () => {
  it('when nobody fetches it, then a warning comes two days before, once, and then everything goes back', async () => {
    const reward = await aReward(database.db);
    const { memberId } = await aMember(database.db, { balance: 100n });
    const { order: made } = await order(memberId, reward);
    const tick = (at: Date) =>
      transaction(database.db, async (tx) => {
        await closeUndo(tx, at, 100);
        await warnOrders(tx, at, 100);
        await expireOrders(tx, at, 100);
      });
    for (const day of [0.01, 5, 13, 13.5, 14, 15, 16]) await tick(days(day));
    expect(await told(memberId)).toEqual(['ordered', 'kept', 'expiring', 'expired']);
    expect((await readOrder(database.db, made.orderId)).order.status).toBe('expired');
    expect([await has(memberId), await left(reward)]).toEqual([100n, 10]);
    await expect(handOver(made.orderId, STORE, days(15))).rejects.toMatchObject({ code: 'order_settled' });
  });
});

describe('the catalogue of a member', () => {
  it('when it is read, then what can be had comes first, the dearest first, then the nearest, then what is gone', async () => {
    await database.sql`update reward set status = 'off'`;
    const { memberId } = await aMember(database.db, { balance: 150n });
    const name = (uk: string) => ({ names: { uk } });
    await aReward(database.db, { ...name('далека'), price: 900n });
    await aReward(database.db, { ...name('близька'), price: 200n });
    await aReward(database.db, { ...name('дешева'), price: 50n });
    await aReward(database.db, { ...name('дорога'), price: 150n });
    await aReward(database.db, { ...name('скінчилася'), price: 10n, stock: 0 });
    await aReward(database.db, { ...name('для золотих'), price: 10n, tierKeys: ['gold'] });
    const shown = await listShownRewards(database.db, { member: { memberId, tierKey: 'base' }, at: NOON });
    expect(shown.map(({ reward, can }) => [reward.names.uk, can])).toEqual([
      ['дорога', true],
      ['дешева', true],
      ['близька', false],
      ['далека', false],
      ['скінчилася', false],
    ]);
  });

  it('when more are taken off than there are, then it is refused; without a limit there is no end', async () => {
    const reward = await aReward(database.db, { stock: 3 });
    const { rewardId } = reward;
    const restock = (by: number | null, requestKey = `by-${by}`) =>
      transaction(database.db, (tx) => restockReward(tx, { rewardId, by, requestKey, actor, at: NOON }));
    await expect(restock(-4)).rejects.toMatchObject({ code: 'reward_stock_short', details: { left: 3 } });
    expect((await restock(7)).stock).toBe(10);
    expect((await restock(7)).stock).toBe(10);
    expect((await restock(null)).stock).toBeNull();
  });

  it('after all of it the books are right', async () => {
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});
