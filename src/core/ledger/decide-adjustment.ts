import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { AdjustmentId, MemberId, TransferId } from '#src/lib/id.ts';
import { lockStandings } from '../members/lock-standings.ts';
import { memberNow } from '../members/member-now.ts';
import { Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { postAdjustment, settleAdjustment, tellAdjusted } from './ask-adjustment.ts';
import { drawnLots } from './drawn-lots.ts';
import { holdAdjustment } from './list-adjustments.ts';
import { readSettledTransfer } from './list-receipt-transfers.ts';
import type { Points } from './points.ts';
import { postTransfer } from './post-transfer.ts';
import { readBalance } from './read-balance.ts';

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
 * brought, then out of the rest; what is spent already is owed, what has expired unused is not taken twice. Points taken
 * come back with the expiry they had. Above the programme's limit it takes somebody else than the one who asked. Throws
 * Refusal `adjustment_not_found`, `adjustment_settled` {status}, `needs_another_person`.
 */
export async function reverseAdjustment(
  tx: Tx,
  { adjustmentId, actor, at }: { adjustmentId: AdjustmentId; actor: string; at: Date },
): Promise<{ balance: Points }> {
  const found = await holdAdjustment(tx, adjustmentId);
  const { currency, transferId, reason } = found;
  if (found.status !== 'posted' || !transferId)
    throw new Refusal('adjustment_settled', { status: found.status });
  const { adjustmentLimit } = await readProgramme(tx);
  const size = found.amount < 0n ? -found.amount : found.amount;
  if (size > adjustmentLimit && actor === found.askedBy) throw new Refusal('needs_another_person');

  const posted = { memberId: await holderOf(tx, found.memberId, transferId), transferId };
  const memberId = await memberNow(tx, posted.memberId);
  await lockStandings(tx, memberId);
  const { amount: given, expired, lotIds } = await readSettledTransfer(tx, posted);
  const amount = expired - given;
  if (amount !== 0n)
    await postTransfer(tx, {
      memberId,
      kind: 'reverse',
      currency,
      amount,
      account: 'adjusted',
      key: `adjust-reverse:${adjustmentId}`,
      reverses: transferId,
      reason: { adjustmentId, why: reason },
      ...(given > 0n ? { lotIds, canOwe: true } : { lots: await drawnLots(tx, posted) }),
      occurredAt: at,
      recordedAt: at,
    });
  await settleAdjustment(tx, found, { status: 'reversed', reversedBy: actor, reversedAt: at });
  const detail = { memberId, amount: amount.toString(), currency };
  await recordAudit(tx, { actor, action: 'adjustment.reverse', subject: adjustmentId, detail, at });
  const { balance } = await readBalance(tx, memberId, at, currency);
  if (amount !== 0n) await tellAdjusted(tx, { memberId, amount, reason, balance, currency, at });
  return { balance };
}

/** With whom it was posted: whom it was asked for, or who they were by then; that merge may be undone since. */
async function holderOf(tx: Tx, asked: MemberId, transferId: TransferId): Promise<MemberId> {
  const [row] = await tx.execute<{ member_id: MemberId }>(sql`
    select member_id from transfer where transfer_id = ${transferId} and member_id in (
      select m.member_id from member m, member a where a.member_id = ${asked}
        and coalesce(a.absorbed_into, a.member_id) in (m.member_id, m.absorbed_into)
      union all select to_member_id from merge where from_member_id = ${asked})
    limit 1`);
  if (!row) throw new Error('a transfer that must be there is not');
  return row.member_id;
}
