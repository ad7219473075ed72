import type { Tx } from '#src/db/client.ts';
import type { AdjustmentId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { postAdjustment, settleAdjustment, tellAdjusted } from './ask-adjustment.ts';
import { drawnLots } from './drawn-lots.ts';
import { holdAdjustment } from './list-adjustments.ts';
import type { Points } from './points.ts';
import { lotOf, postTransfer } from './post-transfer.ts';

/**
 * Agrees to an adjustment that waits, or refuses it. Returns the member's balance after it; null when refused. Throws
 * Refusal `adjustment_not_found`, `adjustment_settled` {status}, `needs_another_person`, `insufficient_points` {available},
 * `member_erased`.
 */
export async function decideAdjustment(
  tx: Tx,
  decision: { adjustmentId: AdjustmentId; approve: boolean; actor: string; at: Date },
): Promise<{ status: 'posted' | 'refused'; balance: Points | null }> {
  const { adjustmentId, approve, actor, at } = decision;
  const found = await holdAdjustment(tx, adjustmentId);
  if (found.status !== 'waiting') throw new Refusal('adjustment_settled', { status: found.status });
  // Whoever asked may take it back, never agree to it.
  if (approve && actor === found.askedBy) throw new Refusal('needs_another_person');
  const action = approve ? 'adjustment.approve' : 'adjustment.refuse';
  await recordAudit(tx, { actor, action, subject: adjustmentId, detail: { memberId: found.memberId }, at });
  if (!approve) {
    await settleAdjustment(tx, found, { status: 'refused', decidedBy: actor, decidedAt: at });
    return { status: 'refused', balance: null };
  }
  const { balance } = await postAdjustment(tx, found, { decidedBy: actor, at });
  return { status: 'posted', balance };
}

/**
 * Takes a posted adjustment back by a transfer that names the first one. Points given are taken out of what they
 * brought, then out of the rest; what is spent already is owed. Points taken come back with the expiry they had. Above
 * the programme's limit it takes somebody else than the one who asked. Throws Refusal `adjustment_not_found`,
 * `adjustment_settled` {status}, `needs_another_person`.
 */
export async function reverseAdjustment(
  tx: Tx,
  { adjustmentId, actor, at }: { adjustmentId: AdjustmentId; actor: string; at: Date },
): Promise<{ balance: Points }> {
  const found = await holdAdjustment(tx, adjustmentId);
  const { amount, currency, transferId, reason } = found;
  if (found.status !== 'posted' || !transferId)
    throw new Refusal('adjustment_settled', { status: found.status });
  const { adjustmentLimit } = await readProgramme(tx);
  const size = amount < 0n ? -amount : amount;
  if (size > adjustmentLimit && actor === found.askedBy) throw new Refusal('needs_another_person');

  const memberId = await memberNow(tx, found.memberId);
  await lockStandings(tx, memberId);
  const { balance } = await postTransfer(tx, {
    memberId,
    kind: 'reverse',
    currency,
    amount: -amount,
    account: 'adjusted',
    key: `adjust-reverse:${adjustmentId}`,
    reverses: transferId,
    reason: { adjustmentId, why: reason },
    ...(amount > 0n
      ? { lotIds: [lotOf(transferId)], canOwe: true }
      : { lots: await drawnLots(tx, { memberId: found.memberId, transferId }) }),
    occurredAt: at,
    recordedAt: at,
  });
  await settleAdjustment(tx, found, { status: 'reversed', reversedBy: actor, reversedAt: at });
  const detail = { memberId, amount: (-amount).toString(), currency };
  await recordAudit(tx, { actor, action: 'adjustment.reverse', subject: adjustmentId, detail, at });
  await tellAdjusted(tx, { memberId, amount: -amount, reason, balance, currency, at });
  return { balance };
}
