import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { ruleReplay } from '#src/db/schema/replays.ts';
import type { ReplayId, RuleId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

/**
 * Stops a replay; the worker finds out with the next handful of receipts. One that is over stays as it is. Throws
 * Refusal not_found {what: 'replay'}.
 */
export async function stopReplay(
  tx: Tx,
  { ruleId, replayId, at }: { ruleId: RuleId; replayId: ReplayId; at: Date },
): Promise<void> {
  const mine = and(eq(ruleReplay.ruleId, ruleId), eq(ruleReplay.replayId, replayId));
  const [row] = await tx.select({ replayId: ruleReplay.replayId }).from(ruleReplay).where(mine);
  if (!row) throw new Refusal('not_found', { what: 'replay' });
  await tx
    .update(ruleReplay)
    .set({ status: 'stopped', finishedAt: at })
    .where(and(mine, inArray(ruleReplay.status, ['waiting', 'running'])));
}
