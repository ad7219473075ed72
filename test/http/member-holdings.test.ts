// What the office sees of a member besides points, and how an operator helps: coupons, orders of rewards, devices.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdingRoutes } from '#src/contract/member-holdings.ts';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { registerDevice } from '#src/core/passes/keep-pass.ts';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import { transaction } from '#src/db/client.ts';
import { auditLog } from '#src/db/schema/staff.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aMember, anIdentity, aShop } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { couponShop } from '#test/support/coupon-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
let cashier: Person;
let shop: ReturnType<typeof couponShop>;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
  cashier = await aPerson(server, database, { role: 'cashier' });
  shop = couponShop(database, server.clock);
});
afterAll(() => server.close());

const office = (memberId: MemberId, what: string) =>
  ask(server, 'GET', `/api/office/members/${memberId}/${what}`, { as: marketer });
const couponsOf = async (memberId: MemberId) =>
  holdingRoutes.listCoupons.reply.parse((await office(memberId, 'coupons')).json()).coupons;
const help = (memberId: MemberId, couponId: string, word: 'again' | 'withdraw', as = marketer) =>
  ask(server, 'POST', `/api/office/members/${memberId}/coupons/${couponId}/${word}`, {
    as,
    payload: { reason: 'not_applied' },
  });
const earlier = () => new Date(server.clock.now().getTime() - 60_000);

async function noted(memberId: MemberId) {
  const rows = await database.db.select().from(auditLog).where(eq(auditLog.subject, memberId));
  return rows.filter(({ action }) => action.startsWith('coupon.'));
}

describe('a member’s coupons in the office', () => {
  it('when one was used, then it says what it brought, and given again once there is another that works', async () => {
    const { memberId } = await aMember(database.db);
    const offerId = await anOffer(database.db, { title: 'Ten off' }, earlier());
    const { coupon } = await shop.take(memberId, offerId);
    await shop.accept(memberId);
    expect(await couponsOf(memberId)).toMatchObject([
      { title: 'Ten off', status: 'used', savedMinor: 10_00, canComeAgain: true, issuedBy: null },
    ]);
    expect((await couponsOf(memberId))[0]?.codeEnd).toBe(coupon.code.slice(-4));

    const given = await help(memberId, coupon.couponId, 'again');
    expect([given.statusCode, given.json()]).toMatchObject([
      201,
      { status: 'taken', issuedBy: 'Test marketer' },
    ]);
    const again = await help(memberId, coupon.couponId, 'again');
    expect(again.json().couponId).toBe(given.json().couponId);
    expect(await couponsOf(memberId)).toHaveLength(2);
    expect((await shop.accept(memberId)).discountMinor).toBe(10_00n);
    // Once more goes by way of the newest: this one has had its other.
    expect((await couponsOf(memberId)).map((each) => [each.couponId, each.canComeAgain])).toEqual([
      [given.json().couponId, true],
      [coupon.couponId, false],
    ]);
    expect(await noted(memberId)).toMatchObject([
      { action: 'coupon.again', actor: marketer.staff.staffId, detail: { offerId, reason: 'not_applied' } },
    ]);
  });

  it('when it still works, then it is not given twice but can go back to the shop, where somebody else has it', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const offerId = await anOffer(database.db, { stock: 1 }, earlier());
    const { coupon } = await shop.take(one.memberId, offerId);
    const refused = await help(one.memberId, coupon.couponId, 'again');
    expect([refused.statusCode, refused.json().error.code]).toEqual([409, 'coupon_usable']);
    for (const _twice of [1, 2]) {
      const back = await help(one.memberId, coupon.couponId, 'withdraw');
      expect([back.statusCode, back.json().status]).toEqual([200, 'withdrawn']);
    }
    expect(await noted(one.memberId)).toMatchObject([{ action: 'coupon.withdraw' }]);
    await shop.take(other.memberId, offerId);
    const gone = await help(one.memberId, coupon.couponId, 'again');
    expect([gone.statusCode, gone.json().error.code]).toEqual([409, 'offer_gone']);
  });

  it('when its member has become part of another, then that one has it in the list and gets the new one', async () => {
    const [old, kept] = [await aMember(database.db), await aMember(database.db)];
    const { coupon } = await shop.take(old.memberId, await anOffer(database.db, {}, earlier()));
    await shop.accept(old.memberId);
    const at = server.clock.now();
    await transaction(database.db, (tx) =>
      mergeMembers(tx, { from: old.memberId, into: kept.memberId, actor: 'stf_1', at }),
    );
    expect(await couponsOf(kept.memberId)).toMatchObject([{ status: 'used' }]);
    expect((await help(old.memberId, coupon.couponId, 'again')).statusCode).toBe(201);
    expect((await couponsOf(kept.memberId)).map(({ status }) => status)).toEqual(['taken', 'used']);
  });

  it('when it is another’s or the reason is no reason, then nothing happens; a cashier stays outside', async () => {
    const [one, other] = [await aMember(database.db), await aMember(database.db)];
    const { coupon } = await shop.take(one.memberId, await anOffer(database.db, {}, earlier()));
    expect((await help(other.memberId, coupon.couponId, 'withdraw')).json().error.code).toBe(
      'coupon_not_found',
    );
    expect((await help(other.memberId, coupon.couponId, 'again')).json().error.code).toBe('coupon_not_found');
    expect((await help(one.memberId, coupon.couponId, 'withdraw', cashier)).statusCode).toBe(403);
    const unsaid = await ask(
      server,
      'POST',
      `/api/office/members/${one.memberId}/coupons/${coupon.couponId}/withdraw`,
      { as: marketer, payload: { reason: 'bored' } },
    );
    expect(unsaid.statusCode).toBe(400);
    expect(await couponsOf(one.memberId)).toMatchObject([{ status: 'taken' }]);
  });
});

