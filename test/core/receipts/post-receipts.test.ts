// What the function that writes receipts does when others have been quicker.
import { beforeAll, expect, test } from 'vitest';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { acceptReceiptIn } from '#src/core/receipts/accept-burn.ts';
import { acceptLate } from '#src/core/receipts/accept-late.ts';
import { postBatch } from '#src/core/receipts/post-batch.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { Refusal } from '#src/core/refusal.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';
const daysAgo = (days: number) => new Date(NOON.getTime() - days * 86_400_000);

beforeAll(() => aShop(database.db));

/** Rules that give ten points each out of a budget of a hundred, in the order of their ids. */
async function withBudgets(count: number, check: (...ruleIds: RuleId[]) => Promise<void>): Promise<void> {
  const effects = [{ kind: 'fixed', currency: 'points', points: 10 }];
  const ruleIds: RuleId[] = [];
  for (let n = 0; n < count; n++)
    await transaction(database.db, async (tx) => {
      const definition = { trigger: { on: 'receipt' }, effects, budget: 100 };
      const ruleId = await createRule(tx, { name: `Budget ${n}`, definition, actor, at: daysAgo(1) });
      const { changedAt } = await readRule(tx, ruleId);
      await publishRule(tx, { ruleId, changedAt, actor, at: daysAgo(1), resetBudget: false });
      ruleIds.push(ruleId);
    });
  await check(...ruleIds.toSorted());
  await database.sql`update rule_version set live_until = ${NOON.toISOString()}, live_from = ${daysAgo(1).toISOString()}
    where rule_id = any(${ruleIds})`;
  await database.sql`update rule_budget set spent = 0`;
}
const spent = async (ruleId: RuleId) => {
  const [row] = await database.sql<
    { spent: bigint }[]
  >`select spent from rule_budget where rule_id = ${ruleId}`;
  return row?.spent;
};
/** Readers who do not hear that a budget has shrunk since. */
async function staleAfter(ruleId: RuleId | undefined, points: number) {
  const reader = fresh(database.db);
  const rules = await reader.rules();
  await database.sql`update rule_budget set points = ${points} where rule_id = ${ruleId ?? null}`;
  const ask = Object.assign(async () => rules, { refresh: async () => rules });
  return { db: database.db, sql: database.sql, known: reader.known, rules: ask };
}
const batchOf = (members: { memberId: MemberId }[]) =>
  members.map(({ memberId }) => ({ input: aReceipt(), member: { memberId } }));

test('when one of three budgets is spent meanwhile, then the others are as before the receipts that it turned away', () =>
  withBudgets(3, async (first, second, third) => {
    const members = [await aMember(database.db), await aMember(database.db)];
    const deps = await staleAfter(second, 5);
    expect(await postBatch(deps, batchOf(members), { at: NOON })).toEqual(['again', 'again']);
    expect(await Promise.all([first, second, third].map((each) => spent(each as RuleId)))).toEqual([
      0n,
      0n,
      0n,
    ]);
    expect((await auditLedger(database.db)).findings).toEqual([]);
  }));

test('when points pay and a budget is spent meanwhile, then it is asked again and not called too few points', () =>
  withBudgets(1, async (ruleId) => {
    const { memberId } = await aMember(database.db, { balance: 20n });
    const deps = await staleAfter(ruleId, 5);
    const receipt = aReceipt({ burn: 10n });
    const [outcome] = await postBatch(deps, [{ input: receipt, member: { memberId } }], { at: NOON });
    expect(outcome).toBe('again');
    const tooMuch = { input: aReceipt({ burn: 30n }), member: { memberId } };
    expect(await postBatch(deps, [tooMuch], { at: NOON })).toEqual([
      new Refusal('insufficient_points', { available: 20 }),
    ]);
    const { known, rules } = fresh(database.db);
    const accepted = await transaction(database.db, async (tx) =>
      acceptReceiptIn(tx, { memberId, receipt, at: NOON, known: await known(), rules }),
    );
    expect(accepted).toMatchObject({ outcome: 'accepted', burnt: 10n, earned: 9n });
  }));

test('when a late receipt lifts once more, then another late one before it finds the tier of its time', async () => {
  const { memberId } = await aMember(database.db);
  const deps = { sql: database.sql, ...fresh(database.db), clock };
  const bring = async (fields: Partial<ReceiptInput>) => {
    const [outcome] = await acceptLate(deps, [{ input: aReceipt(fields), member: { memberId } }]);
    return outcome && 'earned' in outcome ? outcome.earned : outcome;
  };
  await receiptDesk(deps).accept(aReceipt({ amountMinor: 10_000_00n }), { memberId });
  await bring({ amountMinor: 20_000_00n, occurredAt: daysAgo(5) });
  expect(await bring({ occurredAt: daysAgo(7) })).toBe(5n);
  expect(await bring({ occurredAt: daysAgo(3) })).toBe(5n);
  const [now] = await database.sql<{ tier_key: string }[]>`
    select tier_key from member where member_id = ${memberId}`;
  expect(now?.tier_key).toBe('gold');
});
