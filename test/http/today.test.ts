// What an admin reads of the day that a machine has noticed: rules without points left, returns that nobody could book.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminRoutes } from '#src/contract/admin.ts';
import { watchOffers } from '#src/core/offers/watch-offers.ts';
import { applyWaitingReturns } from '#src/core/receipts/apply-waiting-returns.ts';
import { orderReward } from '#src/core/rewards/order-reward.ts';
import type { Reward } from '#src/core/rewards/reward-shape.ts';
import { cancelOrder, readyOrder } from '#src/core/rewards/serve-order.ts';
import { watchBudgets } from '#src/core/rules/watch-budgets.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import type { StoreId } from '#src/lib/id.ts';
import { aReward } from '#test/core/rewards/a-reward.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { anOffer } from '#test/support/an-offer.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let admin: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  admin = await aPerson(server, database, { role: 'admin' });
});
afterAll(() => server.close());

const concerns = async () => {
  const reply = await ask(server, 'GET', '/api/admin/today', { as: admin });
  return adminRoutes.readToday.reply.parse(reply.json()).concerns;
};

const SUPPLY = ['offerLow', 'offerGone', 'offerSpent', 'rewardLow', 'rewardGone', 'ordersWait'];
const supply = async () => (await concerns()).filter(({ kind }) => SUPPLY.includes(kind));

let taps = 0;
async function anOrderOf({ rewardId, version }: Reward, at: Date, storeId: StoreId | null = null) {
  const { memberId } = await aMember(database.db, { balance: 500n });
  const asked = { memberId, rewardId, version, storeId, key: `tap-${++taps}`, at };
  return (await transaction(database.db, (tx) => orderReward(tx, asked))).order;
}

