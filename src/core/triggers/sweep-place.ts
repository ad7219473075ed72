import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleSweep } from '#src/db/schema/triggers.ts';

interface SweepDay {
  sweep: string;
  /** `YYYY-MM-DD`. */
  day: string;
}

/** Up to which member a sweep of a day has come, locked; null when it is done, or somebody else is at it. */
export async function openSweep(tx: Tx, { sweep, day }: SweepDay): Promise<string | null> {
  await tx.insert(ruleSweep).values({ sweep, day }).onConflictDoNothing();
  const [row] = await tx.execute<{ place: string }>(sql`
    select place from rule_sweep where sweep = ${sweep} and day = ${day}::date and not done for update skip locked`);
  return row?.place ?? null;
}

/** Notes how far it has come. */
export async function placeSweep(
  tx: Tx,
  { sweep, day, place, done }: SweepDay & { place: string; done: boolean },
): Promise<void> {
  await tx
    .update(ruleSweep)
    .set({ place, done })
    .where(and(eq(ruleSweep.sweep, sweep), eq(ruleSweep.day, day)));
}
