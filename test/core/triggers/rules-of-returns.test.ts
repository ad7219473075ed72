// Rules about returns look at what came back: its sum and its goods, and nothing else of the receipt.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { endRule } from '#src/core/rules/pause-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { followTriggers } from '#src/core/triggers/follow-triggers.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
const EARLIER = new Date(NOON.getTime() - 3_600_000);

const LINES = [
  { sku: 'milk', name: 'Молоко', category: 'Молочне', amountMinor: 60_00 },
  { sku: 'bread', name: 'Хліб', category: 'Хліб', amountMinor: 40_00 },
  { sku: 'wine', name: 'Вино', category: 'Алкоголь', amountMinor: 300_00 },
].map((line) => ({ ...line, quantityMilli: 2_000, priceMinor: line.amountMinor / 2, discountMinor: 0 }));

beforeAll(async () => {
  await aShop(database.db);
  await transaction(database.db, (tx) =>
    excludeCategory(tx, { category: 'Алкоголь', excluded: true, actor, at: EARLIER }),
  );
});

/** A rule in force whose event tells that it applied. */
async function aRule(name: string, when: object): Promise<RuleId> {
  const definition = { trigger: { on: 'return' }, when, effects: [{ kind: 'event', name }] };
  return await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name, definition, actor, at: EARLIER });
    const { changedAt } = await readRule(tx, ruleId);
    await publishRule(tx, { ruleId, changedAt, actor, at: EARLIER, resetBudget: false });
    return ruleId;
  });
}

let keys = 0;

/** Buys all of the goods, brings some back, and lets the rules hear of it. */
async function bringsBack(what: ReturnedWhat): Promise<{ memberId: MemberId; receiptId: string }> {
  const { memberId } = await aMember(database.db);
  const input = aReceipt({ amountMinor: 450_00n, lines: LINES, occurredAt: NOON });
  const desk = receiptDesk({ sql: database.sql, ...fresh(database.db), clock });
  await desk.accept(input, { memberId });
  const known = await fresh(database.db).known();
  const { receiptId } = await transaction(database.db, (tx) =>
    returnReceipt(tx, {
      storeId: STORE,
      receiptExternalId: input.externalId,
      externalId: `back${++keys}`,
      what,
      acceptedBy: actor,
      occurredAt: NOON,
      at: NOON,
      known,
    }),
  );
  const rules = await fresh(database.db).rules();
  await eventsSettled(database.sql);
  await transaction(database.db, (tx) =>
    followTriggers(tx, { rules, timeZone: 'Europe/Kyiv', at: NOON, limit: 100 }),
  );
  return { memberId, receiptId };
}

const told = async (memberId: MemberId) => {
  const rows = await database.sql<{ data: { name: string } }[]>`
    select data from event where member_id = ${memberId} and kind = 'rule.event' order by data->>'name'`;
  return rows.map(({ data }) => data);
};

describe('a rule about returns', () => {
  it('when it asks about the sum and the goods, then only those that came back count, without what the law keeps out', async () => {
    const amount = (is: string, value: number) => ({ field: 'receipt.amount', is, value });
    const rules = [
      await aRule('large', amount('atLeast', 60_00)),
      await aRule('small', amount('lessThan', 60_00)),
      await aRule('milk', { lines: 'any', where: { field: 'line.category', is: 'is', value: 'Молочне' } }),
      await aRule('two', { sum: 'quantityMilli', where: null, is: 'atLeast', value: 2_000 }),
      await aRule('here', { field: 'receipt.store', is: 'in', value: [STORE] }),
    ];
    const { memberId: milk, receiptId } = await bringsBack({ lines: [{ lineNo: 1, quantityMilli: 2_000 }] });
    expect(await told(milk)).toEqual([
      { ruleId: rules[4], name: 'here', receiptId },
      { ruleId: rules[0], name: 'large', receiptId },
      { ruleId: rules[2], name: 'milk', receiptId },
      { ruleId: rules[3], name: 'two', receiptId },
    ]);
    const { memberId: wine } = await bringsBack({ lines: [{ lineNo: 3, quantityMilli: 2_000 }] });
    expect((await told(wine)).map(({ name }) => name)).toEqual(['here', 'small']);
    // What the receipt holds beyond its lines comes back by its sum, and is none of the goods.
    const { memberId: rest } = await bringsBack({ amountMinor: 50_00 });
    expect((await told(rest)).map(({ name }) => name)).toEqual(['here', 'small']);
    for (const ruleId of rules) {
      const { changedAt } = await readRule(database.db, ruleId);
      await transaction(database.db, (tx) => endRule(tx, { ruleId, changedAt, actor, at: NOON }));
    }
  });
});
