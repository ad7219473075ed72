// A segment that is about to be changed: locked, not put away, and as the one who changes it has seen it.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import type { SegmentId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export interface SegmentChange {
  segmentId: SegmentId;
  /** As it was read. */
  changedAt: Date;
  /** A staff id. */
  actor: string;
  at: Date;
}

export type LockedSegment = typeof segment.$inferSelect & {
  /** Later than any other change of it, though clocks may stand still. */
  nextChangedAt: Date;
};

/** Throws Refusal segment_not_found, segment_changed when somebody else has changed it since. */
export async function lockSegment(
  tx: Tx,
  { segmentId, changedAt, at }: Omit<SegmentChange, 'actor'>,
): Promise<LockedSegment> {
  const [row] = await tx.select().from(segment).where(eq(segment.segmentId, segmentId)).for('update');
  if (!row || row.archivedAt !== null) throw new Refusal('segment_not_found');
  if (row.changedAt.getTime() !== changedAt.getTime()) throw new Refusal('segment_changed');
  return { ...row, nextChangedAt: new Date(Math.max(at.getTime(), row.changedAt.getTime() + 1)) };
}
