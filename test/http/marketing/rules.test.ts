// What the console does with earning rules: drafts, versions, budgets, test baskets and categories.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayRoutes } from '#src/contract/rule-replays.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { watchBudgets } from '#src/core/rules/watch-budgets.ts';
import { transaction } from '#src/db/client.ts';
import { aMember, aShop, STORE } from '#test/support/a-shop.ts';
import { type AnApp, aKey, anApp, aPerson, ask, type Person } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
let server: AnApp;
let marketer: Person;

beforeAll(async () => {
  await aShop(database.db);
  server = await anApp(database);
  marketer = await aPerson(server, database, { role: 'marketer' });
});
afterAll(() => server.close());

const call = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: unknown) => {
  const reply = await ask(server, method, `/api/marketing${url}`, { as: marketer, payload });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
};
const THRESHOLD = { key: 'threshold', params: { amount: 50_000, points: 25 } };
const create = async (fields: Record<string, unknown> = {}) =>
  (await call('POST', '/rules', { name: 'Від 500 грн', template: THRESHOLD, ...fields })).body;
const act = (rule: { ruleId: string; changedAt: string }, word: string, more: object = {}) =>
  call('POST', `/rules/${rule.ruleId}/${word}`, { changedAt: rule.changedAt, ...more });
/** Nothing of a rule stays in force for the next test. */
const end = async (ruleId: string) => {
  const { body } = await call('GET', `/rules/${ruleId}`);
  expect((await act(body, 'end')).status).toBe(200);
};

