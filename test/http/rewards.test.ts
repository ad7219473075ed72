// Rewards over HTTP: the catalogue in the office, orders there and at the till.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import { transaction } from '#src/db/client.ts';
import type { RewardId, StoreId } from '#src/lib/id.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
let cashier: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
  cashier = await aPerson(server, database, { role: 'cashier' });
});
afterAll(() => server.close());

const TERMS = {
  names: { uk: 'Кава', ru: 'Кофе', en: 'Coffee' },
  descriptions: { uk: '', ru: '', en: '' },
  pictureId: null,
  currency: 'points',
  price: 100,
  memberLimit: null,
  tierKeys: [],
  ordersFrom: null,
  ordersUntil: null,
  storeIds: [],
  preparation: 'at_once',
  pickUpDays: 14,
};
let keys = 0;
const office = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: unknown) =>
  ask(server, method, `/api/marketing/${url}`, { as: marketer, ...(payload ? { payload } : {}) });
const till = (method: 'GET' | 'POST', url: string, payload?: unknown) =>
  ask(server, method, `/api/till/rewards${url}`, { as: cashier, ...(payload ? { payload } : {}) });

async function aShownReward(fields: object = {}) {
  const requestKey = `request-${++keys}`;
  const made = await office('POST', 'rewards', { ...TERMS, stock: 5, requestKey, ...fields });
  expect(made.statusCode).toBe(201);
  const { rewardId } = made.json();
  return (await office('POST', `rewards/${rewardId}/show`)).json();
}
async function anOrder(fields: object = {}, storeId: StoreId | null = null) {
  const reward = await aShownReward(fields);
  const { memberId } = await aMember(database.db, { balance: 500n });
  const { rewardId, version } = reward as { rewardId: RewardId; version: number };
  const at = server.clock.now();
  const key = `tap-${++keys}`;
  const asked = { memberId, rewardId, version, storeId, key, at };
  const { order } = await transaction(database.db, (tx) => orderReward(tx, asked));
  return { reward, order };
}

describe('the catalogue', () => {
  it('when a form is sent twice, then there is one draft; shown and changed, it has its numbers', async () => {
    const body = { ...TERMS, stock: 5, requestKey: 'the-same-form' };
    const [one, two] = [await office('POST', 'rewards', body), await office('POST', 'rewards', body)];
    expect(one.json()).toMatchObject({ status: 'draft', stock: 5, version: 1 });
    const { rewardId } = one.json();
    expect(two.json().rewardId).toBe(rewardId);
    const change = { ...TERMS, price: 120, version: 1 };
    expect((await office('PUT', `rewards/${rewardId}`, change)).json()).toMatchObject({
      price: 120,
      version: 2,
    });
    const late = await office('PUT', `rewards/${rewardId}`, change);
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'reward_changed']);
    const more = { by: 3, requestKey: 'three-more' };
    await office('POST', `rewards/${rewardId}/stock`, more);
    expect((await office('POST', `rewards/${rewardId}/stock`, more)).json().stock).toBe(8);
    const list = (await office('GET', 'rewards')).json();
    expect(list).toMatchObject({ tiers: ['base', 'silver', 'gold'], stores: [{ storeId: STORE }] });
    expect(list.currencies[0]).toEqual({ currency: 'points', name: 'points' });
  });

  it('when terms make no sense, then the field is named', async () => {
    const post = async (fields: object) => {
      const reply = await office('POST', 'rewards', {
        ...TERMS,
        stock: null,
        requestKey: `request-${++keys}`,
        ...fields,
      });
      return [reply.statusCode, reply.json().error.details.field ?? reply.json().error.code];
    };
    expect(await post({ price: 0 })).toEqual([400, 'price']);
    expect(await post({ names: { uk: '  ' } })).toEqual([400, 'names']);
    expect(await post({ currency: 'gems' })).toEqual([404, 'currency_not_found']);
    expect(await post({ pictureId: `${'0'.repeat(64)}.png` })).toEqual([404, 'not_found']);
    expect(await post({ storeIds: ['str_nowhere'] })).toEqual([404, 'not_found']);
    expect(await post({ ordersFrom: '2026-12-02T00:00:00Z', ordersUntil: '2026-12-01T00:00:00Z' })).toEqual([
      400,
      'ordersUntil',
    ]);
  });
});

