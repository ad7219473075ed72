// A gift of a rule at a till of another maker: found for its member, and handed over once by the code they show.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveRuleGift } from '#src/core/rewards/give-rule-gift.ts';
import { createStore } from '#src/core/stores/change-store.ts';
import { transaction } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp } from '#test/support/an-app.ts';
import { askAgain } from '#test/support/ask-again.ts';
import { useDatabase } from '#test/support/database.ts';
import { publishRule } from '#test/support/publish-rule.ts';

const RULE = 'rul_00000000000000000071' as RuleId;
const DAY_MS = 86_400_000;
const database = useDatabase();
let server: AnApp;
let key: Awaited<ReturnType<typeof aKey>>;

beforeAll(async () => {
  await aShop(database.db);
  const names = { uk: 'Горнятко', ru: 'Чашка', en: 'Cup' };
  await publishRule(database, RULE, { effects: [{ kind: 'gift', name: names }] });
  server = await anApp(database);
  key = await aKey(database, { scopes: ['receipts:write'] });
});
afterAll(() => server.close());

const ask = async (
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
  { authorization } = key,
): Promise<Record<string, unknown>> => {
  const headers = { authorization, 'accept-language': 'en' };
  const reply = await askAgain(server, method, `/api/v1${url}`, { headers, ...(payload && { payload }) });
  return { httpStatus: reply.statusCode, ...reply.json<object>() };
};

async function aGift() {
  const { memberId } = await aMember(database.db);
  const given = {
    memberId,
    ruleId: RULE,
    names: { uk: 'Горнятко', ru: 'Чашка', en: 'Cup' },
    key: 'rule:1:0',
  };
  const at = server.clock.now();
  const orderId = await transaction(database.db, (tx) => giveRuleGift(tx, { ...given, at }));
  const [row] = await database.sql<{ code: string }[]>`
    select code from reward_order where order_id = ${orderId}`;
  return { memberId, orderId, code: row?.code ?? '' };
}

describe('a gift of a rule', () => {
  it('when the till asks, then it is found for the member without its code, and by the code', async () => {
    const { memberId, orderId, code } = await aGift();
    const gift = { orderId, memberId, status: 'ready', rewardName: 'Cup', price: 0, storeIds: [] };
    const listed = await ask('GET', `/members/${memberId}/reward-orders`);
    expect(listed).toMatchObject({ httpStatus: 200, orders: [gift] });
    expect(JSON.stringify(listed)).not.toContain(code);
    const shown = `${code.slice(0, 3)}-${code.slice(3)}`.toLowerCase();
    expect(await ask('POST', '/reward-orders/find', { storeId: STORE, code: shown })).toMatchObject(gift);
    const wrong = await ask('POST', '/reward-orders/find', { storeId: STORE, code: '000-000' });
    expect(wrong).toMatchObject({ httpStatus: 404, error: { code: 'order_not_found' } });
  });

  it('when the till’s key is of a store that does not hand it over, then it hears nothing of it', async () => {
    const { memberId, orderId, code } = await aGift();
    const elsewhere = await transaction(database.db, (tx) =>
      createStore(tx, {
        name: 'Інший',
        city: 'Київ',
        address: '',
        timeZone: 'Europe/Kyiv',
        at: server.clock.now(),
      }),
    );
    await database.sql`update reward_order set store_id = ${elsewhere.storeId} where order_id = ${orderId}`;
    const own = await aKey(database, { scopes: ['receipts:write'], storeId: STORE });
    const listed = await ask('GET', `/members/${memberId}/reward-orders`, undefined, own);
    expect(listed).toMatchObject({ httpStatus: 200, orders: [] });
    const found = await ask('POST', '/reward-orders/find', { storeId: STORE, code }, own);
    expect(found).toMatchObject({ httpStatus: 404, error: { code: 'order_not_found' } });
    expect(await ask('GET', `/members/${memberId}/reward-orders`)).toMatchObject({ orders: [{ orderId }] });
  });

  it('when it is handed over, then once: the same again is harmless, and nobody else hands it over', async () => {
    const { memberId, orderId, code } = await aGift();
    const url = `/reward-orders/${orderId}/hand-over`;
    const handed = await ask('POST', url, { storeId: STORE, code });
    expect(handed).toMatchObject({ httpStatus: 200, orderId, status: 'handed_over' });
    expect(await ask('POST', url, { storeId: STORE, code })).toEqual(handed);
    const other = await aKey(database, { scopes: ['receipts:write'] });
    const again = await ask('POST', url, { storeId: STORE, code }, other);
    expect(again).toMatchObject({ httpStatus: 409, error: { code: 'order_settled' } });
    expect(await ask('GET', `/members/${memberId}/reward-orders`)).toMatchObject({ orders: [] });
    const told = await database.sql`
      select 1 from event where member_id = ${memberId} and kind = 'reward.handed_over'`;
    expect(told).toHaveLength(1);
  });

  it('when the code is of another gift, it is late, or the key may not, then it stays', async () => {
    const [one, two] = [await aGift(), await aGift()];
    const url = `/reward-orders/${one.orderId}/hand-over`;
    const crossed = await ask('POST', url, { storeId: STORE, code: two.code });
    expect(crossed).toMatchObject({ httpStatus: 404, error: { code: 'order_not_found' } });
    const reader = await aKey(database, { scopes: ['members:read'] });
    expect((await ask('POST', url, { storeId: STORE, code: one.code }, reader)).httpStatus).toBe(403);
    const elsewhere = await ask('POST', url, { storeId: 'str_nowhere', code: one.code });
    expect(elsewhere).toMatchObject({ httpStatus: 404, error: { code: 'not_found' } });
    server.clock.advance(40 * DAY_MS);
    const late = await ask('POST', url, { storeId: STORE, code: one.code });
    expect(late).toMatchObject({ httpStatus: 409, error: { code: 'order_late' } });
  });
});