describe('a rule', () => {
  it('when it is made of a template, then it is a draft that its sentence tells', async () => {
    const { status, body } = await call('POST', '/rules', { name: 'Від 500 грн', template: THRESHOLD });
    const rule = ruleRoutes.createRule.reply.parse(body);
    expect(status).toBe(201);
    expect(rule).toMatchObject({ status: 'draft', version: null, template: THRESHOLD, liveFrom: null });
    expect(rule.sentence).toMatch(/25/);
    expect(rule.draft?.effects).toEqual([{ kind: 'fixed', currency: 'points', points: 25 }]);
    expect(rule.audit).toMatchObject([{ action: 'rule.create', actor: 'Test marketer' }]);
  });

  it('when somebody else has changed it meanwhile, then saving says so and changes nothing', async () => {
    const rule = await create();
    const save = (name: string) =>
      call('PATCH', `/rules/${rule.ruleId}`, { changedAt: rule.changedAt, name });
    expect((await save('First')).body.name).toBe('First');
    const second = await save('Second');
    expect([second.status, second.body.error.code]).toEqual([409, 'rule_changed']);
    expect((await call('GET', `/rules/${rule.ruleId}`)).body.name).toBe('First');
  });

  it('when it is published, changed, published again and paused, then every version and hand is kept', async () => {
    let rule = await create();
    rule = (await act(rule, 'publish')).body;
    expect(rule).toMatchObject({ status: 'live', version: 1, draft: null, hasDraft: false });
    const fresh = { key: 'threshold', params: { amount: 70_000, points: 30 } };
    rule = (await call('PATCH', `/rules/${rule.ruleId}`, { changedAt: rule.changedAt, template: fresh }))
      .body;
    expect(rule).toMatchObject({ status: 'live', version: 1, hasDraft: true, template: fresh });
    server.clock.advance(60_000);
    rule = (await act(rule, 'publish')).body;
    server.clock.advance(60_000);
    rule = (await act(rule, 'pause')).body;
    const told = ruleRoutes.readRule.reply.parse(rule);
    expect(told.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(told.versions[0]?.liveFrom).toBe(told.versions[1]?.liveUntil);
    expect(told.versions[0]?.liveUntil).not.toBeNull();
    expect(told.audit.map(({ action }) => action)).toEqual([
      'rule.pause',
      'rule.publish',
      'rule.save',
      'rule.publish',
      'rule.create',
    ]);
    expect(told.audit[2]?.detail).toEqual({ changed: ['when', 'effects'] });
    server.clock.advance(60_000);
    rule = (await act(rule, 'resume')).body;
    expect(rule).toMatchObject({ status: 'live', version: 3 });
    expect((await act(rule, 'publish')).body.error.code).toBe('rule_same');
    await end(rule.ruleId);
    expect((await act((await call('GET', `/rules/${rule.ruleId}`)).body, 'pause')).body.error.code).toBe(
      'rule_state',
    );
  });

  it('when its draft is thrown away, then what is in force stays', async () => {
    let rule = (await act(await create(), 'publish')).body;
    rule = (await call('PATCH', `/rules/${rule.ruleId}`, { changedAt: rule.changedAt, name: 'Other' })).body;
    expect(rule.hasDraft).toBe(true);
    rule = (await act(rule, 'discard')).body;
    expect(rule).toMatchObject({ status: 'live', name: 'Від 500 грн', hasDraft: false });
    await end(rule.ruleId);
  });

  it('when something in it is wrong, then the answer names the place, and nothing is stored', async () => {
    const wrong = { trigger: { on: 'receipt' }, effects: [{ kind: 'fixed', currency: 'points', points: 0 }] };
    const { status, body } = await call('POST', '/rules', { name: 'x', definition: wrong });
    expect([status, body.error.code, body.error.details.path]).toEqual([
      422,
      'rule_not_valid',
      'effects.0.points',
    ]);
    const checked = ruleRoutes.checkRule.reply.parse(
      (await call('POST', '/rules/check', { definition: wrong })).body,
    );
    expect(checked.problem?.path).toBe('effects.0.points');
  });

  it('when it gives a currency that is not there, then it is not published', async () => {
    const definition = {
      trigger: { on: 'receipt' },
      effects: [{ kind: 'fixed', currency: 'none', points: 5 }],
    };
    const rule = await create({ template: null, definition });
    const { status, body } = await act(rule, 'publish');
    expect([status, body.error.details.path]).toEqual([422, 'effects.0.currency']);
  });

  it('when it is checked, then it is told with what it gets in the way of', async () => {
    const rule = (await act(await create(), 'publish')).body;
    const checked = ruleRoutes.checkRule.reply.parse(
      (await call('POST', '/rules/check', { name: 'Two', template: THRESHOLD })).body,
    );
    expect(checked.sentence).toMatch(/25/);
    expect(checked.conflicts).toMatchObject([{ kind: 'sameCondition', ruleId: rule.ruleId }]);
    const itself = { name: 'Two', ruleId: rule.ruleId, template: THRESHOLD };
    expect((await call('POST', '/rules/check', itself)).body.conflicts).toEqual([]);
    await end(rule.ruleId);
  });

  it('when it may give for what the base rule gives for, then that rule is called what the list calls it', async () => {
    const where = { field: 'line.sku', is: 'is', value: 'milk' };
    const effects = [{ kind: 'share', currency: 'points', shareBp: 500, where }];
    const asked = { name: 'Milk', definition: { trigger: { on: 'receipt' }, effects } };
    const checked = ruleRoutes.checkRule.reply.parse((await call('POST', '/rules/check', asked)).body);
    expect(checked.conflicts).toMatchObject([
      {
        kind: 'sharedGoods',
        name: 'Base earning',
        sentence:
          'The same goods may come under both “Milk” and “Base earning”: for them a member gets both.',
      },
    ]);
  });
});

describe('the base rule', () => {
  it('when rules are listed, then it is in force, told in the reader’s language', async () => {
    const { rules } = ruleRoutes.listRules.reply.parse((await call('GET', '/rules')).body);
    const base = rules.find(({ ruleId }) => ruleId === 'rul_00000000000000000001');
    expect(base).toMatchObject({ status: 'live', version: 1, liveFrom: null });
    expect(base?.sentence).not.toBe('');
    const told = ruleRoutes.readRule.reply.parse((await call('GET', `/rules/${base?.ruleId}`)).body);
    expect(told).toMatchObject({ createdBy: 'system', createdAt: null });
  });
});

describe('a budget', () => {
  const withBudget = (budget: number) => ({
    template: null,
    definition: {
      trigger: { on: 'receipt' },
      effects: [{ kind: 'fixed', currency: 'points', points: 5 }],
      budget,
    },
  });
  const spend = (ruleId: string, spent: number) =>
    database.sql`update rule_budget set spent = ${spent} where rule_id = ${ruleId}`;

  it('when 80 % and then all of it is spent, then staff see it, and the log says it once', async () => {
    const rule = (await act(await create(withBudget(100)), 'publish')).body;
    const watch = () => transaction(database.db, (tx) => watchBudgets(tx, server.clock.now()));
    const alerts = async () => (await call('GET', '/rule-alerts')).body.alerts;
    await spend(rule.ruleId, 79);
    expect([await watch(), await alerts()]).toEqual([0, []]);
    await spend(rule.ruleId, 80);
    expect([await watch(), await watch()]).toEqual([1, 0]);
    expect(await alerts()).toMatchObject([{ ruleId: rule.ruleId, kind: 'low', spent: 80, points: 100 }]);
    await spend(rule.ruleId, 100);
    expect([await watch(), await watch()]).toEqual([1, 0]);
    expect(await alerts()).toMatchObject([{ kind: 'spent' }]);
    const { audit } = (await call('GET', `/rules/${rule.ruleId}`)).body;
    expect(audit.slice(0, 2)).toMatchObject([
      { action: 'rule.budget_spent', actor: 'system' },
      { action: 'rule.budget_low' },
    ]);
    // Returns give back what is counted anew.
    await spend(rule.ruleId, 10);
    expect([await watch(), await alerts()]).toEqual([0, []]);
    await end(rule.ruleId);
  });

  it('when it is made smaller than what was given, then it is refused until counting begins anew', async () => {
    let rule = (await act(await create(withBudget(100)), 'publish')).body;
    await spend(rule.ruleId, 60);
    const { definition } = withBudget(50);
    rule = (await call('PATCH', `/rules/${rule.ruleId}`, { changedAt: rule.changedAt, definition })).body;
    expect((await act(rule, 'publish')).body.error).toMatchObject({
      code: 'rule_budget_too_small',
      details: { spent: 60 },
    });
    const published = (await act(rule, 'publish', { resetBudget: true })).body;
    expect(published.budget).toMatchObject({ points: 50, spent: 0 });
    await end(rule.ruleId);
  });
});

describe('a test basket', () => {
  const lines = [{ name: 'Сир', category: 'cheese', amountMinor: 60_000 }];

  it('when a draft is tried on somebody imagined, then it says what comes and why', async () => {
    const rule = await create();
    const body = {
      ruleId: rule.ruleId,
      storeId: STORE,
      lines,
      member: { imagined: { tierKey: 'gold' } },
    };
    const tried = ruleRoutes.tryRule.reply.parse((await call('POST', '/rules/try', body)).body);
    // 10 % of 600,00 for gold, and 25 for the threshold.
    expect(tried.awards.map(({ currency, points }) => [currency, points])).toEqual([['points', 85]]);
    expect(tried.awards[0]?.parts.map(({ isDraft, points }) => [isDraft, points])).toEqual([
      [false, 60],
      [true, 25],
    ]);
    expect(tried.awards[0]?.explained[0]?.because.join(' ')).toContain('Сир');
    expect(tried.awards[0]?.times).toEqual(['Good until 30 November 2027.']);
    expect(tried.member).toBeNull();
  });

  it('when it is tried without the live rules on a member, then only the draft answers', async () => {
    const { cardNumber, memberId } = await aMember(database.db, { name: 'Олена Коваленко' });
    const rule = await create();
    const body = {
      ruleId: rule.ruleId,
      withLive: false,
      storeId: STORE,
      lines: [{ name: 'Сир', amountMinor: 40_000 }],
      member: { memberCode: cardNumber },
    };
    const tried = ruleRoutes.tryRule.reply.parse((await call('POST', '/rules/try', body)).body);
    expect(tried.awards).toEqual([]);
    expect(tried.notApplied).toMatchObject([
      {
        why: 'condition',
        isDraft: true,
        sentence: 'Not met: the receipt comes to at least ₴500.00.',
      },
    ]);
    expect(tried.member).toMatchObject({ memberId, name: 'Олена К.' });
  });

  it('when the rule is about a birthday, then it is asked without a receipt', async () => {
    const definition = {
      trigger: { on: 'birthday', daysBefore: 0 },
      effects: [{ kind: 'fixed', currency: 'points', points: 100 }],
    };
    const { body } = await call('POST', '/rules/try', { definition, storeId: STORE });
    expect(body.awards.map(({ points }: { points: number }) => points)).toEqual([100]);
    const when = { field: 'member.tier', is: 'is', value: 'gold' };
    const asked = { definition: { ...definition, when }, storeId: STORE };
    const tried = ruleRoutes.tryRule.reply.parse((await call('POST', '/rules/try', asked)).body);
    expect(tried.notApplied.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^Not met: .*Gold/),
    ]);
  });
});

