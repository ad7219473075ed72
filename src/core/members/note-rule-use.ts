import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { standing } from '#src/db/schema/members.ts';
import type { MemberId } from '#src/lib/id.ts';

export interface RuleUseNoted {
  memberId: MemberId;
  /** As it is from now on; null leaves it. */
  ruleUse: Readonly<Record<string, unknown>> | null;
  /** The local day, `YYYY-MM-DD`, and what has been earned on it, by currency; null leaves it. */
  earned: { day: string; today: Readonly<Record<string, number>> } | null;
  /** What counts for the tier, where points count: the month, and how many. */
  counts: { month: string; amount: number } | null;
}

/** Writes down what rules gave without a receipt. The caller has locked the standing. */
export async function noteRuleUse(
  tx: Tx,
  { memberId, ruleUse, earned, counts }: RuleUseNoted,
): Promise<void> {
  const months = counts && JSON.stringify({ [counts.month]: counts.amount });
  await tx
    .update(standing)
    .set({
      version: sql`${standing.version} + 1`,
      ...(ruleUse && { ruleUse }),
      ...(earned && { day: earned.day, earnedToday: earned.today }),
      ...(counts && {
        months: sql`${standing.months} || jsonb_build_object(${counts.month}::text,
          coalesce((${standing.months}->>${counts.month})::bigint, 0) + (${months}::jsonb->>${counts.month})::bigint)`,
      }),
    })
    .where(eq(standing.memberId, memberId));
}
