// What a rule is called to those who read other languages than its author.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleRoutes } from '#src/contract/rules.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;
let authorization = '';

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
  ({ authorization } = await aKey(database, { scopes: ['receipts:write'] }));
});
afterAll(() => server.close());

const call = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: unknown) =>
  (await ask(server, method, `/api/marketing/rules${url}`, { as: marketer, payload })).json();
const definition = {
  trigger: { on: 'receipt' },
  effects: [{ kind: 'discountShare', shareBp: 1_000, on: 'receipt' }],
};
const NAMES = { en: 'Ten percent off', ru: 'Скидка 10 %' };

/** What a basket of that shop is told of its discount. */
async function discountIn(language: string): Promise<string> {
  const { cardNumber } = await aMember(database.db);
  const payload = { storeId: STORE, memberCode: cardNumber, amountMinor: 100_00 };
  const headers = { authorization, 'accept-language': language };
  const url = `/api/v1/receipts/names-${language}?dry=true`;
  return (await ask(server, 'PUT', url, { headers, payload })).json().discounts[0].rule;
}

describe('the names of a rule', () => {
  it('when they are published, then each reads their own, and the others its name', async () => {
    const draft = await call('POST', '', { name: 'Знижка 10 %', names: { ...NAMES, uk: ' ' }, definition });
    expect(draft.error.fields).toMatchObject([{ field: 'names.uk', problem: 'empty' }]);
    const made = await call('POST', '', { name: 'Знижка 10 %', names: NAMES, definition });
    const rule = ruleRoutes.readRule.reply.parse(made);
    expect(rule.names).toEqual(NAMES);
    await call('POST', `/${rule.ruleId}/publish`, { changedAt: rule.changedAt });
    expect([await discountIn('uk'), await discountIn('en'), await discountIn('ru')]).toEqual([
      'Знижка 10 %',
      NAMES.en,
      NAMES.ru,
    ]);
  });

  it('when only a name changes, then it is a draft until it is published, and can be thrown away', async () => {
    const { rules } = await call('GET', '');
    const row = rules.find(({ name }: { name: string }) => name === 'Знижка 10 %');
    const before = ruleRoutes.readRule.reply.parse(await call('GET', `/${row.ruleId}`));
    const save = (changedAt: string, names: object) => call('PATCH', `/${row.ruleId}`, { changedAt, names });
    const saved = await save(before.changedAt, { en: 'A tenth off' });
    expect(saved).toMatchObject({ hasDraft: true, names: { en: 'A tenth off' } });
    expect(await discountIn('en')).toBe(NAMES.en);
    const back = await call('POST', `/${row.ruleId}/discard`, { changedAt: saved.changedAt });
    expect(back).toMatchObject({ hasDraft: false, names: NAMES });
    const again = await save(back.changedAt, { en: 'A tenth off' });
    const live = await call('POST', `/${row.ruleId}/publish`, { changedAt: again.changedAt });
    expect(live).toMatchObject({ hasDraft: false, version: 2 });
    expect([await discountIn('en'), await discountIn('ru')]).toEqual(['A tenth off', 'Знижка 10 %']);
  });
});
