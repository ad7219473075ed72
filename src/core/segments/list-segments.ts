import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { segment } from '#src/db/schema/segments.ts';
import type { SegmentId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';

export type Segment = typeof segment.$inferSelect;

/** The saved ones, the last changed first. */
export async function listSegments(db: Reader): Promise<Segment[]> {
  return await db.select().from(segment).where(isNull(segment.archivedAt)).orderBy(desc(segment.changedAt));
}

/** Throws Refusal segment_not_found; one that was put away is there. */
export async function readSegment(db: Reader, segmentId: SegmentId): Promise<Segment> {
  const [row] = await db.select().from(segment).where(eq(segment.segmentId, segmentId));
  if (!row) throw new Refusal('segment_not_found');
  return row;
}

/** What the saved segments are called, by name; of those that were put away too when `archived` asks for them. */
export async function listSegmentNames(
  db: Reader,
  { archived = false }: { archived?: boolean } = {},
): Promise<{ segmentId: SegmentId; name: string }[]> {
  return await db
    .select({ segmentId: segment.segmentId, name: segment.name })
    .from(segment)
    .where(archived ? undefined : isNull(segment.archivedAt))
    .orderBy(asc(segment.name));
}

/** What the segments that are followed are called: their comings and goings are events. */
export async function listFollowedNames(db: Reader): Promise<{ segmentId: SegmentId; name: string }[]> {
  return await db
    .select({ segmentId: segment.segmentId, name: segment.name })
    .from(segment)
    .where(and(segment.followed, isNull(segment.archivedAt)))
    .orderBy(asc(segment.name));
}

/** Keeps how many there were, so that the list need not count. */
export async function noteCount(
  tx: Tx,
  { segmentId, members, at }: { segmentId: SegmentId; members: number; at: Date },
): Promise<void> {
  await tx.update(segment).set({ members, countedAt: at }).where(eq(segment.segmentId, segmentId));
}
