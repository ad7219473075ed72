// What an admin reads of the day that a machine has noticed: rules without points left, returns that nobody could book.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminRoutes } from '#src/contract/admin.ts';
import { applyWaitingReturns } from '#src/core/receipts/apply-waiting-returns.ts';
import { watchBudgets } from '#src/core/rules/watch-budgets.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE, TILL } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
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
});
