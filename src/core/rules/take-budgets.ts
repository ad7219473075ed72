import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleBudget } from '#src/db/schema/rules.ts';
import type { Evaluation } from './basket.ts';

/** Takes what rules with a budget have given; false when one has less left, and then the caller evaluates anew. */
export async function takeBudgets(tx: Tx, used: Evaluation['used']): Promise<boolean> {
  // In one order, so that two never wait for each other.
  const taken = used.filter((each) => each.hasBudget && each.points > 0).toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
  for (const [index, { ruleId, points }] of taken.entries()) {
    const [row] = await tx
      .update(ruleBudget)
      .set({ spent: sql`${ruleBudget.spent} + ${points}` })
      .where(and(eq(ruleBudget.ruleId, ruleId), sql`${ruleBudget.spent} + ${points} <= ${ruleBudget.points}`))
      .returning({ ruleId: ruleBudget.ruleId });
    if (row) continue;
    for (const back of taken.slice(0, index))
      await tx
        .update(ruleBudget)
        .set({ spent: sql`${ruleBudget.spent} - ${back.points}` })
        .where(eq(ruleBudget.ruleId, back.ruleId));
    return false;
  }
  return true;
}
