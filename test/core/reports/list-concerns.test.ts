import { describe, expect, it } from 'vitest';
import { type Concern, listConcerns } from '#src/core/reports/list-concerns.ts';
import { watchBudgets } from '#src/core/rules/watch-budgets.ts';
import { transaction } from '#src/db/client.ts';
import { rule, ruleBudget } from '#src/db/schema/rules.ts';
import { newId, type RuleId } from '#src/lib/id.ts';
import { aShop, NOON, STORE } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const DAY_MS = 86_400_000;
const day = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

async function aRule(name: string, spent: bigint): Promise<RuleId> {
  const ruleId = newId('rul', NOON.getTime());
  const made = { createdBy: 'test', createdAt: NOON, changedAt: NOON };
  await database.db.insert(rule).values({ ruleId, name, status: 'live', ...made });
  await database.db.insert(ruleBudget).values({ ruleId, points: 100n, spent });
  return ruleId;
}

const watch = (at: Date) => transaction(database.db, (tx) => watchBudgets(tx, at));
const seen = async (at: Date) => await listConcerns(database.db, at, 'stf_1');
const kinds = (concerns: Concern[]) => concerns.map((each) => each.kind);

describe('what needs a person', () => {
  it('when budgets run out, then it tells what is left, for two weeks and while it is so', async () => {
    await aShop(database.db);
    await aRule('Enough', 79n);
    const low = await aRule('Low', 80n);
    const spent = await aRule('Spent', 100n);
    await watch(NOON);
    expect(await seen(day(13))).toEqual(
      expect.arrayContaining([
        { kind: 'budgetLow', at: NOON, ruleId: low, ruleName: 'Low', pointsLeft: 20 },
        { kind: 'budgetSpent', at: NOON, ruleId: spent, ruleName: 'Spent', pointsLeft: 0 },
      ]),
    );
    expect(await seen(day(14))).toEqual([]);
    await database.sql`update rule set status = 'paused' where rule_id = ${spent}`;
    await database.sql`update rule_budget set spent = 100 where rule_id = ${low}`;
    await watch(day(1));
    expect(await seen(day(1))).toMatchObject([{ kind: 'budgetSpent', ruleId: low, at: day(1) }]);
    await database.sql`update rule_budget set spent = 0`;
    await watch(day(1));
    expect(await seen(day(1))).toEqual([]);
  });

  it('when a waiting return was refused, then it is told for two weeks, and one whose sale does not come after two days', async () => {
    const wait = (externalId: string, refused: string | null, at: Date) => database.sql`
      insert into waiting_return (store_id, external_id, receipt_external_id, input, recorded_at, refused)
      values (${STORE}, ${externalId}, 'r/1', '{}', ${at}, ${refused})`;
    await wait('old', 'fault', NOON);
    await wait('waits', null, day(1));
    await wait('fails', 'line_not_found', day(1));
    await wait('breaks', 'fault', day(2));
    const told = (await seen(day(2.9))).map((each) => 'externalId' in each && each.externalId);
    expect(told).not.toContain('waits');
    const concerns = await seen(day(14));
    expect(concerns).toMatchObject([
      { externalId: 'breaks', why: 'fault', at: day(2) },
      { externalId: 'fails', why: 'line_not_found', receiptNumber: 'r/1', memberId: null, storeId: STORE },
      { externalId: 'waits', why: 'no_sale', at: day(1) },
    ]);
    expect(kinds(concerns)).toEqual(['returnFailed', 'returnFailed', 'returnFailed']);
  });

  it('when many returns fail at once, then the latest twenty are told', async () => {
    await database.sql`
      insert into waiting_return (store_id, external_id, receipt_external_id, input, recorded_at, refused)
      select ${STORE}, 'many/' || n, 'r/2', '{}', ${day(20)}::timestamptz + n * interval '1 second', 'fault'
      from generate_series(1, 25) n`;
    const concerns = await seen(day(21));
    expect(concerns).toHaveLength(20);
    expect(concerns[0]).toMatchObject({ externalId: 'many/25' });
  });
});
