import { keepStats, type StatsStep } from '#src/core/analytics/keep-stats.ts';
import { type Db, transaction } from '#src/db/client.ts';

/** A whole round of the statistics of members, as the worker does it: a step in a transaction. */
export async function keepAllStats(db: Db, at: Date): Promise<void> {
  let next: StatsStep | null = 'follow';
  while (next !== null) {
    const step: StatsStep = next;
    next = await transaction(db, (tx) => keepStats(tx, { at, step }));
  }
}
