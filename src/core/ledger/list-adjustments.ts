import { asc, desc, eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { adjustment } from '#src/db/schema/ledger.ts';
import type { AdjustmentId, MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export type Adjustment = typeof adjustment.$inferSelect;

/** Those that wait for a decision, the oldest first, at most `limit`. */
export async function listWaitingAdjustments(db: Reader, limit: number): Promise<Adjustment[]> {
  return await db
    .select()
    .from(adjustment)
    .where(eq(adjustment.status, 'waiting'))
    .orderBy(asc(adjustment.askedAt), asc(adjustment.adjustmentId))
    .limit(limit);
}

/** A member's, the newest first, at most `limit`. */
export async function listAdjustmentsOf(
  db: Reader,
  memberId: MemberId,
  limit: number,
): Promise<Adjustment[]> {
  return await db
    .select()
    .from(adjustment)
    .where(eq(adjustment.memberId, memberId))
    .orderBy(desc(adjustment.askedAt), desc(adjustment.adjustmentId))
    .limit(limit);
}

/** One, in a transaction that may change it: nobody else changes it meanwhile. Throws Refusal `adjustment_not_found`. */
export async function holdAdjustment(tx: Tx, adjustmentId: AdjustmentId): Promise<Adjustment> {
  const [row] = await tx
    .select()
    .from(adjustment)
    .where(eq(adjustment.adjustmentId, adjustmentId))
    .for('update');
  if (!row) throw new Refusal('adjustment_not_found');
  return row;
}