describe('today', () => {
  it('when a return waited for its sale and does not fit it, then it says where, of what and why', async () => {
    const { authorization } = await aKey(database, { scopes: ['receipts:write'] });
    const { memberId, cardNumber } = await aMember(database.db);
    const send = (method: 'PUT' | 'POST', url: string, payload: object) =>
      askAgain(server, method, `/api/v1/receipts/${url}`, { headers: { authorization }, payload });
    const lines = [{ lineNo: 9, quantityMilli: 1000 }];
    const early = await send('POST', 'late/returns', { storeId: STORE, externalId: 'ret', lines });
    expect(early.statusCode).toBe(202);
    expect(await concerns()).toEqual([]);
    const sold = await send('PUT', 'late', {
      storeId: STORE,
      tillId: TILL,
      number: '214',
      memberCode: cardNumber,
      lines: [
        { sku: '1', name: 'Сир', category: 'c', quantityMilli: 1000, priceMinor: 100, amountMinor: 100 },
      ],
    });
    expect(sold.statusCode).toBe(200);
    const settings = { at: server.clock.now(), known: await knownProgramme(database.db)() };
    await transaction(database.db, (tx) => applyWaitingReturns(tx, settings));
    const failed = { kind: 'returnFailed', storeId: STORE, storeName: 'Хрещатик 12', receiptNumber: '214' };
    expect(await concerns()).toMatchObject([{ ...failed, memberId, why: 'line_not_found' }]);
    // A refusal that a return is not known to meet is somebody's to look into.
    await database.sql`update waiting_return set refused = 'key_reused'`;
    expect(await concerns()).toMatchObject([{ ...failed, why: 'fault' }]);
    await database.sql`delete from waiting_return`;
  });

  it('when a rule has given 80 % of its budget, then it says what is left', async () => {
    const call = async (url: string, payload: object) =>
      (await ask(server, 'POST', `/api/marketing/rules${url}`, { as: admin, payload })).json();
    const effects = [{ kind: 'fixed', currency: 'points', points: 5 }];
    const definition = { trigger: { on: 'receipt' }, effects, budget: 100 };
    const rule = await call('', { name: 'П’ять балів', template: null, definition });
    await call(`/${rule.ruleId}/publish`, { changedAt: rule.changedAt });
    await database.sql`update rule_budget set spent = 85 where rule_id = ${rule.ruleId}`;
    await transaction(database.db, (tx) => watchBudgets(tx, server.clock.now()));
    expect(await concerns()).toMatchObject([
      { kind: 'budgetLow', ruleId: rule.ruleId, ruleName: 'П’ять балів', pointsLeft: 15 },
    ]);
  });

  it('when little is left of an offer and a reward, then it says how much, and nothing once there is more', async () => {
    const at = server.clock.now();
    const earlier = new Date(at.getTime() - 60_000);
    const offerId = await anOffer(database.db, { title: 'Ten off', stock: 10 }, earlier);
    const reward = await aReward(database.db, { stock: 2, at: earlier });
    const order = await anOrderOf(reward, at);
    await database.sql`update offer set taken = 9 where offer_id = ${offerId}`;
    await transaction(database.db, (tx) => watchOffers(tx, at));
    const offer = { kind: 'offerLow', offerId, offerName: 'Ten off', left: 1 };
    expect(await supply()).toMatchObject([offer]);
    const last = await anOrderOf(reward, at);
    const gone = { kind: 'rewardGone', rewardId: reward.rewardId, rewardName: 'Coffee', count: 0 };
    expect(await supply()).toEqual(expect.arrayContaining([expect.objectContaining(gone)]));
    for (const { orderId } of [order, last])
      await transaction(database.db, (tx) =>
        cancelOrder(tx, { orderId, reason: 'asked', actor: 'stf_1', at }),
      );
    expect(await supply()).toMatchObject([offer]);
    await database.sql`update offer set status = 'ended' where offer_id = ${offerId}`;
    expect(await supply()).toEqual([]);
  });

  it('when orders wait to be prepared for a day, then it says how many of what', async () => {
    const at = server.clock.now();
    const reward = await aReward(database.db, { preparation: 'ahead', at });
    const { orderId } = await anOrderOf(reward, at, STORE);
    await anOrderOf(reward, at, STORE);
    expect(await supply()).toEqual([]);
    server.clock.advance(24 * 3_600_000);
    const since = { kind: 'ordersWait', rewardId: reward.rewardId, at: at.toISOString() };
    expect(await supply()).toMatchObject([{ ...since, count: 2 }]);
    await transaction(database.db, (tx) =>
      readyOrder(tx, { orderId, actor: 'stf_1', at: server.clock.now() }),
    );
    expect(await supply()).toMatchObject([{ ...since, count: 1 }]);
  });

  it('when a webhook does not answer, or messages to it are given up, then it says so while it is so', async () => {
    const at = server.clock.now();
    const since = new Date(at.getTime() - 31 * 60_000);
    await database.sql`
      insert into webhook_endpoint (endpoint_id, name, url, secret, failing_since, created_at)
      values ('whe_1', 'ERP', 'https://erp.example/hook', 'sealed', ${since}, ${since})`;
    await database.sql`
      insert into webhook_delivery (endpoint_id, message_id, type, body, status, next_at, created_at, settled_at)
      select 'whe_1', 'evt_' || n, 'webhook.test', '{}', 'dead', ${at}, ${at}, ${at} from generate_series(1, 3) n`;
    const ofWebhooks = async () =>
      (await concerns()).filter((each) => each.kind === 'webhookFailing' || each.kind === 'webhookDead');
    expect(await ofWebhooks()).toMatchObject([
      { kind: 'webhookDead', endpointId: 'whe_1', name: 'ERP', messages: 3 },
      { kind: 'webhookFailing', endpointId: 'whe_1', name: 'ERP', at: since.toISOString() },
    ]);
    await database.sql`update webhook_endpoint set failing_since = ${at}`;
    await database.sql`update webhook_delivery set status = 'queued', settled_at = null`;
    expect(await ofWebhooks()).toEqual([]);
  });
});

describe('what waits for a second person', () => {
  it('when points wait for an admin, then they stand among what needs a person for whoever may decide', async () => {
    const { memberId } = await aMember(database.db, { name: 'Олена Кос' });
    const payload = { amount: 5000, reason: 'contest', note: '', requestKey: 'request-5000' };
    await ask(server, 'POST', `/api/office/members/${memberId}/adjustments`, { as: admin, payload });
    const waits = async (as: Person) => {
      const reply = await ask(server, 'GET', '/api/admin/today', { as });
      const read = adminRoutes.readToday.reply.parse(reply.json()).concerns;
      return read.filter(({ kind }) => kind === 'adjustmentWaits');
    };
    expect(await waits(admin)).toEqual([]);
    const another = await aPerson(server, database, { role: 'admin', login: 'another' });
    expect(await waits(another)).toMatchObject([{ shownName: 'Олена К.', amount: 5000 }]);
    // Their own, however many and old, hide nobody's.
    await database.sql`
      insert into adjustment (member_id, adjustment_id, currency, amount, reason, note, status, asked_by, asked_at)
      select member_id, 'adj_' || n, currency, amount, reason, note, status, ${another.staff.staffId}, asked_at - n * interval '1 hour'
      from adjustment cross join generate_series(1, 25) n`;
    expect(await waits(another)).toMatchObject([{ shownName: 'Олена К.', amount: 5000 }]);
    expect(await waits(admin)).toHaveLength(20);
  });
});