describe('at the till', () => {
  it('when the code is typed in any layout or scanned, then the order is found and handed over once', async () => {
    const { order } = await anOrder();
    const cyrillic = order.code.replace(/[ACEHKMPTX]/g, (letter) => {
      return 'АСЕНКМРТХ'.charAt('ACEHKMPTX'.indexOf(letter));
    });
    for (const code of [order.code, `KR-${order.code}`, ` ${cyrillic.toLowerCase()} `]) {
      const found = await till('POST', '/find', { code, storeId: STORE });
      expect(found.json()).toMatchObject({ orderId: order.orderId, rewardName: 'Coffee', status: 'ready' });
      expect(found.json().shownName).toBe('Олена К.');
    }
    const body = { storeId: STORE, code: order.code };
    const handed = await till('POST', `/${order.orderId}/hand-over`, body);
    expect(handed.json()).toMatchObject({ status: 'handed_over', settledBy: cashier.staff.name });
    expect((await till('POST', `/${order.orderId}/hand-over`, body)).statusCode).toBe(200);
    const pokes = server.pokes();
    expect(pokes).toBeGreaterThan(0);
  });

  it('when there is no such code, it is of another order, or the store is not the cashier’s, then nothing is handed over', async () => {
    const { order } = await anOrder();
    const { order: other } = await anOrder();
    const wrong = await till('POST', '/find', { code: 'ЩЩЩЩЩЩ', storeId: STORE });
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([404, 'order_not_found']);
    const swapped = await till('POST', `/${order.orderId}/hand-over`, { storeId: STORE, code: other.code });
    expect(swapped.statusCode).toBe(404);
    const elsewhere = await till('POST', '/find', { code: order.code, storeId: 'str_elsewhere' });
    expect(elsewhere.statusCode).toBe(403);
  });

  it('when it was prepared for this store, then the till sees it, readies it and hands it over', async () => {
    const { order } = await anOrder({ preparation: 'ahead' }, STORE);
    const list = (await till('GET', `?storeId=${STORE}`)).json();
    expect(list.orders.map((each: { orderId: string }) => each.orderId)).toEqual([order.orderId]);
    const early = await till('POST', `/${order.orderId}/hand-over`, { storeId: STORE, code: order.code });
    expect(early.json().error.code).toBe('order_not_ready');
    const ready = await till('POST', `/${order.orderId}/ready`, { storeId: STORE });
    expect(ready.json().status).toBe('ready');
  });

  it('when somebody guesses codes, then they are stopped', async () => {
    const guesser = await aPerson(server, database, { role: 'cashier' });
    const guess = () =>
      ask(server, 'POST', '/api/till/rewards/find', {
        as: guesser,
        payload: { code: '222222', storeId: STORE },
      });
    const statuses = [];
    for (let n = 0; n < 61; n++) statuses.push((await guess()).statusCode);
    expect(statuses.slice(-2)).toEqual([404, 429]);
  });
});

describe('orders in the office', () => {
  it('when they are looked for by state and code, and called off with a reason, then it is all told', async () => {
    const { order, reward } = await anOrder();
    const find = async (query: string) => (await office('GET', `reward-orders?${query}`)).json();
    const found = await find(`rewardId=${reward.rewardId}&status=open`);
    expect(found).toMatchObject({
      more: false,
      orders: [{ orderId: order.orderId, memberId: order.memberId }],
    });
    expect((await find(`code=${order.code}`)).orders).toHaveLength(1);
    expect((await find('code=zz')).orders).toEqual([]);
    const cancelled = await office('POST', `reward-orders/${order.orderId}/cancel`, { reason: 'damaged' });
    expect(cancelled.json()).toMatchObject({ status: 'cancelled', reason: 'damaged' });
    const again = await office('POST', `reward-orders/${order.orderId}/hand-over`);
    expect([again.statusCode, again.json().error.code]).toEqual([409, 'order_settled']);
    const { rewards } = (await office('GET', 'rewards')).json();
    const row = rewards.find((each: { rewardId: string }) => each.rewardId === reward.rewardId);
    expect(row).toMatchObject({ stock: 5, counts: { open: 0, handedOver: 0, givenBack: 1, points: 0 } });
  });
});
