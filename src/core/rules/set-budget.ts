import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleBudget } from '#src/db/schema/rules.ts';
import type { RuleId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/**
 * Gives a rule a budget of `points`, or none. What was spent stays spent unless `reset`; then returns of what was given
 * before fill it no more. `from`: when what it pays for begins. Throws Refusal rule_budget_too_small {spent}.
 */
export async function setBudget(
  tx: Tx,
  {
    ruleId,
    points,
    reset,
    at,
    from = at,
  }: { ruleId: RuleId; points: number | null; reset: boolean; at: Date; from?: Date },
): Promise<void> {
  if (points === null) {
    await tx.delete(ruleBudget).where(eq(ruleBudget.ruleId, ruleId));
    return;
  }
  const [before] = await tx.select().from(ruleBudget).where(eq(ruleBudget.ruleId, ruleId)).for('update');
  const spent = reset || !before ? 0n : before.spent;
  const countsFrom = before ? (reset ? at : before.countsFrom) : from;
  if (spent > points) throw new Refusal('rule_budget_too_small', { spent: Number(spent) });
  const asBefore = before && !reset && before.points === BigInt(points);
  if (asBefore) return;
  const fresh = { points: BigInt(points), spent, alertedAt: null, stoppedAt: null, countsFrom };
  await tx
    .insert(ruleBudget)
    .values({ ruleId, ...fresh })
    .onConflictDoUpdate({ target: ruleBudget.ruleId, set: { ...fresh, spent: sql`${spent}::bigint` } });
}