describe('what the builder is drawn from', () => {
  it('when it is read, then it has fields with operators, eight templates and the shop’s names', async () => {
    const told = ruleRoutes.readBuilder.reply.parse((await call('GET', '/rule-builder')).body);
    expect(told.templates).toHaveLength(8);
    expect(told.fields.find(({ name }) => name === 'member.tier')).toMatchObject({
      scope: 'member',
      operators: ['is', 'isNot', 'in', 'notIn'],
    });
    expect(told.stores.map(({ storeId, tills }) => [storeId, tills.length])).toEqual([[STORE, 1]]);
    expect(told.tiers.map(({ tierKey }) => tierKey)).toEqual(['base', 'silver', 'gold']);
  });

  it('when products are looked for, then a part of the name finds them, and % is a character', async () => {
    await database.sql`
      insert into product (sku, name, category, price_minor, brand) values
        ('1', 'Сир твердий 50%', 'cheese', 9900, 'Молоко'), ('2', 'Хліб', 'bread', 3000, '')`;
    const find = async (search: string) =>
      (await call('GET', `/rule-builder/products?search=${encodeURIComponent(search)}`)).body.products.map(
        ({ sku }: { sku: string }) => sku,
      );
    expect([await find('сир'), await find('%'), await find('молок')]).toEqual([['1'], ['1'], ['1']]);
  });

  it('when tills tell of a category that no product has, then the list begins with it', async () => {
    const { cardNumber } = await aMember(database.db);
    const { authorization } = await aKey(database, { scopes: ['receipts:write'] });
    const told = ['strange', 'CHEESE', undefined].map((category) => ({
      sku: 'none',
      name: 'Сир',
      category,
      quantityMilli: 1_000,
      priceMinor: 100,
      amountMinor: 100,
    }));
    await ask(server, 'PUT', '/api/v1/receipts/strange', {
      headers: { authorization },
      payload: { storeId: STORE, memberCode: cardNumber, lines: told },
    });
    const { categories } = ruleRoutes.listCategories.reply.parse((await call('GET', '/categories')).body);
    expect(categories.filter(({ isUnknown }) => isUnknown)).toMatchObject([
      { category: 'strange', products: 0 },
    ]);
    expect(categories[0]?.category).toBe('strange');
  });

  it('when a category is kept out by law, then it neither earns nor hides who did it', async () => {
    const { body } = await call('POST', '/categories', { category: 'tobacco', excluded: true });
    const { categories } = ruleRoutes.listCategories.reply.parse(body);
    expect(categories.find(({ category }) => category === 'tobacco')).toMatchObject({
      excluded: true,
      changedBy: 'Test marketer',
    });
    const tobacco = [{ name: 'Цигарки', category: 'tobacco', amountMinor: 100_000 }];
    const tried = (await call('POST', '/rules/try', { storeId: STORE, lines: tobacco })).body;
    expect(tried.awards).toEqual([]);
  });
});

