import { desc, eq, ne } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { adjustment } from '#src/db/schema/ledger.ts';
import type { AdjustmentId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Adjustment } from './list-adjustments.ts';

/** Those that were decided, at once or by somebody else, the latest first, at most `limit`. */
export async function listDecidedAdjustments(db: Reader, limit: number): Promise<Adjustment[]> {
  return await db
    .select()
    .from(adjustment)
    .where(ne(adjustment.status, 'waiting'))
    .orderBy(desc(adjustment.decidedAt), desc(adjustment.adjustmentId))
    .limit(limit);
}

/** One. Throws Refusal `adjustment_not_found`. */
export async function readAdjustment(db: Reader, adjustmentId: AdjustmentId): Promise<Adjustment> {
  const [row] = await db.select().from(adjustment).where(eq(adjustment.adjustmentId, adjustmentId));
  if (!row) throw new Refusal('adjustment_not_found');
  return row;
}
