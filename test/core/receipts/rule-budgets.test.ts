// A budget on real receipts: what discounts take of it, what comes back with goods, and who is told.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput, ReceiptLine } from '#src/core/receipts/receipt-input.ts';
import { returnReceipt } from '#src/core/receipts/return-receipt.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { listBudgetAlerts, watchBudgets } from '#src/core/rules/watch-budgets.ts';
import { transaction } from '#src/db/client.ts';
import { ruleVersion } from '#src/db/schema/rules.ts';
import { currency } from '#src/db/schema/stores.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { RuleId } from '#src/lib/id.ts';
import { type AMember, aMember, aReceipt, aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';

beforeAll(async () => {
  await aShop(database.db);
  await database.db.insert(currency).values({
    currency: 'stamps',
    kind: 'stickers',
    names: { uk: { one: 'наліпка', few: 'наліпки', many: 'наліпок', other: 'наліпки' } },
    expiry: 'never',
  });
});

beforeEach(async () => {
  const past = new Date(NOON.getTime() - 1_000);
  await database.db
    .update(ruleVersion)
    .set({ liveFrom: past, liveUntil: past })
    .where(eq(ruleVersion.publishedBy, actor));
});

async function aRule(rule: object): Promise<RuleId> {
  const at = new Date(NOON.getTime() - 1_000);
  return await transaction(database.db, async (tx) => {
    const definition = { trigger: { on: 'receipt' }, ...rule };
    const ruleId = await createRule(tx, { name: 'Cheese', definition, actor, at });
    const { changedAt } = await readRule(tx, ruleId);
    await publishRule(tx, { ruleId, changedAt, actor, at, resetBudget: true });
    return ruleId;
  });
}

const aDesk = () => receiptDesk({ sql: database.sql, ...fresh(database.db), clock });

async function buy({ memberId }: AMember, fields: Partial<ReceiptInput> = {}, desk = aDesk()) {
  const input = aReceipt({ occurredAt: clock.now(), ...fields });
  return { ...(await desk.accept(input, { memberId })), externalId: input.externalId };
}

let returns = 0;
async function bringBack(receiptExternalId: string, what: ReturnedWhat = 'all') {
  const known = await fresh(database.db).known();
  const at = clock.now();
  const named = { storeId: STORE, receiptExternalId, externalId: `back${++returns}`, what };
  await transaction(database.db, (tx) =>
    returnReceipt(tx, { ...named, acceptedBy: 'key', occurredAt: at, at, known }),
  );
}

const budgetOf = async (ruleId: RuleId) => (await readRule(database.db, ruleId)).budget?.spent;

async function booksAreRight() {
  expect((await auditLedger(database.db)).findings).toEqual([]);
}

const line = (category: string, amountMinor: number, pieces = 1): ReceiptLine => ({
  sku: category,
  name: category,
  category,
  quantityMilli: pieces * 1_000,
  priceMinor: amountMinor / pieces,
  discountMinor: 0,
  amountMinor,
});
const where = (category: string) => ({ field: 'line.category', is: 'is', value: category });
const tenth = { kind: 'discountShare', shareBp: 1_000, on: 'lines', where: where('Сир') };
const cheese = { amountMinor: 150_00n, lines: [line('Сир', 100_00), line('Хліб', 50_00)] };

test('when receipts race for discounts, then the budget is spent to the point and the rule stops', async () => {
  const ruleId = await aRule({ effects: [tenth], budget: 25 });
  const members = await Promise.all(Array.from({ length: 6 }, () => aMember(database.db)));
  const desks = [aDesk(), aDesk(), aDesk()];
  const bought = await Promise.all(members.map((member, n) => buy(member, cheese, desks[n % 3])));
  const off = bought.map(({ discountMinor }) => Number(discountMinor)).toSorted((a, b) => b - a);
  expect(off).toEqual([10_00, 10_00, 5_00, 0, 0, 0]);
  expect(await budgetOf(ruleId)).toBe(25);
  const said = bought.filter(({ told }) => told.notApplied.some(({ why }) => why === 'budget'));
  expect(said).toHaveLength(4);
  await booksAreRight();
});

test('when discounts have taken 80 % of a budget, then staff are told, and again when it is spent', async () => {
  const ruleId = await aRule({ effects: [tenth], budget: 20 });
  const member = await aMember(database.db);
  const alerts = async () => {
    await transaction(database.db, (tx) => watchBudgets(tx, clock.now()));
    const all = await listBudgetAlerts(database.db);
    return all.flatMap((each) => (each.ruleId === ruleId ? [each.kind] : []));
  };
  await buy(member, { amountMinor: 150_00n, lines: [line('Сир', 150_00)] });
  expect(await alerts()).toEqual([]);
  await buy(member, { amountMinor: 5_50n, lines: [line('Сир', 5_50)] });
  expect([await budgetOf(ruleId), await alerts()]).toEqual([16, ['low']]);
  await buy(member, cheese);
  expect([await budgetOf(ruleId), await alerts()]).toEqual([20, ['spent']]);
});

test('when a discount took all of a receipt without lines, then its return gives the budget all of it back', async () => {
  const ruleId = await aRule({
    effects: [{ kind: 'discountSum', amountMinor: 50_00, on: 'receipt' }],
    budget: 100,
  });
  const { externalId, toPayMinor } = await buy(await aMember(database.db), {
    amountMinor: 40_00n,
    lines: [],
  });
  expect([toPayMinor, await budgetOf(ruleId)]).toEqual([0n, 40]);
  await bringBack(externalId);
  expect(await budgetOf(ruleId)).toBe(0);
  await booksAreRight();
});

test('when goods come back, then the budget has again what was taken off them, and of others nothing', async () => {
  const ruleId = await aRule({
    effects: [tenth, { kind: 'fixed', currency: 'points', points: 6 }],
    budget: 50,
  });
  const { externalId } = await buy(await aMember(database.db), cheese);
  expect(await budgetOf(ruleId)).toBe(16);
  await bringBack(externalId, { lines: [{ lineNo: 2, quantityMilli: 1_000 }] });
  // Two of its points were for the bread.
  expect(await budgetOf(ruleId)).toBe(14);
  await booksAreRight();
  await bringBack(externalId, { lines: [{ lineNo: 1, quantityMilli: 500 }] });
  expect(await budgetOf(ruleId)).toBe(7);
  await bringBack(externalId);
  expect(await budgetOf(ruleId)).toBe(0);
  await booksAreRight();
});

test('when a full stamp card meets a spent budget, then it is redeemed and the books stay right', async () => {
  const stamp = { kind: 'stamp', currency: 'stamps', need: 5, where: where('Кава') };
  const ruleId = await aRule({ effects: [stamp], budget: 5 });
  const member = await aMember(database.db);
  const cups = (pieces: number) => ({
    amountMinor: BigInt(pieces) * 60_00n,
    lines: [line('Кава', pieces * 60_00, pieces)],
  });
  await buy(member, cups(5));
  expect(await budgetOf(ruleId)).toBe(5);
  const sixth = await buy(member, cups(1));
  expect([sixth.discountMinor, await budgetOf(ruleId)]).toEqual([60_00n, 5]);
  expect((await buy(member, cups(1))).discountMinor).toBe(0n);
  await bringBack(sixth.externalId);
  expect(await budgetOf(ruleId)).toBe(5);
  await booksAreRight();
});

test('when the daily cap of a rule is spent, then its discount and its words go on', async () => {
  const effects = [
    tenth,
    { kind: 'fixed', currency: 'points', points: 10 },
    { kind: 'message', text: { uk: 'Смачного!' } },
  ];
  await aRule({ effects, caps: { memberDay: 10 } });
  const member = await aMember(database.db);
  const [first, second] = [await buy(member, cheese), await buy(member, cheese)];
  expect([first.discountMinor, second.discountMinor]).toEqual([10_00n, 10_00n]);
  expect(first.earned - second.earned).toBe(10n);
  expect(second.told).toMatchObject({ cut: [{ kind: 'ruleDay', wanted: 10, given: 0, limit: 10 }] });
  const words = await database.sql`
    select 1 from event where kind = 'rule.message' and member_id = ${member.memberId}`;
  expect(words).toHaveLength(2);
  await booksAreRight();
});