describe('a replay', () => {
  it('when it is asked for, then it waits for a worker, is listed, and can be stopped', async () => {
    const rule = await create();
    const asked = await call('POST', `/rules/${rule.ruleId}/replays`, { weeks: 8 });
    const replay = replayRoutes.startReplay.reply.parse(asked.body);
    expect([asked.status, replay.status, replay.isStale]).toEqual([202, 'waiting', false]);
    expect((await call('POST', `/rules/${rule.ruleId}/replays`, { weeks: 8 })).body.error.code).toBe(
      'replay_running',
    );
    const stopped = await call('POST', `/rules/${rule.ruleId}/replays/${replay.replayId}/stop`);
    expect(stopped.body.status).toBe('stopped');
    const { replays } = (await call('GET', `/rules/${rule.ruleId}/replays`)).body;
    expect(replays).toHaveLength(1);
  });

  it('when the rule is not about receipts, then there is nothing to run it over', async () => {
    const definition = {
      trigger: { on: 'daily' },
      effects: [{ kind: 'fixed', currency: 'points', points: 1 }],
    };
    const rule = await create({ template: null, definition });
    const { body } = await call('POST', `/rules/${rule.ruleId}/replays`, { weeks: 8 });
    expect(body.error.code).toBe('replay_needs_receipts');
  });
});
