import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleBudget } from '#src/db/schema/rules.ts';
import type { RuleId } from '#src/lib/id.ts';

/**
 * Points that a return has taken back can be given again. Rules without a budget are passed over, and budgets that began
 * anew after the points were given (`givenAt`): those have not paid for them.
 */
export async function giveBackBudgets(
  tx: Tx,
  byRule: ReadonlyMap<RuleId, bigint>,
  givenAt: Date,
): Promise<void> {
  const hasPaid = or(isNull(ruleBudget.countsFrom), lte(ruleBudget.countsFrom, givenAt));
  // In one order, so that two returns never wait for each other.
  for (const [ruleId, points] of [...byRule].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    if (points > 0n)
      await tx
        .update(ruleBudget)
        .set({ spent: sql`greatest(0, ${ruleBudget.spent} - ${points})` })
        .where(and(eq(ruleBudget.ruleId, ruleId), hasPaid));
}
