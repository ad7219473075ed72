// Budgets outside of receipts, which spend theirs in the SQL function that writes them.
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleBudget } from '#src/db/schema/rules.ts';
import type { RuleId } from '#src/lib/id.ts';

/** Points left of these rules' budgets, locked in one order until the transaction ends; none for a rule without one. */
export async function lockBudgets(tx: Tx, ruleIds: RuleId[]): Promise<Record<RuleId, number>> {
  if (ruleIds.length === 0) return {};
  const rows = await tx
    .select()
    .from(ruleBudget)
    .where(inArray(ruleBudget.ruleId, ruleIds))
    .orderBy(asc(ruleBudget.ruleId))
    .for('update');
  return Object.fromEntries(rows.map(({ ruleId, points, spent }) => [ruleId, Number(points - spent)]));
}

/** Spends what an evaluation takes of budgets; they were locked before it, so there is enough. */
export async function spendBudgets(
  tx: Tx,
  taken: readonly { ruleId: RuleId; points: number }[],
): Promise<void> {
  for (const { ruleId, points } of taken)
    await tx
      .update(ruleBudget)
      .set({ spent: sql`${ruleBudget.spent} + ${points}::bigint` })
      .where(eq(ruleBudget.ruleId, ruleId));
}
