import { beforeAll, expect, test } from 'vitest';
import { activateByAction } from '#src/core/ledger/activate-by-action.ts';
import { moveAllPoints } from '#src/core/ledger/move-all-points.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aMember, aReceipt, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { fresh } from '#test/support/fresh.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const actor = 'stf_00000000000000000001';

beforeAll(async () => {
  await aShop(database.db);
  const fixed = (points: number, lifeMonths: number | null) => ({
    kind: 'fixed',
    currency: 'points',
    points,
    terms: { pending: { action: 'survey' }, lifeMonths },
  });
  const definition = { trigger: { on: 'receipt' }, effects: [fixed(30, 2), fixed(7, null)] };
  const at = new Date(NOON.getTime() - 1_000);
  await transaction(database.db, async (tx) => {
    const ruleId = await createRule(tx, { name: 'Waits', definition, actor, at });
    const { changedAt } = await readRule(tx, ruleId);
    await publishRule(tx, { ruleId, changedAt, actor, at, resetBudget: false });
  });
});

const buy = (memberId: MemberId) =>
  receiptDesk({ sql: database.sql, ...fresh(database.db), clock }).accept(aReceipt(), { memberId });
const answer = (memberId: MemberId) =>
  transaction(database.db, (tx) => activateByAction(tx, { memberId, action: 'survey', at: NOON }));
const lots = async (memberId: MemberId) => {
  const rows = await database.sql<{ remaining: bigint; expires_at: Date | null }[]>`
    select remaining, expires_at from lot where member_id = ${memberId} and remaining > 0 order by remaining`;
  return rows.map((each) => [each.remaining, each.expires_at?.toISOString() ?? null]);
};
const LIVES = [
  [5n, '2027-03-02T22:00:00.000Z'],
  [7n, null],
  // To the end of the day, and summer time has begun by then.
  [30n, '2026-05-02T21:00:00.000Z'],
];

test('points that wait for an action live from then on as the effect says that gave them', async () => {
  const { memberId } = await aMember(database.db);
  await buy(memberId);
  expect((await readBalance(database.db, memberId, NOON)).spendable).toBe(5n);
  await answer(memberId);
  expect(await lots(memberId)).toEqual(LIVES);
});

test('they do so, too, when they wait with somebody whom their member has become part of', async () => {
  const [{ memberId: from }, { memberId: to }] = [await aMember(database.db), await aMember(database.db)];
  await buy(from);
  await transaction(database.db, (tx) => moveAllPoints(tx, { from, to, at: NOON, reason: 'same person' }));
  await answer(to);
  expect(await lots(to)).toEqual(LIVES);
});