describe('a coupon of an offer that is over', () => {
  it('when its goods come back, then a till that has forgotten the offer knows it again', async () => {
    const { memberId } = await aMember(database.db);
    const offerId = await anOffer(database.db, {}, earlier());
    const { coupon } = await shop.take(memberId, offerId);
    const sold = await shop.accept(memberId, { externalId: 'over-1' });
    expect(sold.discountMinor).toBe(10_00n);
    const url = `/api/marketing/offers/${offerId}`;
    const read = await ask(server, 'GET', url, { as: marketer });
    const { changedAt } = read.json();
    expect(
      (await ask(server, 'POST', `${url}/end`, { as: marketer, payload: { changedAt } })).statusCode,
    ).toBe(200);
    expect((await server.rules.refresh()).coupons?.find(`${offerId}:1`)).toBeUndefined();
    await shop.giveBack('over-1');
    expect((await couponsOf(memberId))[0]).toMatchObject({ couponId: coupon.couponId, status: 'taken' });
    expect((await server.rules.refresh()).coupons?.find(`${offerId}:1`)).toBeDefined();
  });
});

describe('a member’s orders and devices in the office', () => {
  it('when a reward was ordered, then it is in the list, and whoever calls it off gives the points back', async () => {
    const { memberId } = await aMember(database.db, { balance: 500n });
    const at = server.clock.now();
    const { rewardId, version } = await aReward(database.db, { at });
    const { order } = await transaction(database.db, (tx) =>
      orderReward(tx, { memberId, rewardId, version, storeId: null, key: 'tap-1', at }),
    );
    const ordersOf = async () =>
      holdingRoutes.listOrders.reply.parse((await office(memberId, 'orders')).json()).orders;
    expect(await ordersOf()).toMatchObject([
      { orderId: order.orderId, rewardName: 'Coffee', status: 'ready' },
    ]);
    const cancelled = await ask(server, 'POST', `/api/marketing/reward-orders/${order.orderId}/cancel`, {
      as: marketer,
      payload: { reason: 'asked' },
    });
    expect(cancelled.statusCode).toBe(200);
    expect(await ordersOf()).toMatchObject([{ status: 'cancelled', reason: 'asked' }]);
    expect((await readBalance(database.db, memberId, at)).balance).toBe(500n);
  });

  it('when they have chats, cards and a pass, then each is told, no number whole', async () => {
    const { memberId, cardNumber } = await aMember(database.db);
    await anIdentity(database.db, { memberId, messenger: 'telegram' });
    await anIdentity(database.db, { memberId, messenger: 'viber', reachable: false });
    const at = server.clock.now();
    for (const deviceId of ['one', 'two'])
      await transaction(database.db, (tx) =>
        registerDevice(tx, { memberId, cardNumber, deviceId, pushToken: 'secret-token', at }),
      );
    const reply = await office(memberId, 'devices');
    const devices = holdingRoutes.listDevices.reply.parse(reply.json());
    expect(devices.messengers.map(({ messenger, reachable }) => [messenger, reachable])).toEqual(
      expect.arrayContaining([
        ['telegram', true],
        ['viber', false],
      ]),
    );
    expect(devices.messengers).toHaveLength(2);
    expect(devices.cards).toMatchObject([{ kind: 'virtual', status: 'active' }]);
    expect(devices.passes).toMatchObject([{ wallets: ['apple'], applePhones: 2, isStale: false }]);
    expect(reply.body).not.toContain(cardNumber);
    expect(reply.body).not.toContain('secret-token');
  });

  it('when there is nothing, or no such member, then it says so', async () => {
    const { memberId } = await aMember(database.db);
    expect((await office(memberId, 'coupons')).json()).toEqual({ coupons: [] });
    expect((await office(memberId, 'orders')).json()).toEqual({ orders: [] });
    expect((await office('mem_00000000000000000000', 'devices')).statusCode).toBe(404);
  });
});
