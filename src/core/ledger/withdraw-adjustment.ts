import type { Tx } from '#src/db/client.ts';
import type { AdjustmentId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { settleAdjustment } from './ask-adjustment.ts';
import { holdAdjustment } from './list-adjustments.ts';

/**
 * Takes back what oneself has asked for, while it waits. Throws Refusal `adjustment_not_found` (also for what somebody
 * else has asked), `adjustment_settled` {status}.
 */
export async function withdrawAdjustment(
  tx: Tx,
  { adjustmentId, actor, at }: { adjustmentId: AdjustmentId; actor: string; at: Date },
): Promise<void> {
  const found = await holdAdjustment(tx, adjustmentId);
  if (found.askedBy !== actor) throw new Refusal('adjustment_not_found');
  if (found.status !== 'waiting') throw new Refusal('adjustment_settled', { status: found.status });
  const detail = { memberId: found.memberId };
  await recordAudit(tx, { actor, action: 'adjustment.withdraw', subject: adjustmentId, detail, at });
  await settleAdjustment(tx, found, { status: 'refused', decidedBy: actor, decidedAt: at });
}
